"""One character through the cell in words: numbers on wires, the readout, what is to be seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rnnviz.captions import cell_step, way_back
from rnnviz.captions.directions import LEFT_IS_LATER
from rnnviz.captions.invisible_characters import sign
from rnnviz.captions.number_format import number, signed_number
from rnnviz.captions.wordings import Worded
from rnnviz.core.cells import REGISTRY as CELLS

if TYPE_CHECKING:
    from rnnviz.probes.cell_walk import CellWalk

MOST_NUMBERS = 4
"""So many numbers that come in are written."""
FORWARD_LEGEND = (
    "A strip holds all units, blue below zero and ochre above: from −1 to 1, sums and memory from"
)
CLICK = "A click on the factor shows the step Jacobian that made it."
WINDOW = "It is read in the last window."
BACK_LEGEND = (
    "A wire is as wide as the gradient on it is large, by powers of ten; the strips go from"
)
Words = tuple[str, str, str, str, str]


class Likely(Protocol):
    """A symbol that may come next."""

    @property
    def is_true(self) -> bool:
        """Whether it did."""

    @property
    def share(self) -> float:
        """How likely it is."""


def wire_number(value: float, fits: Callable[[str], bool]) -> str:
    """Return a unit's number on a wire with as many digits as fit, "" where none do."""
    if not math.isfinite(value):
        text = "NaN" if math.isnan(value) else ("∞" if value > 0 else "−∞")
        return text if fits(text) else ""
    texts = [signed_number(value, digits) for digits in (3, 2, 1)]
    texts += [text.replace("0.", ".", 1) for text in texts]
    return next((text for text in texts if fits(text)), "")


def share_label(share: float) -> str:
    """Return a probability as it stands behind its bar."""
    if not math.isfinite(share):
        return "NaN"
    if 0 < share < 0.0005:
        return "0.000"
    return f"{share:.3f}" if share < 0.0995 else f"{share:.2f}"


def loss_labels(loss: float, answers: Sequence[Likely]) -> tuple[str, ...]:
    """Return what stands at the bar of the loss: how it is made, and the same shorter.

    A network that answers with numbers has no `answers`, and its loss is no logarithm.
    """
    if not answers:
        return (f"squared error {signed_number(loss)}", signed_number(loss))
    short = f"loss {signed_number(loss)} nats"
    true = next((one for one in answers if one.is_true), None)
    bare = signed_number(loss)
    if true is None:
        return short, bare
    return f"loss = −ln {share_label(true.share)} = {bare} nats", short, bare


def input_label(walk: CellWalk, step: int) -> str:
    """Return the symbol that comes in at a step, "" where numbers or a layer below do."""
    if walk.level > 0 or walk.inputs.ndim != 1:
        return ""
    return sign(walk.symbols[step]) if walk.written else str(int(walk.inputs[step]))


def input_numbers(walk: CellWalk, step: int) -> str:
    """Return the few numbers that come in at a step, "" where a symbol or a layer below does."""
    if walk.level > 0 or walk.inputs.ndim == 1 or walk.inputs.shape[1] > MOST_NUMBERS:
        return ""
    return ", ".join(signed_number(float(value), 2) for value in walk.inputs[step])


def answer_label(walk: CellWalk, code: int) -> str:
    """Return what stands at the bar of a symbol."""
    return sign(walk.alphabet[code]) if code < len(walk.alphabet) else str(code)


def readout_words(walk: CellWalk) -> Words:
    """Return the titles over the bars, how these come from h, the same shorter, and its size."""
    output = CELLS[walk.cell].output
    width = walk.hidden * walk.directions * (2 if walk.connections.attention else 1)
    size = f"{walk.outputs.shape[1]} × {width}"
    above = walk.layers - 1 - walk.level
    if above:
        way = f"through layer {walk.level + 2}" if above == 1 else f"through {above} layers"
        matrix, short = f"{way}, then W_hy", way
    else:
        read = output
        if walk.directions > 1:
            read = f"[forward; {output}]" if walk.from_end else f"[{output}; backward]"
        read = f"({read} + x)" if walk.connections.skip and walk.level else read
        if walk.connections.attention:
            read = f"[{read}; context]"
        matrix, short = f"softmax(W_hy {read} + b_y)", "W_hy"
    if walk.loss_kind != "cross_entropy":
        return (
            "output",
            "d loss / d output",
            matrix.replace("softmax(", "").replace(")", ""),
            short,
            size,
        )
    title = (
        "next character, the true one framed"
        if walk.thing == "character"
        else "answer, the true one framed"
    )
    return title, "d loss / d logit: p − y", matrix, short, size


