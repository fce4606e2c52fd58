"""A lesson beside the panels: one step at a time, its question, its button, its hidden answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.controls.lesson_answers import LessonAnswers
from rnnviz.gui.controls.lesson_progress import LessonProgress
from rnnviz.gui.controls.lesson_text import LessonText
from rnnviz.gui.controls.lesson_words import ANSWER, doing, hint_of_doing, known_at, markdown
from rnnviz.gui.controls.step_choice import StepChoice, arrow
from rnnviz.gui.widgets.buttons import PushButton
from rnnviz.gui.widgets.flow_layout import FlowLayout
from rnnviz.gui.widgets.plain_text import plain_label

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Snapshot
    from rnnviz.lessons.lesson import Lesson
    from rnnviz.lessons.step import Step
    from rnnviz.lessons.words import Values

DO, AGAIN, DOING = "Do it", "Do it again", "Doing it"
REVEAL, HIDE = "Reveal answer", "Hide answer"
NEXT_LESSON = "Next lesson"


class LessonView(QWidget):
    """Shows the steps of a lesson; what its buttons want is told by signals.

    `show_progress` follows what is being done. The answer of a step is hidden until asked for,
    every time that the step is come to anew; votes stay until the step is done again.
    """

    do_requested = Signal(int)
    """Emitted with the number of a step, from 0."""
    stop_requested = Signal()
    next_lesson_requested = Signal()
    turned = Signal(int)
    """Emitted with the number of the step that is shown now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lesson: Lesson | None = None
        self.following = ""
        """The title of the lesson after this one, "" if there is none."""
        self.index, self.done = 0, -1
        self.revealed = False
        self._playing = False
        self._found: Mapping[int, Values] = {}
        self._lines: Sequence[Values] = ()
        self._build()
        self._arrange()
        self._connect()
        self.set_theme(LIGHT)

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return self.lesson.steps[self.index] if self.lesson else None

    @property
    def takes_votes(self) -> bool:
        """Whether answers can be given now: there is a question, and it is not revealed yet."""
        return self.answers.is_open

    @property
    def next_move(self) -> str:
        """What `go_on` will do, in words; "" if that is nothing."""
        step = self.step
        if self.lesson is None or step is None or self._playing:
            return ""
        if step.does and self.index > self.done:
            return DO
        if self._can_reveal and not self.revealed:
            return REVEAL
        if self.index + 1 < len(self.lesson.steps):
            return f"Next step: {self.lesson.steps[self.index + 1].title}"
        return f"{NEXT_LESSON}: {self.following}" if self.following else ""

    def go_on(self) -> None:
        """Do what comes next; while something is being done, nothing."""
        move = self.next_move
        if move == DO:
            self._on_do()
        elif move == REVEAL:
            self._on_reveal()
        elif move.startswith(NEXT_LESSON):
            self.next_lesson_requested.emit()
        elif move:
            self._on_next()

    def go_back(self) -> None:
        """Hide the answer again, or else turn to the step before."""
        if self.revealed:
            self._on_reveal()
        else:
            self._on_previous()

    def vote(self, letter: str, by: int = 1) -> None:
        """Count a vote of a class for an answer, or one less."""
        self.answers.vote(letter, by)

    def show_lesson(self, lesson: Lesson, following: str = "") -> None:
        """Begin another lesson at its first step; `following` is the title of the one after it."""
        self.lesson, self.following = lesson, following
        self.done, self._found, self._lines = -1, {}, ()
        self.answers.forget()
        self.text.open_folder(lesson.folder)
        self.title.setText(f"{lesson.title} ({lesson.minutes} minutes)")
        self.next_lesson.setToolTip(following)
        self.steps.blockSignals(True)
        self.steps.clear()
        self.steps.addItems([f"{n}. {step.title}" for n, step in enumerate(lesson.steps, 1)])
        self.steps.blockSignals(False)
        self.turn_to(0)

    def turn_to(self, index: int) -> None:
        """Show another step, its answer hidden."""
        if self.lesson is None or not 0 <= index < len(self.lesson.steps):
            return
        self.index, self.revealed = index, False
        self.steps.blockSignals(True)
        self.steps.setCurrentIndex(index)
        self.steps.blockSignals(False)
        self._write()
        self.turned.emit(index)

    def show_progress(self, done: int, playing: bool, goal: int) -> None:
        """Follow what is being done: the last step `done`, and what is trained to."""
        self.done, self._playing = done, playing
        for number in range(self.steps.count()):
            title = self.lesson.steps[number].title if self.lesson else ""
            self.steps.setItemText(number, f"{number + 1}. {title}{' ✓' if number <= done else ''}")
        self.progress.show_goal(playing, goal)
        self._offer()

    def show_found(self, found: Mapping[int, Values], lines: Sequence[Values]) -> None:
        """Fill what was measured into the words: at the steps that are done, and the lines."""
        if (self._found, self._lines) == (found, lines):
            return
        self._found, self._lines = dict(found), lines
        bar = self.text.verticalScrollBar()
        at = bar.value()
        self._write()
        bar.setValue(at)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how far the training is."""
        self.progress.show_reached(snapshot.reached)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(theme.muted))
        self.doing.setPalette(palette)
        self._write()

    def take_key(self, event: QKeyEvent) -> bool:
        """Give the answer of a letter, with Shift take it back; tells whether there is one."""
        shift = Qt.KeyboardModifier.ShiftModifier
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, shift)
        back = event.modifiers() == shift
        return self.isVisible() and plain and self.answers.press(event.text().upper(), back)

    def _build(self) -> None:
        self.title = plain_label()
        self.title.setWordWrap(True)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.steps = StepChoice()
        self.previous = arrow(Qt.ArrowType.LeftArrow, "Previous step")
        self.next = arrow(Qt.ArrowType.RightArrow, "Next step")
        self.text = LessonText()
        self.text.setAccessibleName("Text of the lesson")
        self.answers = LessonAnswers()
        self.doing = plain_label()
        self.doing.setWordWrap(True)
        self.progress = LessonProgress()
        self.do = PushButton(DO)
        self.reveal = PushButton(REVEAL)
        self.reveal.setToolTip("Predict first")
        self.next_lesson = PushButton(NEXT_LESSON)
        for button in (self.do, self.reveal, self.next_lesson):
            button.setAutoDefault(False)

    def _arrange(self) -> None:
        turning = QHBoxLayout()
        turning.setSpacing(4)
        turning.addWidget(self.previous)
        turning.addWidget(self.steps, 1)
        turning.addWidget(self.next)
        buttons = FlowLayout()
        for button in (self.do, self.reveal, self.next_lesson):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addLayout(turning)
        column.addWidget(self.text, 1)
        column.addWidget(self.answers)
        column.addWidget(self.doing)
        column.addWidget(self.progress)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)
        self.steps.currentIndexChanged.connect(self.turn_to)
        self.do.clicked.connect(self._on_do)
        self.progress.stop.clicked.connect(self.stop_requested)
        self.reveal.clicked.connect(self._on_reveal)
        self.next_lesson.clicked.connect(self.next_lesson_requested)

    def _on_previous(self) -> None:
        self.turn_to(self.index - 1)

    def _on_next(self) -> None:
        self.turn_to(self.index + 1)

    def _on_do(self) -> None:
        if self._playing:  # a second click, or a clicker's: it never stops what the first began
            return
        if self.index <= self.done and self.lesson:
            self.answers.forget(self.lesson.begins(self.index))
            self.revealed = False
            self._write()
        self.do_requested.emit(self.index)

    def _on_reveal(self) -> None:
        self.revealed = not self.revealed
        at = self.text.verticalScrollBar().value()
        self._write()
        self.text.verticalScrollBar().setValue(at)
        if self.revealed:
            self.text.go_to_last(ANSWER)

    def _write(self) -> None:
        lesson, step = self.lesson, self.step
        if lesson is None or step is None:
            return
        known = known_at(lesson, self.index, self._found, self._lines)
        measured = self.index in self._found
        self.text.show_markdown(markdown(lesson, self.index, known, measured, self.revealed))
        self.previous.setEnabled(self.index > 0)
        self.next.setEnabled(self.index + 1 < len(lesson.steps))
        self.reveal.setVisible(self._can_reveal)
        self.reveal.setText(HIDE if self.revealed else REVEAL)
        self.answers.show_question(self.index, step.ask)
        right = step.ask.right_one(known) if step.ask and self.revealed else None
        self.answers.show_right(right, measured)
        self._offer()

    @property
    def _can_reveal(self) -> bool:
        """Whether the step has an answer that is hidden."""
        return self.step is not None and bool(self.step.answer or self.step.ask)

    def _offer(self) -> None:
        """Offer to do what there is to be done; it keeps its place while it is done."""
        lesson, step = self.lesson, self.step
        if lesson is None or step is None:
            return
        has_keyboard = self.do.hasFocus()
        self.do.setText(DOING if self._playing else AGAIN if self.index <= self.done else DO)
        self.do.setToolTip(hint_of_doing(lesson, self.index, self.done))
        self.doing.setText(doing(lesson, self.index, self.done))
        self.doing.setVisible(bool(step.doing))
        self.do.setVisible(step.does)
        if has_keyboard and self._playing:
            self.text.setFocus()  # else Qt gives it to a button, which the next key would press
        self.do.setEnabled(not self._playing)
        self.next_lesson.setVisible(self.index + 1 == len(lesson.steps) and bool(self.following))
