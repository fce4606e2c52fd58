"""Plays the steps of a lesson on a session: what the button "Do it" does."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.session.notice import Notice
from rnnviz.session.session import Session
from rnnviz.tasks.text_task import TextTask

if TYPE_CHECKING:
    from rnnviz.lessons.contestants import Field
    from rnnviz.lessons.lesson import Lesson
    from rnnviz.lessons.step import Step
    from rnnviz.lessons.words import Values

ENDS = ("paused", "finished", "diverged", "failed")
DIVERGED = "The training has diverged; a step that starts over makes a new network."
LINES = -1
"""Stands in the place of a step where what is asked for are the lines of all steps."""
Act = Callable[[], bool]
"""Does something at once and returns True, or begins what a state of the session will end."""


class LessonPlayer(QObject):
    """Does one step after the other, waiting for what takes time; nothing blocks.

    A step that comes out of turn is preceded by the steps that it needs, from the last one on
    that begins with a new network. `changed` tells that `playing`, `done`, `goal` or `found` is
    another.
    """

    changed = Signal()
    stopped = Signal(str)
    """Emitted with a sentence when a step could not be done, "" if the session has told why."""
    replacing = Signal()
    """Emitted before a network with unsaved steps is replaced."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.lesson: Lesson | None = None
        self.done = -1
        """The last step done, -1 before the first."""
        self.playing = False
        self.opening = False
        """Whether all that is played is the opening; a step that is to be done follows on it."""
        self.goal = 0
        """The step count that is being trained to, 0 while nothing is trained."""
        self.found: dict[int, Values] = {}
        """What the words of the steps want measured, taken when they were done."""
        self.lines: Sequence[Values] = ()
        """For every step the lines to compare with, which no training changes."""
        self._acts: deque[Act] = deque()
        self._awaited: tuple[str, ...] = ()
        self._running = self._by_hand = False
        self._measured: tuple[int, Callable[[Field], Any]] | None = None
        """The step whose words wait for their numbers, or LINES, and what was asked for them."""
        session.state_changed.connect(self._on_state)
        session.changed_by_hand.connect(self._on_changed_by_hand)
        session.notice.connect(self._on_notice)
        session.lesson_runs.found.connect(self._on_found)
        session.lesson_runs.left.connect(self._on_left)

    def open(self, lesson: Lesson) -> None:
        """Begin the network of a lesson; that does its first step if this asks for no more."""
        self._end()
        self.lesson, self.done = lesson, -1
        self._forget()
        pause, begin, focus, *more = self._acts_of(lesson, 0)
        lines = partial(self._ask_for_lines, lesson)
        self.opening = True
        self._play([pause, begin, focus, lines, *(more if len(more) == 1 else ())])

    def close(self) -> None:
        """Leave off, and bring back the run that was there before."""
        if self.lesson is None:
            return
        self.stop()
        self.lesson, self.done = None, -1
        self._forget()
        self._session.lesson_runs.go_back()

    def _forget(self) -> None:
        """Forget what was measured for the words."""
        self.found, self.lines = {}, ()

    def do(self, index: int) -> None:
        """Do the step `index` (from 0), and before it those that it needs and that are not done."""
        lesson = self.lesson
        if lesson is None or (self.playing and not self.opening):
            return
        self.opening = False
        steps = range(self.first(index), index + 1)
        self._play([act for number in steps for act in self._acts_of(lesson, number)])

    def _play(self, acts: Iterable[Act]) -> None:
        self._acts.extend(acts)
        self.playing = True
        self.changed.emit()
        self._go_on()

    def first(self, index: int) -> int:
        """The step that doing `index` begins with: itself where all before it is done."""
        if self.lesson is None or (self._reached(index - 1) and index > 0):
            return index
        return self.lesson.begins(index)

    def look(self, index: int) -> None:
        """Count a step that does nothing as done when it is come to in its turn."""
        if not self.playing and self.done < index and self._reached(index):
            self.done = index
            self.changed.emit()

    def _reached(self, index: int) -> bool:
        """Whether all up to `index` is done; what does nothing needs no doing."""
        steps = self.lesson.steps[self.done + 1 : index + 1] if self.lesson else ()
        return 0 <= self.done <= index and not any(step.does for step in steps)

    def stop(self) -> None:
        """Leave off; the training pauses where it is."""
        if self.playing:
            self._end()
            self._session.pause()

    def _acts_of(self, lesson: Lesson, number: int) -> list[Act]:
        step = lesson.steps[number]
        acts: list[Act] = [self._pause]
        if lesson.begins(number) == number:
            acts.append(partial(self._begin, lesson, number))
        elif step.changes:
            acts.append(partial(self._change, step))
        acts.append(partial(self._focus, lesson.focus_at(number)))
        if step.undo:
            acts.append(partial(self._do_by_hand, self._session.undo))
        if step.hand:
            hand = partial(self._session.intervene, step.hand.name, step.hand.value)
            acts.append(partial(self._do_by_hand, hand))
        if step.run:
            acts.append(partial(self._run, step.run))
        return [*acts, partial(self._finish, lesson, number)]

    def _pause(self) -> bool:
        if self._session.state != "running":
            return True
        self._awaited = ENDS
        self._session.pause()
        return False

    def _begin(self, lesson: Lesson, number: int) -> bool:
        if self._session.unsaved:
            self.replacing.emit()
        self.done = min(self.done, number - 1)
        self.found = {place: values for place, values in self.found.items() if place < number}
        from rnnviz.lessons.check import source_of

        self._awaited = ("ready",)
        named = {name: lesson.settings_at(number, name) for name in lesson.names}
        self._session.lesson_runs.begin(named, source_of(lesson))
        return False

    def _change(self, step: Step) -> bool:
        self._session.lesson_runs.change(step.changes)
        return True

    def _focus(self, name: str) -> bool:
        self._awaited = ("ready", *ENDS)
        if self._session.lesson_runs.focus(name):
            return False
        self._awaited = ()
        return True

    def _do_by_hand(self, ask: Callable[[], None]) -> bool:
        self._by_hand = True
        ask()
        return False

    def _run(self, steps: int) -> bool:
        if self._session.state == "diverged":
            self._end()
            self.stopped.emit(DIVERGED)
            return False
        self.goal, self._awaited = steps, ("running", "paused")
        self._session.run(steps)
        self.changed.emit()
        return False

    def _finish(self, lesson: Lesson, number: int) -> bool:
        self.done = number
        if self._session.settings.task == TextTask.name and self._session.state != "diverged":
            self._session.sample_now()
        from rnnviz.lessons.fillings import find, wanted_by

        lines = self.lines[number] if number < len(self.lines) else {}
        names = [name for name in wanted_by(lesson, number) if name not in lines]
        self._ask(number, partial(find, names))
        return False

    def _ask_for_lines(self, lesson: Lesson) -> bool:
        from rnnviz.lessons.fillings import lines

        self._ask(LINES, partial(lines, lesson))
        return False

    def _ask(self, number: int, question: Callable[[Field], Any]) -> None:
        self._measured = number, question
        self._session.lesson_runs.ask(question)

    @Slot(object, object)
    def _on_found(self, question: Any, values: Any) -> None:
        """Give the numbers to the step, and to those after it that do nothing."""
        if self._measured is None or self._measured[1] is not question or self.lesson is None:
            return  # of what was left off
        number, self._measured = self._measured[0], None
        if number == LINES:
            self.lines = values or ()
        else:
            for place in self.lesson.looks(number):
                self.found[place] = values or {}
        self.changed.emit()
        self._go_on()

    def _go_on(self) -> None:
        self._awaited = ()
        while self._acts:
            if not self._acts.popleft()():
                return
        if self.playing:
            self._end()

    def _end(self) -> None:
        self._acts.clear()
        self._awaited, self.goal = (), 0
        self._running = self._by_hand = self.playing = self.opening = False
        self._measured = None
        self.changed.emit()

    @Slot(str)
    def _on_state(self, state: str) -> None:
        if state == "ready" and not self.playing and self.done >= 0:
            self.done = -1  # somebody else has made a new network
            self.found = {}
            self.changed.emit()
        if state not in self._awaited:
            return
        running, self._running = self._running, state == "running"
        if self._running:
            self._awaited = ENDS
        elif state == "failed" or (running and state == "paused" and not self._trained()):
            self._end()  # a mistake, or somebody who wants to look: the rest does not come
        else:
            self.goal = 0
            self._go_on()

    @Slot()
    def _on_left(self) -> None:
        """Somebody looks at another run: no step is done to that one."""
        self.done, self.found = -1, {}
        self._end()

    def _trained(self) -> bool:
        newest = self._session.snapshot()
        return newest is not None and newest.reached >= self.goal

    @Slot()
    def _on_changed_by_hand(self) -> None:
        if self._by_hand:
            self._by_hand = False
            self._go_on()

    @Slot(object)
    def _on_notice(self, notice: Notice) -> None:
        if self.playing and notice.kind == "error":
            self._end()
            self.stopped.emit("")
