"""What a lesson is: settings, a text or a task, and steps that do, ask and promise something."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from rnnviz.lab.settings import Settings
from rnnviz.lessons.layout import Layout
from rnnviz.lessons.replay import LessonReplay

NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Expectation:
    """What must be measured after a step: `what` (see `lesson_measures`) above, below or equal.

    A bound is a number or the name of a reference line, such as "2-gram" or "baseline".
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

    `changes` are settings; `restart` begins a new network; `undo` takes the last intervention
    back and `hand` makes one; `run` trains to this step count, `pause` only stops; `choose` says
    what panels show, by panel and choice (see `views`), and `point` names the one to look at.
    `text` and the hidden `answer` are Markdown.
    """

    title: str
    text: str = ""
    answer: str = ""
    changes: Mapping[str, object] = field(default_factory=lambda: NONE)
    restart: bool = False
    undo: bool = False
    hand: Hand | None = None
    run: int | None = None
    pause: bool = False
    choose: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: NONE)
    point: str = ""
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
        words += ["start over"] * self.restart + ["undo"] * self.undo
        if self.hand:
            words.append(INTERVENTIONS[self.hand.name].words(self.hand.value))
        words += [f"run to step {self.run:,}"] if self.run else []
        return "; ".join(words + ["pause"] * self.pause)


@dataclass(frozen=True)
class Lesson:
    """A lesson. `settings` are those that differ from the defaults.

    `corpus` is a built-in text's name or the paths of text files that are joined, () where the
    task draws its sequences. `panels` are the views it wants, in rows from left to right (see
    `layout.Layout`); none: as they stand. `intro` is the Markdown before the first step.
    """

    name: str
    title: str
    steps: tuple[Step, ...]
    minutes: int = 10
    settings: Mapping[str, object] = field(default_factory=lambda: NONE)
    corpus: tuple[str, ...] = ()
    panels: tuple[Layout, ...] = ()
    intro: str = ""

    def settings_at(self, index: int) -> Settings:
        """The settings after the step `index` (from 0) has changed them; -1 is before the first."""
        replay = LessonReplay(Settings().change(**self.settings))
        for step in self.steps[: index + 1]:
            replay.follow(step)
        return replay.settings

    def begins(self, index: int) -> int:
        """The last step up to `index` that needs nothing of the steps before it.

        That is the first one, or one that starts a new network.
        """
        for place in range(index, 0, -1):
            if self.steps[place].restart or self.renews(place):
                return place
        return 0

    def renews(self, index: int) -> bool:
        """Whether the changes of this step need a new network."""
        before, after = self.settings_at(index - 1), self.settings_at(index)
        return after.effects(before) != {"now"}
