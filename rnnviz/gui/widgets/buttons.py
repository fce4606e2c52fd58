"""Buttons and check boxes that are large enough to be hit."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QPushButton, QToolButton

from rnnviz.gui.widgets.target import Target


class ToolButton(Target, QToolButton):
    """A button in a row of tools."""


class PushButton(Target, QPushButton):
    """A button that does what is written on it."""


class CheckBox(Target, QCheckBox):
    """A box that is ticked by a click anywhere on it or on its words."""
