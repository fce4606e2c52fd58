"""A lesson beside the panels: one step at a time, its question, its button, its hidden answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.controls.lesson_text import LessonText, escaped
from rnnviz.gui.widgets.combo_box import ComboBox
from rnnviz.gui.widgets.plain_text import plain_label

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Snapshot
    from rnnviz.lessons.lesson import Lesson
    from rnnviz.lessons.step import Step
    from rnnviz.lessons.words import Values

NARROWEST = 230
LIST_MARGIN = 24
GAPS = "*Where … stands, a number is measured when this step is done.*"


class StepChoice(ComboBox):
    """Says which step is shown and of how many; its list has their titles, however long."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Step of the lesson")
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @property
    def words(self) -> str:
        """What is written on it while the list is closed."""
        return f"Step {self.currentIndex() + 1} of {self.count()}" if self.count() else ""

    def showPopup(self) -> None:
        """Make the list as wide as its longest title."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + LIST_MARGIN)
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the number in place of the title, which stands in full over the text."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.words
        painter = QStylePainter(self)
        with painter:  # ended even by an error, which else would crash Qt
            painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class LessonView(QWidget):
    """Shows the steps of a lesson; what its buttons want is told by signals.

    `show_progress` follows what is being done. The answer of a step is hidden until asked for,
    every time that the step is come to anew.
    """

    do_requested = Signal(int)
    """Emitted with the number of a step, from 0."""
    stop_requested = Signal()
    turned = Signal(int)
    """Emitted with the number of the step that is shown now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lesson: Lesson | None = None
        self.index = 0
        self.revealed = False
        self._playing, self._goal = False, 0
        self._found: Mapping[int, Values] = {}
        self._lines: Sequence[Values] = ()
        self._gaps = False
        """Whether something is missing in what is written that is measured later."""
        self._theme = LIGHT
        self._build()
        self._arrange()
        self._connect()
        self.set_theme(LIGHT)

    def show_lesson(self, lesson: Lesson) -> None:
        """Begin another lesson at its first step."""
        self.lesson, self._found, self._lines = lesson, {}, ()
        self.text.open_folder(lesson.folder)
        self.title.setText(f"{lesson.title} ({lesson.minutes} minutes)")
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
        self._playing, self._goal = playing, goal
        for number in range(self.steps.count()):
            title = self.lesson.steps[number].title if self.lesson else ""
            self.steps.setItemText(number, f"{number + 1}. {title}{' ✓' if number <= done else ''}")
        self.progress.setVisible(playing)
        self.progress.setRange(0, goal)
        self.progress.setValue(0)
        self.do.setText("Stop" if playing else "Do it again" if self.index <= done else "Do it")
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
        if self._goal:
            self.progress.setValue(min(snapshot.reached, self._goal))

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self._theme = theme
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(theme.muted))
        self.doing.setPalette(palette)
        self._write()

    def _build(self) -> None:
        self.title = plain_label()
        self.title.setWordWrap(True)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.steps = StepChoice()
        self.previous = _arrow(Qt.ArrowType.LeftArrow, "Previous step")
        self.next = _arrow(Qt.ArrowType.RightArrow, "Next step")
        self.text = LessonText()
        self.text.setAccessibleName("Text of the lesson")
        self.text.setMinimumWidth(NARROWEST)
        self.doing = plain_label()
        self.doing.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Progress of this step")
        self.progress.setFormat("step %v of %m")
        self.progress.hide()
        self.do = QPushButton("Do it")
        self.do.setToolTip("Do what this step says, and before it what it needs")
        self.reveal = QPushButton("Reveal answer")
        self.reveal.setToolTip("Predict first")
        for button in (self.do, self.reveal):
            button.setAutoDefault(False)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _arrange(self) -> None:
        turning = QHBoxLayout()
        turning.setSpacing(4)
        turning.addWidget(self.previous)
        turning.addWidget(self.steps, 1)
        turning.addWidget(self.next)
        buttons = QHBoxLayout()
        buttons.addWidget(self.do)
        buttons.addWidget(self.reveal)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addLayout(turning)
        column.addWidget(self.text, 1)
        column.addWidget(self.doing)
        column.addWidget(self.progress)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)
        self.steps.currentIndexChanged.connect(self.turn_to)
        self.do.clicked.connect(self._on_do)
        self.reveal.clicked.connect(self._on_reveal)

    def _on_previous(self) -> None:
        self.turn_to(self.index - 1)

    def _on_next(self) -> None:
        self.turn_to(self.index + 1)

    def _on_do(self) -> None:
        if self._playing:
            self.stop_requested.emit()
        else:
            self.do_requested.emit(self.index)

    def _on_reveal(self) -> None:
        self.revealed = not self.revealed
        at = self.text.verticalScrollBar().value()
        self._write()
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum() if self.revealed else at)

    def _write(self) -> None:
        if self.lesson is None:
            return
        step = self.lesson.steps[self.index]
        self.text.show_markdown(self._markdown(step))
        self.doing.setText(step.doing)
        self.doing.setVisible(bool(step.doing))
        self.previous.setEnabled(self.index > 0)
        self.next.setEnabled(self.index + 1 < len(self.lesson.steps))
        self.reveal.setVisible(bool(step.answer))
        self.reveal.setText("Hide answer" if self.revealed else "Reveal answer")
        self._offer()

    def _offer(self) -> None:
        """Offer to do what there is to be done, and to stop it."""
        step = self.lesson.steps[self.index] if self.lesson else None
        self.do.setVisible(self._playing or (step is not None and step.does))

    def _markdown(self, step: Step) -> str:
        self._gaps = False
        intro = self.lesson.intro if self.lesson and self.index == 0 else ""
        answer = f"#### Answer\n\n{step.answer}" if self.revealed and step.answer else ""
        heading = f"### {self.index + 1}. {escaped(step.title)}"
        parts = [self._filled(intro), heading, self._filled(step.text), self._filled(answer)]
        words = "\n\n".join(part for part in parts if part)
        return f"{words}\n\n{GAPS}" if self._gaps else words

    def _filled(self, words: str) -> str:
        """The words with the numbers of this step that are known by now."""
        if not words or self.lesson is None:
            return words
        from rnnviz.lessons.fillings import given_at, later  # not at the start, like what it needs
        from rnnviz.lessons.words import fill, wanted

        lesson, index = self.lesson, self.index
        lines = self._lines[index] if index < len(self._lines) else {}
        known = {**given_at(lesson, index), **lines, **self._found.get(index, {})}
        missing = later(lesson, index) - known.keys()
        self._gaps |= index not in self._found and not missing.isdisjoint(wanted(words))
        return fill(words, known, missing)


def _arrow(direction: Qt.ArrowType, name: str) -> QToolButton:
    button = QToolButton(arrowType=direction)
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button
