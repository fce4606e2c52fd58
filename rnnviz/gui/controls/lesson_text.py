"""The text of a lesson's step, which shows pictures beside the lesson and loads nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from rnnviz.lessons.files import is_within, regular_bytes

NARROWEST, LINES_AT_LEAST = 230, 4
LARGEST = 5_000_000
"""Bytes of a picture's file."""
MOST_PIXELS = 4_000_000
"""Of one picture; it is decoded within a tenth of a second."""
MOST_PICTURES = 20
FORMATS = ("png", "jpeg", "gif")
"""None of them can name other files, as SVG can."""
FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
REFUSED = (
    "The picture {name} is not shown: a lesson has up to {count} pictures, PNG, JPEG or GIF files "
    "of up to {size:.0f} MB and {pixels:.0f} million pixels that are beside it or below."
)


def escaped(title: str) -> str:
    """Return Markdown that shows `title` as it is."""
    return PUNCTUATION.sub(r"\\\1", title)


class LessonText(QTextBrowser):
    """Shows Markdown without HTML; `refused` says once which picture is not shown, and why."""

    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self._folder: Path | None = None
        self._pictures: dict[str, QImage] = {}

    def minimumSizeHint(self) -> QSize:
        """Keep a few lines in sight, however many answers there are."""
        return QSize(NARROWEST, LINES_AT_LEAST * self.fontMetrics().height())

    def open_folder(self, folder: Path | None) -> None:
        """Show the pictures of this folder from now on."""
        self._folder = folder
        self._pictures = {}

    def show_markdown(self, words: str) -> None:
        """Show a text from its beginning."""
        self.document().setMarkdown(words, FEATURES)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def go_to_last(self, heading: str) -> None:
        """Scroll to the last block that is just this, so that what follows it is in sight."""
        block = self.document().lastBlock()
        while block.isValid() and block.text() != heading:
            block = block.previous()
        if block.isValid():
            top = self.document().documentLayout().blockBoundingRect(block).top()
            self.verticalScrollBar().setValue(int(top))

    def loadResource(self, kind: int, url: QUrl | str) -> QImage | None:
        """Return a picture, or an empty frame in its place; there are no other resources."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        url = QUrl(url)
        name = url.toString()
        if name not in self._pictures:
            self._pictures[name] = self._picture(url)
        return self._pictures[name]

    def _picture(self, url: QUrl) -> QImage:
        image = None
        if len(self._pictures) < MOST_PICTURES and url.isRelative() and not url.host():
            image = _read(self._folder, url.path())
        if image is not None:
            return image
        size, pixels = LARGEST / 1e6, MOST_PIXELS / 1e6
        self.refused.emit(
            REFUSED.format(name=url.toString(), count=MOST_PICTURES, size=size, pixels=pixels)
        )
        frame = QImage(16, 16, QImage.Format.Format_RGB32)
        frame.fill(QColor("#999999"))
        return frame


def _read(folder: Path | None, name: str) -> QImage | None:
    """Return a picture of this folder, nothing if that is none or too large."""
    try:
        if folder is None or not is_within(folder / name, folder):
            return None
        found = regular_bytes(folder / name, LARGEST + 1)
    except (OSError, ValueError, RuntimeError):
        return None
    return _decode(found) if len(found) <= LARGEST else None


def _decode(found: bytes) -> QImage | None:
    buffer = QBuffer()
    buffer.setData(found)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if bytes(reader.format().data()).decode() not in FORMATS:
        return None
    if not 0 < size.width() * size.height() <= MOST_PIXELS:
        return None
    image = reader.read()
    return None if image.isNull() else image
