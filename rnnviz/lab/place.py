"""A place that can be looked into: a unit, at a step of what the network reads."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """What somebody pointed at in one view, for another view to show from within.

    `step` counts from 0 the symbols of the `phrase` or, where that is "", the steps of the last
    window's first sequence; None stands for the last one. `unit` and `layer` count from 0, None
    for whichever is shown. `loss` is the step whose loss is taken back, None where nothing is
    taken back. `moment` is the training step at which the network is looked at, None for now.
    """

    step: int | None = None
    unit: int | None = None
    layer: int | None = None
    phrase: str = ""
    loss: int | None = None
    moment: int | None = None
