"""How a page of text is read: how surprising each character is, and what one unit does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.bptt import Unrolled
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of
from rnnviz.probes.page import Page, logits_in_pieces, page_of, read
from rnnviz.probes.silencing import Silencing, silenced
from rnnviz.refusal import Refusal


@dataclass(frozen=True)
class Reading:
    """A page of T characters, `symbols`, read after a `lead` of so many more, from a zero state.

    `surprise` (T,) is -log2 p(symbol) in bits, from what was read before it; `likeliest` are the
    symbols that were expected there, with their `chance` (T,). NaN and "" before anything was
    read. `values` (T,) are those of one `unit` of a `layer` after reading each: of the state or
    gate `signal`. `alphabet` is V; `held` says which units are silenced.
    """

    symbols: tuple[str, ...]
    surprise: Array
    likeliest: tuple[str, ...]
    chance: Array
    values: Array
    signal: str
    unit: int
    layer: int
    lead: int
    alphabet: int
    held: Silencing | None = None

    @property
    def finite(self) -> bool:
        """Whether all that was predicted are numbers."""
        return bool(np.isfinite(self.surprise[0 if self.lead else 1 :]).all())

    @property
    def mean(self) -> float:
        """The mean surprise in bits of the characters that were predicted; NaN of none."""
        known = self.surprise[0 if self.lead else 1 :]
        return float(known.mean()) if known.size else float("nan")


class ReadingProbe(Probe):
    """Options: text, lead, layer, signal, unit, and those of `silenced`."""

    name = "reading"
    label = "Reading page"
    hint = "How surprising each character of a page is, and what one unit does while it is read."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`Reading`, or a sentence where there is no page, or a unit that cannot be silenced."""
        try:
            page = page_of(sequence, options)
            if isinstance(page, str):
                return page
            read_by, held = silenced(network, sequence, options)
        except Refusal as refusal:
            return str(refusal)
        unrolled = read(read_by, page.codes)
        surprise, best, chance = predictions(read_by, unrolled, page)
        expected = sequence.coding.decode(np.maximum(best, 0))
        layer, unit = layer_of(network, options), unit_of(network, options)
        signal = signal_of(network, options)
        return Reading(
            page.symbols,
            frozen(surprise),
            tuple(
                symbol if place >= 0 else "" for symbol, place in zip(expected, best, strict=True)
            ),
            frozen(chance),
            frozen(signal_values(unrolled, layer, signal, held)[page.lead :, unit]),
            signal,
            unit,
            layer,
            page.lead,
            network.outputs,
            held,
        )


def predictions(network: Network, unrolled: Unrolled, page: Page) -> tuple[Array, Array, Array]:
    """Of each of the page's T symbols its surprise in bits, the likeliest code, and its chance.

    -log2 p_y = (log sum exp z - z_y) / ln 2. Without a lead nothing is known of the first: NaN,
    -1, NaN.
    """
    n = len(page.codes)
    surprise, best, chance = np.full(n, np.nan), np.full(n, -1), np.full(n, np.nan)
    for steps, z in logits_in_pieces(network, unrolled):
        after = page.codes[steps.start + 1 : steps.stop + 1]
        z, of = z[: len(after)], np.arange(len(after))
        place = slice(steps.start + 1, steps.start + 1 + len(after))
        highest = z.max(axis=1, initial=-np.inf)
        log_sum = highest + np.log(np.exp(z - highest[:, None]).sum(axis=1))
        surprise[place] = (log_sum - z[of, after]) / np.log(2.0)
        best[place] = z.argmax(axis=1) if len(after) else 0
        chance[place] = np.exp(highest - log_sum)
    return surprise[page.lead :], best[page.lead :], chance[page.lead :]


def signal_of(network: Network, options: Mapping[str, Any]) -> str:
    """The state or gate asked for, by default the state that the layer above reads."""
    cell, signal = network.cell, str(options.get("signal", ""))
    gates = cell.gates if len(cell.gates) > 1 else ()
    return signal if signal in (*cell.shown_states, *gates) else cell.output


def signal_values(unrolled: Unrolled, layer: int, signal: str, held: Silencing | None) -> Array:
    """The values (T, H) of a state or gate of one layer, silenced units where they are held."""
    tape, cell = unrolled.layers[layer].tape, unrolled.cell
    known = signal in cell.shown_states
    values: Array = (tape.shown(signal) if known else tape.gate(signal))[:, 0]
    if held is not None and (held.layer, signal) == (layer, cell.output):
        return held.shown(values)
    return values


def unit_of(network: Network, options: Mapping[str, Any]) -> int:
    """The unit asked for, by default the first; kept within what there is."""
    return max(0, min(int(options.get("unit", 0)), network.hidden - 1))
