"""The numbers behind a cell's picture: every wire's, unit by unit, and what came out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.cell_walk import answer_label
from rnnviz.captions.invisible_characters import sign
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from rnnviz.gui.plotting.cell_diagram.frame import Frame
    from rnnviz.probes.cell_walk import CellWalk

Row = tuple[str, int | str | None, float | None, float | None]
"""A wire, a unit or a symbol, a value, and a gradient."""
NAMES = "step", "reads", "wire", "unit or symbol", "value"
P, LOGIT, OUTPUT, WANTED, LOSS = "p", "logit", "output", "wanted", "loss"
"""What is no wire of the cell."""


def data_of(frames: Sequence[Frame]) -> ShownData:
    """Return a row for each number of each step; on the way back the gradients beside them."""
    found = [(frame.walk, frame.step) for frame in frames if frame.walk is not None]
    rows = [
        (walk.number(step), sign(walk.symbols[step]), *row)
        for walk, step in found
        for row in _rows(walk, step)
    ]
    if not rows:
        return ShownData(())
    loss = {walk.number(walk.loss_step) for walk, _ in found if walk.back and walk.loss_step >= 0}
    gradient = f"d loss of step {min(loss)} / d value" if loss else "d loss / d value"
    names = (*NAMES, gradient) if any(walk.back for walk, _ in found) else NAMES
    return ShownData(tuple(zip(names, zip(*rows, strict=True), strict=False)))


def _rows(walk: CellWalk, step: int) -> Iterator[Row]:
    place = step - walk.first
    for wire, values in walk.values.items():
        gradients = walk.gradients[wire][place].tolist() if wire in walk.gradients else ()
        yield from _of_wire(wire, values[place].tolist(), gradients)
    said = walk.outputs[place].tolist()
    slopes = walk.dlogits.tolist() if walk.back and step == walk.loss_step else ()
    if walk.loss_kind == "cross_entropy":
        symbols = [answer_label(walk, code) for code in range(len(said))]
        yield from ((P, symbol, p, None) for symbol, p in zip(symbols, said, strict=True))
        yield from ((LOGIT, one, None, slope) for one, slope in zip(symbols, slopes, strict=False))
        is_asked = walk.targets[step] >= 0
    else:
        yield from _of_wire(OUTPUT, said, slopes)
        is_asked = bool(np.isfinite(walk.targets[step]).any())
        yield from _of_wire(WANTED, walk.targets[step].tolist() if is_asked else (), ())
    if is_asked:
        yield LOSS, None, float(walk.losses[step]), None


def _of_wire(wire: str, values: Iterable[float], gradients: Sequence[float]) -> Iterator[Row]:
    for unit, value in enumerate(values):
        yield wire, unit, value, gradients[unit] if gradients else None
