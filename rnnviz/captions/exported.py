"""Says what was exported or imported, and what to do with it."""

from __future__ import annotations

import math
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.lab.settings import Settings
    from rnnviz.tasks.material import Material

ALIKE = {
    "vanilla": "Shapes do not tell what squashes the state: {activation} is taken; --activation "
    "names another.",
    "lstm": "LSTM and sLSTM have the same shapes: LSTM is taken; --cell slstm names the other.",
}
"""What names and shapes leave open, and how it was taken."""

SURELY_WORSE = 1.1
"""How many times the loss of knowing nothing a network loses that was not just drawn."""


def exported_caption(weights: Path, module: Path) -> str:
    """Where the two files are, and how the network is run."""
    files = f"{weights.name} and {module.name}"
    return f"Exported: {files} in {module.parent}. There, with PyTorch: python {module.name}"


def imported_caption(settings: Settings, inputs: int, path: Path, material: Material | None) -> str:
    """What the weights were found to be, and what the run goes on with."""
    size = f"{counted(settings.hidden, 'unit')} in {counted(settings.layers, 'layer')}"
    what = "symbol" if settings.task == "text" else "input"
    goes_on = f", which goes on with {material.name}" if material is not None else ""
    return (
        f"Read: {CELLS[settings.cell].label}, {size}, {counted(inputs, what)}. "
        f"Written: {path}{goes_on}."
    )


def suspicious_caption(nats: float, symbols: int, name: str) -> str:
    """What to say of a network that loses more on its text than one that knows nothing; else ""."""
    guessing = math.log(symbols)
    if nats <= SURELY_WORSE * guessing:
        return ""
    return (
        f"On {name} the network loses {nats:.2f} nats per character, more than knowing nothing "
        f"would ({guessing:.2f}): the symbols may be in another order than its codes, or the cell "
        "another one."
    )


def taken_as_caption(settings: Settings, named: Collection[str]) -> str:
    """What the shapes of the weights left open; "" where it was `named`, or nothing is."""
    if "cell" in named or (settings.cell == "vanilla" and "activation" in named):
        return ""
    values = {"activation": settings.options_of("cell").get("activation", "")}
    return ALIKE.get(settings.cell, "").format(**values)
