"""What a lesson is: settings, a text or a task, and steps that do, ask and promise something."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rnnviz.lab.panels import PANELS
from rnnviz.lab.settings import Settings
from rnnviz.lessons.contestants import ALONE, LessonRun
from rnnviz.lessons.layout import Layout, names
from rnnviz.lessons.replay import LessonReplay
from rnnviz.lessons.step import NONE, Step


@dataclass(frozen=True)
class Lesson:
    """A lesson. `settings` are those that differ from the defaults, `runs` its contestants.

    `corpus` is a built-in text's name or the paths of text files that are joined, () where the
    task draws its sequences; `encodings` are the codecs of its files, () if they are to be found.
    `panels` are the views it wants, in rows from left to right (see `layout.Layout`); none: as
    they stand. `intro` is the Markdown before the first step;
    pictures are in `folder` or below.
    """

    name: str
    title: str
    steps: tuple[Step, ...]
    minutes: int = 10
    settings: Mapping[str, object] = field(default_factory=lambda: NONE)
    corpus: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()
    panels: tuple[Layout, ...] = ()
    intro: str = ""
    runs: tuple[LessonRun, ...] = ()
    folder: Path | None = field(default=None, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """What its runs are called: ALONE where it has no contestants."""
        return tuple(run.name for run in self.runs) or (ALONE,)

    def focus_at(self, index: int) -> str:
        """The run that is in focus after the step `index`: the one named last, else the first."""
        named = [step.focus for step in self.steps[: index + 1] if step.focus]
        return named[-1] if named else self.names[0]

    def replay(self, name: str = ALONE) -> LessonReplay:
        """The way of a run through the steps; by hand the run is changed that is in focus."""
        own = next((run.changes for run in self.runs if run.name == name), {})
        return LessonReplay(Settings().change(**{**self.settings, **own}))

    def settings_at(self, index: int, name: str = ALONE) -> Settings:
        """The settings after the step `index` (from 0) has changed them; -1 is before the first.

        They are those of a run, or of the one that is then in focus.
        """
        name = name or self.focus_at(index)
        replay = self.replay(name)
        for place, step in enumerate(self.steps[: index + 1]):
            replay.follow(step, self.focus_at(place) == name)
        return replay.settings

    def room_at(self, index: int) -> str:
        """The panel that has the largest place at a step: the one that it names, or points at.

        Where that is empty by then, or there is none, it is the one of the step before, or else
        the first of the layout that is not empty.
        """
        there = names(self.panels)
        before = (step for step in reversed(self.steps[: index + 1]))
        wanted = [name for step in before for name in (step.room, step.point)]
        usable = (name for name in (*wanted, *there) if name and not self._is_empty(name, index))
        return next(usable, there[0] if there else "")

    def _is_empty(self, panel: str, index: int) -> bool:
        """Whether a panel has nothing to show yet when a step is done."""
        if panel == "attention":
            return not self.settings_at(index, self.focus_at(index)).value("attention")
        trained = any(step.run for step in self.steps[self.begins(index) : index + 1])
        return PANELS[panel].of_steps and not trained

    def begins(self, index: int) -> int:
        """The last step up to `index` that needs nothing of the steps before it.

        That is the first one, or one that starts a new network.
        """
        for place in range(index, 0, -1):
            if self.steps[place].restart or self.renews(place):
                return place
        return 0

    def looks(self, index: int) -> range:
        """The step `index` and those right after it that do nothing: they look at one state."""
        last = index + 1
        while last < len(self.steps) and not self.steps[last].does:
            last += 1
        return range(index, last)

    def renews(self, index: int) -> bool:
        """Whether the changes of this step need a new network."""
        ways = ((self.settings_at(index - 1, name), self.settings_at(index, name))
                for name in self.names)  # fmt: skip
        return any(after.effects(before) != {"now"} for before, after in ways)
