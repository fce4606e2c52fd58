"""Labels and tooltips that show names as they are: Qt takes what looks like HTML for HTML.

A name with an `<img>` in it would have Qt open any file that the name's author likes.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QLabel, QWidget

MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "<br>"})


def plain_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label that shows every text as it is."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label


def plain_tooltip(text: str) -> str:
    """Return what a tooltip needs to show `text` as it is: nothing else, mostly."""
    return f"<qt>{text.translate(MARKUP)}</qt>" if QtText.mightBeRichText(text) else text
