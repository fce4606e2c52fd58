"""Takes what is shown out of the window: as a picture or as numbers, on the clipboard or in files.

What is saved is what is there when it is asked for, not when the file has got its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QMimeData, QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from rnnviz.gui.appearance.theme import PAPER, Theme
from rnnviz.lab.runs.atomic_writing import whole_file
from rnnviz.lab.shown_data import ShownData, files_of, names_of

if TYPE_CHECKING:
    from rnnviz.gui.appearance.look import Look
    from rnnviz.gui.pictures.subject import Subject
    from rnnviz.gui.preferences import Preferences
    from rnnviz.session.exports import Exports

SCALES = {1: "PNG", 2: "PNG, twice as many dots", 4: "PNG, four times as many dots"}
COPIED = 2
"""Dots a pixel of a picture on the clipboard."""
SVG = "image/svg+xml"
NOTHING = "There are no numbers here yet; train for a step first."
PICTURE_THERE = "The picture is on the clipboard."
DATA_THERE = "The numbers are on the clipboard, in columns that a spreadsheet takes."
SAVED = "Saved {names} in {folder}."
EXISTS = "{path} exists, and was not meant to be replaced; choose another name."
FILTERS = {".png": "PNG images (*.png)", ".svg": "SVG drawings (*.svg)", ".csv": "CSV (*.csv)"}


def paper(theme: Theme) -> Theme:
    """Return the look for a white page, with lines as thick as in this one."""
    return replace(PAPER, stroke=theme.stroke)


def _text_of(tables: tuple[ShownData, ...]) -> str:
    """Return tables one below the other, with tabs between the columns."""
    return "\n".join(table.text("\t") for table in tables)


class TakeAway(QObject):
    """`told` brings a sentence on what was done, `refused` one on why nothing was."""

    told = Signal(str)
    refused = Signal(str)

    def __init__(
        self, exports: Exports, preferences: Preferences, look: Look, window: QWidget
    ) -> None:
        super().__init__(window)
        self._exports, self._preferences = exports, preferences
        self._look, self._window = look, window

    @property
    def theme(self) -> Theme:
        """The look of the pictures: the window's, or that of a white page."""
        theme = self._look.theme
        return paper(theme) if self._preferences.white_pictures else theme

    def fill(self, menu: QMenu, subject: Subject) -> None:
        """Offer in a menu whatever can be taken of a subject."""
        menu.addAction("Copy picture", partial(self.copy_picture, subject))
        saving = menu.addMenu("Save picture as")
        size = subject.size
        for scale, name in SCALES.items():
            dots = size * scale
            words = f"{name} ({dots.width():,} x {dots.height():,})"
            saving.addAction(words, partial(self.save_picture, subject, scale))
        saving.addAction("SVG, a drawing", partial(self.save_picture, subject, 0))
        menu.addAction("Copy data", partial(self.copy_data, subject))
        menu.addAction("Save data as CSV\N{HORIZONTAL ELLIPSIS}", partial(self.save_data, subject))
        menu.addAction(self._white(menu))

    def copy_picture(self, subject: Subject) -> None:
        """Put an image on the clipboard, and a drawing for those programs that take it."""
        data = QMimeData()
        data.setImageData(subject.image(self.theme, COPIED))
        data.setData(SVG, QByteArray(subject.svg(self.theme)))
        QGuiApplication.clipboard().setMimeData(data)
        self.told.emit(PICTURE_THERE)

    def save_picture(self, subject: Subject, scale: int) -> None:
        """Let somebody say where an image with so many dots a pixel is to be saved; 0 a drawing."""
        content = subject.png(self.theme, scale) if scale else subject.svg(self.theme)
        path = self._asked("Save picture", subject.stem, ".png" if scale else ".svg")
        if path is not None:
            self._write({path: content})

    def copy_data(self, subject: Subject) -> None:
        """Put the numbers on the clipboard, with tabs between the columns."""
        tables = subject.numbers()
        if not tables:
            self.refused.emit(NOTHING)
            return
        self._exports.put_into_words(partial(_text_of, tables), self._on_text)

    def save_data(self, subject: Subject) -> None:
        """Let somebody say where the numbers are to be saved: a file for each table."""
        tables = subject.numbers()
        if not tables:
            self.refused.emit(NOTHING)
            return
        path = self._asked("Save data", subject.stem, ".csv")
        if path is None:
            return
        there = [one for one in names_of(path, tables) if one != path and one.exists()]
        if there:  # nobody was asked whether to replace these
            self.refused.emit(EXISTS.format(path=there[0]))
        else:
            self._exports.put_into_words(partial(files_of, path, tables), self._write)

    def _on_text(self, text: object) -> None:
        QGuiApplication.clipboard().setText(str(text))
        self.told.emit(DATA_THERE)

    def _white(self, menu: QMenu) -> QAction:
        action = QAction("White background", menu)
        action.setCheckable(True)
        action.setChecked(self._preferences.white_pictures)
        action.toggled.connect(self._on_white)
        return action

    def _on_white(self, white: bool) -> None:
        self._preferences.white_pictures = white

    def _asked(self, title: str, stem: str, suffix: str) -> Path | None:
        """Let somebody name a file; None if they do not, or one that is there was not meant."""
        proposed = str(Path(self._preferences.pictures_folder) / f"{stem}{suffix}")
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, proposed, FILTERS[suffix])
        if not chosen:
            return None
        path = Path(chosen)
        self._preferences.pictures_folder = str(path.parent)
        if path.suffix.lower() == suffix:
            return path
        path = path.with_name(path.name + suffix)
        if path.exists():  # nobody was asked whether to replace this one
            self.refused.emit(EXISTS.format(path=path))
            return None
        return path

    def _write(self, made: object) -> None:
        contents = cast(Mapping[Path, bytes], made)
        for path, content in contents.items():
            try:
                with whole_file(path) as unfinished:
                    unfinished.write_bytes(content)
            except OSError as error:
                self.refused.emit(f"{path} cannot be written: {error.strerror or error}.")
                return
        names = " and ".join(path.name for path in contents)
        self.told.emit(SAVED.format(names=names, folder=next(iter(contents)).parent))
