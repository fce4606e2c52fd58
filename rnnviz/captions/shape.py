"""The shape of a task in words: at which steps something goes in and comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.tasks.shape import Shape

ALL_GIVEN = "Before it is judged, the whole sequence is there."
FUTURE_HIDDEN = "The next input is what is asked for, so a network may only look back."


def caption(shape: Shape) -> str:
    """Return the name of a shape, as a sentence begins."""
    return shape.name[:1].upper() + shape.name[1:]


def tooltip(shape: Shape, sees_future: bool) -> str:
    """Return what the shape means, and whether a network may see what comes later."""
    return f"{shape.words} {ALL_GIVEN if sees_future else FUTURE_HIDDEN}"


def accessible_text(shape: Shape) -> str:
    """Return what the picture of a shape shows."""
    steps = len(shape.reads)
    return (
        f"{steps} steps, each with a hidden state that goes on to the next. Inputs at "
        f"{_places(shape.reads)}, outputs at {_places(shape.answers)}."
    )


def _places(steps: tuple[bool, ...]) -> str:
    """Return at which of the steps something is, as one run of them."""
    first, last = steps.index(True) + 1, len(steps) - steps[::-1].index(True)
    if (first, last) == (1, len(steps)):
        return "all of them"
    return f"step {first}" if first == last else f"steps {first} to {last}"
