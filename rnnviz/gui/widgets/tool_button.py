"""A tool button that says in a word what it does."""

from __future__ import annotations

from rnnviz.gui.widgets.buttons import ToolButton


def tool_button(text: str, flat: bool = False) -> ToolButton:
    """Return a button with this text; a flat one has a frame only under the pointer."""
    button = ToolButton()
    button.setText(text)
    button.setAutoRaise(flat)
    return button
