"""What on the screen a help text is about: parts carry its name, those within them inherit it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

Part = TypeVar("Part", bound=QWidget)
EXPLAINED = "explained"
"""The property that carries the name of a help text."""


def explained(part: Part, name: str) -> Part:
    """Return the part, which from now on is explained by the help text of this name."""
    part.setProperty(EXPLAINED, name)
    return part


def explanation_of(part: QWidget | None, at: QPoint | None = None) -> str:
    """Return the name of the help text about a part, "" if there is none up to its window.

    `at` is where on the screen somebody points. A part of several has a method
    `explanation_at`, which is asked for it, or with None for what the keyboard has chosen in it.
    """
    while part is not None:
        several = getattr(part, "explanation_at", None)
        name = several(at) if several is not None else part.property(EXPLAINED)
        if name:
            return str(name)
        part = None if part.isWindow() else part.parentWidget()
    return ""
