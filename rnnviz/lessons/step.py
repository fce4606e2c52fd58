"""What a step of a lesson is: what stands there, what it does, and what is measured after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from rnnviz.lessons.question import Question

NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Expectation:
    """What must be measured after a step: `what` (see `lessons.measures`) above, below or equal.

    A bound is a number, the name of a reference line, such as "2-gram" or "baseline", or what is
    measured of the same run, or of a contestant, such as "vanilla score".
    """

    what: str
    above: float | str | None = None
    below: float | str | None = None
    equals: bool | str | None = None

    @property
    def wanted(self) -> str:
        """The promise in words."""
        words = []
        if self.above is not None:
            words.append(f"above {_word(self.above)}")
        if self.below is not None:
            words.append(f"below {_word(self.below)}")
        if self.equals is not None:
            words.append(f"equal to {str(self.equals).lower()}")
        return " and ".join(words)


def _word(bound: float | str) -> str:
    return bound if isinstance(bound, str) else f"{bound:g}"


@dataclass(frozen=True)
class Hand:
    """An intervention by its name in `interventions.REGISTRY`, and its number if it has one."""

    name: str
    value: float | None = None


@dataclass(frozen=True)
class Step:
    """One step: what stands there, and what it does, in the order of the fields.

    `changes` are settings of all runs; `restart` begins new networks; `focus` names the contestant
    that panels of one network show from here on, and that is changed by hand; `undo` takes the
    last intervention back and `hand` makes one; `run` trains to this step count, `pause` only
    stops; `choose` says what panels show, by panel and choice (see `views`), and `point` names the
    one to look at, in which the contestant `beside` stands beside the one in focus; `room` names
    the panel with the largest place, where that is another one. `ask` is answered on the screen.
    `text` and the hidden `answer` are Markdown.
    """

    title: str
    text: str = ""
    answer: str = ""
    changes: Mapping[str, object] = field(default_factory=lambda: NONE)
    restart: bool = False
    focus: str = ""
    undo: bool = False
    hand: Hand | None = None
    run: int | None = None
    pause: bool = False
    choose: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: NONE)
    point: str = ""
    beside: str = ""
    room: str = ""
    ask: Question | None = None
    expect: tuple[Expectation, ...] = ()

    @property
    def does(self) -> bool:
        """Whether it does anything to the run, or is there only to be looked at."""
        return self.restart or bool(self.doing)

    @property
    def doing(self) -> str:
        """What the step does, in one line; "" if there is only something to read and look at."""
        from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS  # not at the start: the core
        from rnnviz.lab.setting_words import setting_text

        words = [setting_text(name, value) for name, value in self.changes.items()]
        words += ["start over"] * self.restart
        words += [f"show {self.focus}"] if self.focus else []
        words += ["undo"] * self.undo
        if self.hand:
            words.append(INTERVENTIONS[self.hand.name].words(self.hand.value))
        words += [f"run to step {self.run:,}"] if self.run else []
        return "; ".join(words + ["pause"] * self.pause)
