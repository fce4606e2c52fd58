"""The live views, in the order of their docks. A new one is a file here and an entry below.

A panel's file is read when the panel is first seen: the window starts with four of them. So
nothing here brings in Qt, and `rnnviz list panels` does not either.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.gui.panels.base import Panel


@dataclass(frozen=True)
class Kind:
    """What is known of a panel before it is there.

    `name` is that of its file, for the command line and for saved layouts; `title` and `tooltip`
    are for people. One that belongs to another stands in a tab `behind` it at first; `of_run`
    says whether it shows something of the training.
    """

    name: str
    title: str
    tooltip: str
    behind: str = ""
    of_run: bool = True

    def load(self) -> type[Panel]:
        """Return the panel's class: `HiddenUnitsPanel` for hidden_units, and so on."""
        words = "".join(word.capitalize() for word in self.name.split("_"))
        kind: type[Panel] = getattr(import_module(f"{__name__}.{self.name}"), f"{words}Panel")
        return kind


REGISTRY: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "loss",
            "Loss",
            "How far the network's answers are from what is wanted; lower is better",
        ),
        Kind("samples", "Samples", "What the network writes while it learns, from noise to words"),
        Kind(
            "hidden_units",
            "Hidden units",
            "What every hidden unit does while the network reads a phrase",
        ),
        Kind(
            "gradient_flow",
            "Gradients",
            "How much of the gradient is left, the further back in time it is taken",
        ),
        Kind(
            "triangle",
            "Gradient triangle",
            "How strongly every loss reaches back to every step before it",
        ),
        Kind(
            "decay",
            "Decay",
            "How fast the gradient fades with the distance, and how training changes that",
        ),
        Kind(
            "spectrum",
            "Spectrum",
            "Eigenvalues of W_hh and of the steps, and how fast gradients really fade or grow",
        ),
        Kind(
            "saturation",
            "Saturation",
            "How often units and gates stand at their ends, where gradients hardly pass",
        ),
        Kind(
            "clipping",
            "Clipping",
            "How large gradients are before clipping, and how large the updates after it",
        ),
        Kind(
            "task",
            "Task",
            "How well a task is solved: its score, and what goes in, is wanted and comes out",
            behind="samples",
        ),
        Kind(
            "simulator",
            "Simulator",
            "What is left of a gradient after d steps, without a network: play with w and φ′",
            of_run=False,
        ),
    )
}
