"""What is said of layers that read from the end, of which there are two on every level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.core.architecture import layer_name, reads_from_end
from rnnviz.counts import counted
from rnnviz.lab.setting_words import why_meaningless

if TYPE_CHECKING:
    from typing import Protocol

    from rnnviz.lab.settings import Settings

    class OfLayer(Protocol):
        """What is measured of a layer."""

        @property
        def layer(self) -> int:
            """Its number, counted from 0 as in a file."""

        @property
        def directions(self) -> int:
            """In how many directions every layer of the network reads."""


def row_note(settings: Settings) -> str:
    """Return why a network may not read from the end with these settings, "" where it may."""
    reason = why_meaningless(settings, "bidirectional")
    return f"Not here: {reason}." if reason else ""


ONLY_LAST = (
    "This layer reads from the end: of its states the last loss reads only that of the last step."
)
GOES_AHEAD = "This layer reads from the end, so its earlier states are those ahead in time."
LEFT_IS_LATER = "This layer reads from the end: what lies left of a step is later in time."
BEFORE_IS_LATER = "This layer reads from the end: the step before is the one after it in time."


def name_of(found: OfLayer) -> str:
    """Return what the layer is called: "layer 2", or "layer 1 backward"."""
    return layer_name(found.layer, found.directions)


def is_backward(found: OfLayer) -> bool:
    """Return whether the layer reads from the end."""
    return reads_from_end(found.layer, found.directions)


def distance(loss: int, step: int, unit: str = "step") -> str:
    """Return how far a step lies from a loss: "3 steps back", or "3 steps ahead" of it."""
    return f"{counted(abs(loss - step), unit)} {'ahead' if step > loss else 'back'}"
