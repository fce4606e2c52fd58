"""What the program is made of, whom it thanks, and what its keys do."""

from __future__ import annotations

import platform
from html import escape
from typing import TYPE_CHECKING

import numpy
import pyqtgraph
import PySide6
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from rnnviz import __version__
from rnnviz.captions.mouse import PANELS as MOUSE_IN
from rnnviz.captions.mouse import WINDOW
from rnnviz.gui.actions.actions import IN_PARTS
from rnnviz.gui.appearance.icons import window_icon
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.lab.panels import PANELS
from rnnviz.log_file import log_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction

    from rnnviz.gui.actions.actions import Actions

SHARE, HALF = 0.8, 0.5
"""Of the screen's height and width that a list, and what it says of a key, take at most."""
CREDITS = """
<p>Watch a recurrent network learn to write, and its gradients vanish through time.</p>
<p>{versions}</p>
<p>Free software under the MIT licence. Qt is used under the LGPL.</p>
<p>Diverging colour map: even in OKLab by Björn Ottosson, 2020, after the advice of Peter Kovesi,
<i>Good Colour Maps: How to Design Them</i>, 2015. Magnitudes: cividis by Nuñez, Anderton and
Renslow, 2018. Colours of curves: Okabe and Ito, <i>Color Universal Design</i>, 2008.</p>
<p>Should the program itself fail, its log tells why: {log}</p>
"""


def about(parent: QWidget) -> QDialog:
    """Return a dialog with versions and credits."""
    dialog = _dialog(parent, "About rnnviz")
    picture = QLabel()
    picture.setPixmap(window_icon().pixmap(64))
    title = plain_label(f"rnnviz {__version__}")
    font = title.font()
    font.setPointSizeF(font.pointSizeF() * 1.6)
    title.setFont(font)
    words = QLabel(CREDITS.format(versions=_versions(), log=escape(str(log_path()))))
    words.setWordWrap(True)
    words.setTextFormat(Qt.TextFormat.RichText)
    words.setMinimumWidth(420)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return _finish(dialog, picture, title, words)


def shortcuts(parent: QWidget, actions: Actions) -> QDialog:
    """Return a dialog that lists the keys, and what the mouse does."""
    dialog = _dialog(parent, "Keys and mouse")
    table = QWidget()
    grid = QGridLayout(table)
    grid.setHorizontalSpacing(24)
    keys = [*((keys_of(action), action.toolTip()) for action in actions.listed()), *IN_PARTS]
    _list(grid, "", keys)
    _list(grid, "Mouse", WINDOW)
    for name, panel in PANELS.items():
        _list(grid, f"Mouse in {panel.title}", MOUSE_IN[name])
    widest = max(table.fontMetrics().horizontalAdvance(words) for _, words in keys)
    most = round(HALF * dialog.screen().availableSize().width())
    grid.setColumnMinimumWidth(1, min(widest, most))
    return _finish(dialog, _scrolled(table, "Keys and mouse"))


def _list(grid: QGridLayout, heading: str, listed: Iterable[tuple[str, str]]) -> None:
    """Put what hands do, and what that does, below each other, under a heading."""
    if heading:
        title = plain_label(heading)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        grid.addWidget(title, grid.rowCount(), 0, 1, 2)
    for does, words in listed:
        row = grid.rowCount()
        for column, text in enumerate((does, words)):
            label = plain_label(text)
            label.setWordWrap(bool(column))
            grid.addWidget(label, row, column)


def keys_of(action: QAction) -> str:
    """Return the keys of an action in words."""
    return " or ".join(key.toString() for key in action.shortcuts())


def open_log() -> str:
    """Open the log in the system's program for texts; what is to be said, "" if it opens."""
    path = log_path()
    if not path.is_file():
        return "There is no log yet: nothing has failed."
    return "" if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))) else f"The log is {path}."


def _versions() -> str:
    modules = {"PySide6": PySide6, "pyqtgraph": pyqtgraph, "NumPy": numpy}
    names = [f"{name} {module.__version__}" for name, module in modules.items()]
    return ", ".join([f"Python {platform.python_version()}", *names])


def _dialog(parent: QWidget, title: str) -> QDialog:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    return dialog


def _scrolled(table: QWidget, name: str) -> QScrollArea:
    """Return a frame that is as large as a table, as far as the screen is."""
    frame = QScrollArea(widgetResizable=True)
    frame.setFrameShape(QFrame.Shape.NoFrame)
    frame.setAccessibleName(name)
    frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    frame.setWidget(table)
    wanted, screen = table.sizeHint(), frame.screen().availableSize()
    bar = frame.verticalScrollBar().sizeHint().width()
    frame.setMinimumSize(wanted.width() + bar, min(wanted.height(), round(SHARE * screen.height())))
    return frame


def _finish(dialog: QDialog, *parts: QWidget) -> QDialog:
    column = QVBoxLayout(dialog)
    for part in parts:
        column.addWidget(part)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column.addWidget(buttons)
    return dialog
