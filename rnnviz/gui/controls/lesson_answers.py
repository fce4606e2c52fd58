"""The answers of a lesson's question to choose from, for one alone or for a class that votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.controls.answer_button import AnswerButton
from rnnviz.gui.controls.votes import Votes
from rnnviz.gui.widgets.buttons import CheckBox, PushButton
from rnnviz.gui.widgets.flow_layout import FlowLayout
from rnnviz.gui.widgets.plain_text import plain_label

if TYPE_CHECKING:
    from rnnviz.lessons.question import Question

LINES_AT_LEAST = 3
LATER = "Which one is right is measured when this step is done."
NOTHING = "Nothing was measured that tells which one is right."
RIGHT = "Right: {letter}."


class LessonAnswers(QScrollArea):
    """Shows a question's answers and their votes; scrolls where there is no room for all.

    Votes are kept by step, and can be given until the right answer is shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: Question | None = None
        self._step = 0
        self._right: str | None = None
        self._is_measured = False
        self.votes = Votes()
        self.buttons: dict[str, AnswerButton] = {}
        self._build()
        self._arrange()
        self.clear.clicked.connect(self._on_clear)

    def show_question(self, step: int, asked: Question | None) -> None:
        """Show the question of a step, or none."""
        self._step = step
        self.setVisible(asked is not None)
        if asked is self._asked:
            return
        self._asked = asked
        for button in self.buttons.values():
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for letter, words in zip(asked.letters, asked.answers, strict=True) if asked else ():
            button = AnswerButton(letter, words, self._whole)
            button.picked.connect(self._on_picked)
            button.taken_back.connect(self._on_taken_back)
            self._rows.addWidget(button)
            button.show()
            self.buttons[letter] = button
        self.question.setText(asked.words if asked else "")
        self.verticalScrollBar().setValue(0)

    @property
    def is_open(self) -> bool:
        """Whether answers can be given now: there is a question, and it is not revealed yet."""
        return self._asked is not None and self._right is None

    def vote(self, letter: str, by: int = 1) -> None:
        """Count a vote of a class for an answer, or one less."""
        if self.is_open and letter in self.buttons:
            self.class_votes.setChecked(True)
            self.votes.add(self._step, letter, by)
            self._show_votes()

    def press(self, letter: str, back: bool) -> bool:
        """Give the answer of a key, or take it `back`; tells whether there is such an answer."""
        if not (self.is_open and letter in self.buttons):
            return False
        (self._on_taken_back if back else self._on_picked)(letter)
        return True

    def forget(self, first: int = 0) -> None:
        """Forget the votes of this step and all after it."""
        self.votes.forget_from(first)
        self._show_votes()

    def show_right(self, right: str | None, is_measured: bool) -> None:
        """Show the `right` letter once revealed: None before, "" if it is not known."""
        self._right, self._is_measured = right, is_measured
        self._show_votes()

    def _show_votes(self) -> None:
        votes, right = self.votes.of(self._step), self._right
        most = max(votes.values(), default=0)
        for letter, button in self.buttons.items():
            is_right = right == letter
            button.show_votes(votes.get(letter, 0), most, right is not None, is_right)
        self.clear.setVisible(right is None and most > 0)
        self.class_votes.setVisible(right is None)
        verdict = RIGHT.format(letter=right) if right else NOTHING if self._is_measured else LATER
        self.verdict.setText(verdict)
        self.verdict.setVisible(right is not None)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Want room for all answers at this width, which others choose."""
        height = self._whole.heightForWidth(self.viewport().width())
        return QSize(0, max(height, self._whole.minimumSizeHint().height()) + 2)

    def minimumSizeHint(self) -> QSize:
        """Do with a few lines, and scroll."""
        lines = LINES_AT_LEAST * self.fontMetrics().height()
        width = self._whole.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width, min(lines, self.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another height when something within has another one."""
        stopped = super().eventFilter(watched, event)
        if watched is self._whole and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return stopped

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _on_picked(self, letter: str) -> None:
        if not self.is_open:
            return
        if self.class_votes.isChecked():
            self.votes.add(self._step, letter)
        else:
            self.votes.choose(self._step, letter)
        self._show_votes()

    def _on_taken_back(self, letter: str) -> None:
        if self.is_open:
            self.votes.add(self._step, letter, -1)
            self._show_votes()

    def _on_clear(self) -> None:
        self.votes.clear(self._step)
        self._show_votes()

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName("Answers")
        self._whole = QWidget()
        self.question = plain_label()
        self.question.setWordWrap(True)
        self.verdict = plain_label()
        self.verdict.setWordWrap(True)
        self.class_votes = CheckBox("A class votes")
        self.class_votes.setToolTip("Count every click and key, not one answer alone")
        self.clear = PushButton("Clear votes")
        self.clear.setAutoDefault(False)

    def _arrange(self) -> None:
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.question)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(3)
        column.addLayout(self._rows)
        column.addWidget(self.verdict)
        under = FlowLayout()
        under.addWidget(self.class_votes)
        under.addWidget(self.clear)
        column.addLayout(under)
        self.setWidget(self._whole)
        self.viewport().setAutoFillBackground(False)
        self._whole.setAutoFillBackground(False)
