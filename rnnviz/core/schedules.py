"""How the learning rate changes over a run: a share of it for every step."""

import math
from abc import ABC, abstractmethod
from typing import ClassVar


class Schedule(ABC):
    """A course of the learning rate; a subclass writes only its decay."""

    name: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str]

    def factor(self, step: int, length: int, warmup: int = 0, final: float = 0.05) -> float:
        """The share of the learning rate at `step`, in [0, 1].

        step < warmup:            (step + 1) / (warmup + 1)
        warmup <= step < length:  decay((step - warmup) / (length - warmup))
        step >= length:           decay(1)

        Steps count from 0. `length` is a setting of its own, not the number of steps of a run,
        so a run that is extended continues the same curve. `final` is the share that is left
        at the end. A warm-up as long as the length leaves the decay no room: its end follows.
        """
        if step < warmup:
            return (step + 1) / (warmup + 1)
        if step >= length:
            return self._decay(1.0, final)
        return self._decay((step - warmup) / (length - warmup), final)

    @abstractmethod
    def _decay(self, progress: float, final: float) -> float:
        """The share at `progress` in [0, 1] of the way: 1 at 0."""


class Constant(Schedule):
    """The whole learning rate to the end; `final` does not count."""

    name = "constant"
    label = "Constant"
    hint = "Keeps the learning rate; good for watching what one rate does."

    def _decay(self, progress: float, final: float) -> float:
        return 1.0


class Exponential(Schedule):
    """final^progress: the same percentage less with every step."""

    name = "exponential"
    label = "Exponential decay"
    hint = "Takes the same percentage off at every step; good when most is learned early."

    def _decay(self, progress: float, final: float) -> float:
        return float(final**progress)


class Cosine(Schedule):
    """final + (1 - final) (1 + cos(pi progress)) / 2 (Loshchilov, Hutter 2017, equation 5)."""

    name = "cosine"
    label = "Cosine"
    hint = "Stays high, falls in the middle, lands softly; good when the length is known."

    def _decay(self, progress: float, final: float) -> float:
        return final + (1.0 - final) * (1.0 + math.cos(math.pi * progress)) / 2.0


REGISTRY: dict[str, type[Schedule]] = {
    schedule.name: schedule for schedule in (Constant, Exponential, Cosine)
}
