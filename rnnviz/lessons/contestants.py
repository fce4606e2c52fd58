"""The runs of a lesson that has several: their names, and which of them a measure is of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal

ALONE = ""
"""The name of the one run of a lesson that has no contestants."""


@dataclass(frozen=True)
class LessonRun:
    """A contestant: the name that measures begin with, and the settings in which it differs."""

    name: str
    changes: Mapping[str, object]


def parted(what: str, names: Sequence[str]) -> tuple[str, str]:
    """The run that "lstm score" is of, and the measure; ALONE where it names none of these."""
    first, _, rest = what.partition(" ")
    return (first, rest.strip()) if rest and first in names else (ALONE, what)


@dataclass(frozen=True)
class Field:
    """The trainers of a lesson's runs by their names, and which run is in focus.

    What names no run is measured in that one.
    """

    trainers: Mapping[str, Trainer]
    focus: str = ALONE

    @classmethod
    def of(cls, trainers: "Field | Trainer") -> "Field":
        """A trainer that is alone as the field that it is; others as they are."""
        return trainers if isinstance(trainers, Field) else cls({ALONE: trainers})

    @property
    def trainer(self) -> Trainer:
        """That of the run in focus."""
        return self.trainers[self.focus]

    def named(self, what: str) -> tuple[Trainer, str]:
        """The trainer in which something is measured, and the name of that without the run's."""
        name, measure = parted(what, tuple(self.trainers))
        found = self.trainers.get(name or self.focus)
        if found is None:
            raise Refusal(f"The run {name or self.focus} is not there any more.")
        return found, measure