def elsewhere_words(walk: CellWalk, step: int) -> tuple[str, ...]:
    """Return where the loss is that is taken back, if not here: at length, and shorter."""
    if walk.loss_step < 0:
        return ("There is no loss.", "no loss")
    away = walk.loss_step - step
    if away == 0:
        return ()
    loss = f"loss at {walk.thing} {walk.number(walk.loss_step)}"
    if step > walk.last:
        lies = "after" if walk.from_end else "before"
        return (f"The {loss} lies {lies} this: nothing flows back here.", "behind the loss")
    on = "earlier" if walk.number(walk.loss_step) < walk.number(step) else "on"
    far = f"{abs(away)} {'step' if abs(away) == 1 else 'steps'} {on}"
    return (f"The gradient comes from the {loss}, {far}.", f"loss {far}", far)


def slope_label(slope: float) -> str:
    """Return d loss / d logit as it stands behind its bar."""
    if not math.isfinite(slope):
        return "NaN"
    return ("−" if slope < 0 else "+") + f"{abs(slope):.2f}"


def number_rows(walk: CellWalk, step: int) -> tuple[tuple[str, str], ...]:
    """Return what a network that answers with numbers says at a step, and what was wanted."""
    if walk.loss_kind == "cross_entropy":
        return ()
    rows = []
    wanted = np.atleast_2d(walk.targets)[step] if walk.targets.ndim == 2 else []
    for place, value in enumerate(walk.outputs[step - walk.first]):
        name = "output" if len(walk.outputs[0]) == 1 else f"output {place + 1}"
        rows.append((name, signed_number(float(value))))
        if place < len(wanted) and math.isfinite(wanted[place]):
            rows.append(("wanted", signed_number(float(wanted[place]))))
    return tuple(rows)


def product_label(factors: Sequence[float]) -> str:
    """Return what all factors make together."""
    return f" = {number(math.prod(factors))}" if factors else ""


def short_loss(loss: float, answers: Sequence[Likely]) -> str:
    """Return a loss above a small picture, with the true answer's symbol."""
    true = next((one for one in answers if one.is_true), None)
    if not answers:
        return signed_number(loss, 2)
    symbol = f"{getattr(true, 'symbol', '')} " if true is not None else ""
    return f"{symbol}{loss:.2f} nats" if loss < 1e4 else f"{symbol}{number(loss)} nats"


def words_of(walk: CellWalk, step: int, scale: float) -> str:
    """Return what the picture of a step shows, on colour scales that end at `scale`."""
    of_window = f" {WINDOW}" if not walk.phrase and walk.thing == "character" else ""
    of_window += f" {LEFT_IS_LATER}" if walk.from_end else ""
    if not walk.back:
        said, legend = cell_step.caption(walk, step), FORWARD_LEGEND
    elif walk.loss_step < 0:
        return way_back.NO_LOSS
    else:
        said, legend = way_back.factor_caption(walk, step), BACK_LEGEND
        said = said.replace(way_back.CLICK, CLICK)
    where = cell_step.place(walk, step).capitalize()
    short = () if walk.back else (f"{where}: {cell_step.loss_text(walk, step)}",)
    return Worded(f"{said}{of_window} {legend} {_ends(scale)}.", *short, where)


def wire_words(walk: CellWalk, step: int, wire: str, unit: int | None) -> str:
    """Return what a wire carries at a step: one unit's number, and how far those of all go."""
    given = walk.gradients if walk.back else walk.values
    values = given[wire][step - walk.first]
    name = f"d loss / d ({wire})" if walk.back else wire
    known = values[np.isfinite(values)]
    if not known.size:
        return f"{name}: none of its values is a finite number."
    one = ""
    if unit is not None and unit < values.size == walk.hidden:
        one = f"unit {unit} has {signed_number(float(values[unit]))}; "
    low, high, mean = (signed_number(float(f(known))) for f in (np.min, np.max, np.mean))
    return f"{name}: {one}all {values.size} values lie between {low} and {high}, mean {mean}."


def _ends(scale: float) -> str:
    return f"−{number(scale)} to {number(scale)}"


LONGEST = (
    "Character 888 of 888: the network reads “M”. Likeliest next is “M” with 88 %; the true one is "
    f"“M” with 0.0008 %: loss 8.88 nats. {FORWARD_LEGEND} −8.8 to 8.8."
)
"""The words that need most room."""
