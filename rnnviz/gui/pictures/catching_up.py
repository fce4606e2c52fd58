"""Has words and lists that change only now and then show what they have been told last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.gui.controls.equation_pane import EquationPane
from rnnviz.gui.controls.transport import Transport
from rnnviz.gui.panels.base import Panel
from rnnviz.gui.widgets.steady_label import SteadyLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

LATE = (Panel, SteadyLabel, Transport, EquationPane)
"""What may lag behind the step that is shown."""


def catch_up(widget: QWidget) -> None:
    """Let everything in a widget, and itself, be of the step that it was told last."""
    for part in (widget, *(part for kind in LATE for part in widget.findChildren(kind))):
        if isinstance(part, LATE):
            part.catch_up()
