"""Files dropped anywhere on the window: what is shown while they hover, and what came down."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from rnnviz.lab.runs.workspace_name import is_workspace
from rnnviz.lessons.files import is_lesson

MARGIN = 24
NAMED_AT_MOST = 8
LIST = "text/uri-list"
LONGEST = 200
"""Characters of an address that a sentence repeats."""
RUN = ".safetensors"


class DropOverlay(QWidget):
    """Covers the window while something hovers over it, and says what dropping it would do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self.setObjectName("drop overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = ""
        self.hide()

    def offer(self, words: str) -> None:
        """Cover the window and show `words`."""
        self.words = words
        self.setAccessibleName(words)
        self.setGeometry(self._covered.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a veil, a dashed frame and the words."""
        palette = self.palette()
        veil, accent = QColor(palette.window().color()), palette.highlight().color()
        veil.setAlpha(225)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), veil)
            painter.setPen(QPen(accent, 3, Qt.PenStyle.DashLine))
            frame = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            painter.drawRoundedRect(frame, 12, 12)
            font = self.font()
            font.setPointSizeF(font.pointSizeF() * 1.8)
            painter.setFont(font)
            painter.setPen(palette.windowText().color())
            inside = frame.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            painter.drawText(
                inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.words
            )


class DropTarget(QObject):
    """Watches windows for drops, as their event filter.

    `watch` a window and each part of it that can float, when all that is in it has been made:
    nothing in it accepts drops of its own any more.
    """

    files_dropped = Signal(object)
    """Emitted with the tuple of paths, in the order in which they were dropped."""
    text_dropped = Signal(str)
    refused = Signal(str)

    def __init__(self, overlay: DropOverlay, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._overlay = overlay

    def watch(self, window: QWidget) -> None:
        """Let files be dropped on `window`."""
        for part in window.findChildren(QWidget):
            part.setAcceptDrops(False)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer the four events of a drag."""
        kind = event.type()
        if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            return self._enter(event)
        if kind == QEvent.Type.DragMove:
            event.accept()
            return True
        if kind == QEvent.Type.DragLeave:
            self._overlay.hide()
            return True
        if kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._drop(event)
        return False

    def _enter(self, event: QDragEnterEvent) -> bool:
        words = offered(event.mimeData())
        if words:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._overlay.offer(words)
        return bool(words)

    def _drop(self, event: QDropEvent) -> bool:
        self._overlay.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        data = event.mimeData()
        paths = local_files(data)
        if paths:
            self.files_dropped.emit(paths)
        elif far := [url for url in data.urls() if not url.toLocalFile()]:
            address = far[0].toDisplayString()
            shown = address if len(address) <= LONGEST else f"{address[:LONGEST]}…"
            self.refused.emit(
                f"{shown or 'What was dropped'} is not a file on this computer; save it here "
                "first, then drop the file."
            )
        elif (text := data.text()) and not data.hasFormat(LIST):
            self.text_dropped.emit(text)
        else:
            self.refused.emit("What was dropped names no file; drop files or a text.")
        return True


def local_files(data: QMimeData | None) -> tuple[str, ...]:
    """Return the paths of dragged or copied files, none if one of them is elsewhere."""
    urls = data.urls() if data is not None else []
    paths = tuple(url.toLocalFile() for url in urls)
    return paths if all(paths) else ()


def offered(data: QMimeData) -> str:
    """Return what dropping `data` would do, or nothing if it is of no use."""
    paths = local_files(data)
    if not paths:
        return "Drop to read this text" if data.text().strip() or data.urls() else ""
    names = [Path(path).name or path for path in paths]
    if len(names) == 1:
        return f"Drop to {_use(Path(paths[0]))} {names[0]}"
    more = len(names) - NAMED_AT_MOST
    listed = names[:NAMED_AT_MOST] + ([f"and {more} more"] if more > 0 else [])
    return f"Drop to read {len(names)} files, joined in this order:\n\n" + "\n".join(listed)


def _use(path: Path) -> str:
    if path.suffix == RUN:
        return "open the run"
    if is_workspace(path):
        return "open the workspace"
    return "open the lesson" if is_lesson(path) else "read"
