"""A tool button that says in a word what it does."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton


def tool_button(text: str, flat: bool = False) -> QToolButton:
    """Return a button with this text; a flat one has a frame only under the pointer."""
    button = QToolButton()
    button.setText(text)
    button.setAutoRaise(flat)
    return button
