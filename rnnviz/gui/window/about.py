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
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from rnnviz import __version__
from rnnviz.captions.mouse import PANELS as MOUSE_IN
from rnnviz.captions.mouse import WINDOW
from rnnviz.gui.actions.actions import IN_PARTS
from rnnviz.gui.appearance.icons import window_icon
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.screen_dialog import ScreenDialog
from rnnviz.lab.panels import PANELS
from rnnviz.log_file import log_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction

    from rnnviz.gui.actions.actions import Actions

CREDITS = """
<h2>rnnviz {version}</h2>
<p>Watch a recurrent network learn to write, and its gradients vanish through time.</p>
<p>{versions}</p>
<p>Free software under the MIT licence. Qt is used under the LGPL.</p>
<p>Diverging colour map: even in OKLab by Björn Ottosson, 2020, after the advice of Peter Kovesi,
<i>Good Colour Maps: How to Design Them</i>, 2015. Magnitudes: cividis by Nuñez, Anderton and
Renslow, 2018. Colours of curves: Okabe and Ito, <i>Color Universal Design</i>, 2008.</p>
<p>Should the program itself fail, its log tells why: {log}</p>
"""


class About(ScreenDialog):
    """Versions and credits."""

    SIZE = (56, 0)


class Keys(ScreenDialog):
    """What the keys do, and the mouse."""

    SIZE = (100, 46)


def about(parent: QWidget) -> QDialog:
    """Return a dialog with versions and credits."""
    picture = QLabel()
    picture.setPixmap(window_icon().pixmap(64))
    told = {"version": __version__, "versions": _versions(), "log": escape(str(log_path()))}
    words = QLabel(CREDITS.format(**told))
    words.setWordWrap(True)
    words.setTextFormat(Qt.TextFormat.RichText)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return _finish(About(parent), "About rnnviz", picture, words)


def shortcuts(parent: QWidget, actions: Actions) -> QDialog:
    """Return a dialog that lists the keys, and what the mouse does."""
    table = QWidget()
    grid = QGridLayout(table)
    grid.setHorizontalSpacing(24)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    keys = [*((keys_of(action), action.toolTip()) for action in actions.listed()), *IN_PARTS]
    _list(grid, "", keys)
    _list(grid, "Mouse", WINDOW)
    for name, panel in PANELS.items():
        _list(grid, f"Mouse in {panel.title}", MOUSE_IN[name])
    return _finish(Keys(parent), "Keys and mouse", table)


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
            label.setWordWrap(True)
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


def _finish(dialog: ScreenDialog, title: str, *parts: QWidget) -> QDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    column = QVBoxLayout()
    for part in parts:
        column.addWidget(part)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    dialog.hold(column, buttons)
    return dialog
