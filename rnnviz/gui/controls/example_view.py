"""One sequence of a task: what went in, what was wanted and what came out, drawn or written."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from rnnviz.captions.example import accessible_text, answer_caption
from rnnviz.gui.appearance.fixed_font import fixed_font
from rnnviz.gui.appearance.theme import LIGHT
from rnnviz.gui.controls.answer_rows import write_answer
from rnnviz.gui.controls.written_rows import LEAST_ROOM, Written, write_example
from rnnviz.gui.plotting.example_plot import ExamplePlot
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.tasks.task import Example

MOST_LINES = 8
MARGIN = 12
WANTED, SERIES = "wanted", "series"
UNLIMITED = 16_777_215


class ExampleView(QWidget):
    """A plot for the example's lines, and below it in words what they do not show.

    An example without lines is written in rows, which are shortened to the width there is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.example: Example | None = None
        self.theme = LIGHT
        self.plot = ExamplePlot()
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)  # its lines fit
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setAccessibleName("What went in, was wanted and came out")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.plot, 1)
        self._column.addWidget(self.text)
        self._take_font()

    def show_example(self, example: Example) -> None:
        """Draw and write an example."""
        self.example = example
        if example.lines:
            self.plot.show_lines(example.lines)
            self.plot.setAccessibleDescription(accessible_text(example))
        self._write(example)

    def show_sentence(self, sentence: str) -> None:
        """Say why there is no example."""
        self.start_over()
        self.plot.hide()
        self.text.setPlainText("\n".join(wrap(sentence, self._room)))
        self.text.show()

    def written(self) -> tuple[ShownData, ...]:
        """Return what an example has in words, each whole, where words of it are seen."""
        example = self.example
        if example is None or self.isHidden() or self.text.isHidden():
            return ()
        rows = {"went in": example.went_in, "wanted": example.wanted, "came out": example.came_out}
        rows |= {"forced": example.forced} if example.forced else {}
        columns = tuple((name, [text]) for name, text in rows.items())
        return (ShownData(columns, self.text.accessibleName()),)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return self.example is None and not self.text.toPlainText()

    def start_over(self) -> None:
        """Forget the example: what comes next is something else."""
        self.example = None
        self.plot.clear()
        self.text.clear()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.theme = theme
        self.plot.set_theme(theme)
        if self.example is not None:
            self._write(self.example)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as much as there is room for now."""
        super().resizeEvent(event)
        if self.example is not None:
            self._write(self.example)

    def changeEvent(self, event: QEvent) -> None:
        """Take letters of the size that the program has now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._take_font()

    def _take_font(self) -> None:
        self.text.setFont(fixed_font())
        if self.example is not None:
            self._write(self.example)

    def _write(self, example: Example) -> None:
        """Write what is not drawn; wrong signs have the colour of errors."""
        wrong: tuple[int, ...] = ()
        words = "\n".join(row for line in _lines(example) for row in wrap(line, self._room))
        if not example.lines:
            rows = _rows(example, self._room)
            words, wrong = rows.text, rows.wrong
        if words != self.text.toPlainText():
            self.text.setPlainText(words)
        self.text.setExtraSelections([self._wrong_at(place) for place in wrong])
        self.plot.setVisible(bool(example.lines))
        self.text.setVisible(bool(words))
        lines = min(words.count("\n") + 1, MOST_LINES)
        self.text.setMaximumHeight(lines * self.text.fontMetrics().lineSpacing() + MARGIN)

    @property
    def most_height(self) -> int:
        """The pixels beyond which more height shows nothing more."""
        is_written = self.example is not None and not self.example.lines
        return self.text.maximumHeight() if is_written else UNLIMITED

    @property
    def _room(self) -> int:
        """How many letters stand in a line."""
        margin = self.text.frameWidth() + self.text.document().documentMargin()
        inside = self.width() - 2 * margin - self.text.cursorWidth()
        widest = QFontMetricsF(self.text.font()).horizontalAdvance("0")
        return max(LEAST_ROOM, int(inside / widest))

    def _wrong_at(self, place: int) -> QTextEdit.ExtraSelection:
        """Return the look of one letter that is wrong."""
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(place)
        cursor.setPosition(place + 1, QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setForeground(QColor(self.theme.error))
        look.setFontWeight(700)
        selection.cursor, selection.format = cursor, look
        return selection


def _rows(example: Example, room: int) -> Written:
    if example.forced:
        return write_answer(example, room)
    return write_example(example, room)


def _lines(example: Example) -> tuple[str, ...]:
    """Return what is to be written: what was wanted only if it is not drawn as a line as well."""
    is_drawn = {WANTED, SERIES} & {line.name for line in example.lines}
    return tuple(filter(None, (example.noted,))) if is_drawn else answer_caption(example)
