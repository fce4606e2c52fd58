"""One step of a walk through the cell in words: what it reads, what comes out, what was true."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.invisible_characters import accessible_text
from rnnviz.captions.number_format import fixed, number, percentage, signed_number
from rnnviz.core.architecture import layer_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rnnviz.probes.cell_walk import CellWalk

MOST = 3
"""So many numbers of a step are written out."""
HUNDREDTH = 0.095
"""From here on a loss has two decimals; a smaller one has two digits."""


def caption(walk: CellWalk, step: int) -> str:
    """Return what one of the steps shown reads, what the network says then, and its loss."""
    outputs = walk.outputs[step - walk.first]
    if not np.isfinite(outputs).all():
        said = no_longer_finite("The outputs")
    elif walk.loss_kind == "cross_entropy":
        said = _of_symbols(walk, step)
    else:
        said = _of_numbers(walk, step)
    return f"{place(walk, step).capitalize()}: {_read(walk, step)}. {said}{held_text(walk)}"


def held_text(walk: CellWalk) -> str:
    """Return which units are silenced, as one more sentence; "" if none are."""
    if walk.held is None:
        return ""
    named = [str(unit) for unit in walk.held.units[:MOST]]
    more = len(walk.held.units) - len(named)
    last = f"{more:,} more" if more else named.pop()
    units = f"units {', '.join(named)} and {last}" if named else f"unit {last}"
    where = f" of {layer_name(walk.held.layer, walk.directions)}"
    where = where if walk.layers * walk.directions > 1 else ""
    return f" Silenced: what reads {units}{where} reads a constant."


def place(walk: CellWalk, step: int) -> str:
    """Return which step it is: "character 3 of 15"."""
    order = ", read from the end" if walk.from_end else ""
    return f"{walk.thing} {walk.number(step):,} of {len(walk.symbols):,}{order}"


def loss_text(walk: CellWalk, step: int) -> str:
    """Return a step's loss: "2.50 nats", or "squared error 0.031"."""
    loss = float(walk.losses[step])
    if walk.loss_kind == "cross_entropy" and loss >= HUNDREDTH:
        return f"{fixed(loss, 2)} nats"
    size = number(loss) if loss > 0 else signed_number(loss)
    return f"{size} nats" if walk.loss_kind == "cross_entropy" else f"squared error {size}"


def answer(walk: CellWalk, code: int) -> str:
    """Return one of the network's answers as a sentence can name it."""
    return accessible_text(walk.alphabet[code]) if walk.thing == "character" else str(code)


def _read(walk: CellWalk, step: int) -> str:
    """Return what is read at a step, and through which layers it comes."""
    if walk.written:
        what = accessible_text(walk.symbols[step])
    elif walk.inputs.ndim == 1:
        what = str(int(walk.inputs[step]))
    else:
        what = _joined(walk.inputs[step])
    both = " in both directions" if walk.directions > 1 else ""
    through = f", and this layer h of layer {walk.level}{both}" if walk.level else ""
    return f"the network reads {what}{through}"


def _joined(values: Iterable[float]) -> str:
    """Return a few numbers, or how many there are."""
    written = [signed_number(float(value)) for value in values]
    if len(written) > MOST:
        return f"{len(written)} numbers"
    return " and ".join((", ".join(written[:-1]), written[-1]) if written[1:] else written)


def _of_symbols(walk: CellWalk, step: int) -> str:
    p, target = walk.outputs[step - walk.first], int(walk.targets[step])
    likeliest = int(p.argmax())
    first = f"{answer(walk, likeliest)} with {percentage(float(p[likeliest]))}"
    next_one = "next " if walk.thing == "character" else ""
    if target < 0:
        why = "what follows is not known" if walk.phrase else "no answer is asked for here"
        return f"Likeliest {next_one}is {first}; {why}."
    loss = loss_text(walk, step)
    if target == likeliest:
        return f"Likeliest {next_one}is {first}, and that is true: loss {loss}."
    true = f"{answer(walk, target)} with {_share(float(p[target]))}"
    return f"Likeliest {next_one}is {first}; the true one is {true}: loss {loss}."


def _share(p: float) -> str:
    return percentage(p) if p > 0 else "0 %"


def _of_numbers(walk: CellWalk, step: int) -> str:
    out = _joined(walk.outputs[step - walk.first])
    if math.isnan(float(walk.losses[step])):
        return f"Out comes {out}; no answer is asked for here."
    return f"Out comes {out}, wanted {_joined(walk.targets[step])}: {loss_text(walk, step)}."
