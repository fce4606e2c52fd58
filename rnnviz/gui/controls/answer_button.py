"""One answer of a question: its letter, its words, its votes and, once revealed, whether right."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

PAD, BAR, ROUND = 5, 8, 4
WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
RIGHT = "✓"
TOOLTIP = "Click or press {letter}; with Shift, or by the right mouse button, it is taken back"


class AnswerButton(QAbstractButton):
    """Is clicked for its answer, and by the right mouse button, or with Shift, against it.

    Its bar of votes is shown with the right answer, which has a mark, bold words and a frame.
    """

    picked = Signal(str)
    taken_back = Signal(str)

    def __init__(self, letter: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letter, self.words = letter, words
        self.votes, self.most = 0, 0
        self.is_open, self.is_right = False, False
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setToolTip(TOOLTIP.format(letter=letter))
        self.clicked.connect(self._on_clicked)

    def show_votes(self, votes: int, most: int, is_open: bool, is_right: bool) -> None:
        """Show how many have chosen it, of at most so many; `is_open` once answers are revealed."""
        self.votes, self.most, self.is_open, self.is_right = votes, most, is_open, is_right
        counted = f", {votes} vote{'' if votes == 1 else 's'}" if votes else ""
        self.setAccessibleName(
            f"Answer {self.letter}: {self.words}{counted}{', right' if is_right else ''}"
        )
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if is_open else Qt.FocusPolicy.StrongFocus)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Want its words in one line, if there is room."""
        words = QFontMetrics(self._font).horizontalAdvance(self.words) + 1
        return QSize(self._left + words + self._end + PAD, self._height(words))

    def minimumSizeHint(self) -> QSize:
        """Have room for its letter, its count and a word."""
        bold = QFont(self.font())
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        widest = max(map(metrics.horizontalAdvance, (f"W {RIGHT} {w}" for w in self.words.split())))
        return QSize(widest + self._end + 3 * PAD, self._height(10_000))

    def heightForWidth(self, width: int) -> int:
        """Return what its words take when they wrap."""
        return self._height(width - self._left - self._end - PAD)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take an answer back by the right button or with Shift; else be clicked."""
        right = event.button() == Qt.MouseButton.RightButton
        if right or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.taken_back.emit(self.letter)
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, the words and, once it is open, the bar of votes below them."""
        palette = self.palette()
        with QPainter(self) as painter:
            painter.setFont(self._font)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            under = self.underMouse() and not self.is_open
            marked = self.is_right or self.hasFocus() or under or self.votes > 0
            frame = palette.highlight() if marked else palette.mid()
            painter.setPen(QPen(frame.color(), 3 if self.is_right or self.hasFocus() else 1.5))
            painter.setBrush(palette.base())
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), ROUND, ROUND)
            painter.setPen(palette.text().color())
            height = self.height() - 2 * PAD
            letter = f"{self.letter} {RIGHT}" if self.is_right else self.letter
            painter.drawText(QRect(2 * PAD, PAD, self._left, height), WRAPPED, letter)
            words = QRect(self._left, PAD, self.width() - self._left - self._end - PAD, height)
            painter.drawText(words, WRAPPED, self.words)
            if self.votes:
                count = QRect(self.width() - self._end - PAD, PAD, self._end - PAD, height)
                painter.drawText(
                    count, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, str(self.votes)
                )
            if self.is_open and self.most:
                self._paint_bar(painter)

    def _on_clicked(self) -> None:
        self.picked.emit(self.letter)

    def _paint_bar(self, painter: QPainter) -> None:
        whole = self.width() - 4 * PAD
        top = self.height() - PAD - BAR
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().alternateBase())
        painter.drawRect(2 * PAD, top, whole, BAR)
        painter.setBrush(self.palette().highlight())
        painter.drawRect(2 * PAD, top, round(whole * self.votes / self.most), BAR)

    @property
    def _font(self) -> QFont:
        """The font of the words: bold where they are right."""
        font = QFont(self.font())
        font.setBold(self.is_right)
        return font

    @property
    def _left(self) -> int:
        """Where the words begin."""
        letter = f"W {RIGHT}" if self.is_right else "W"
        return QFontMetrics(self._font).horizontalAdvance(f"{letter} ") + 2 * PAD

    @property
    def _end(self) -> int:
        """The room for a count of votes."""
        return self.fontMetrics().horizontalAdvance("00") + 2 * PAD

    def _height(self, width: int) -> int:
        at_least = QRect(0, 0, max(width, 1), 10_000)
        words = QFontMetrics(self._font).boundingRect(at_least, WRAPPED, self.words).height()
        return words + 2 * PAD + (BAR + PAD if self.is_open and self.most else 0)
