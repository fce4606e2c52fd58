"""The live views, a file each, found by the names under which `lab/panels.py` declares them.

A panel's file is read when the panel is first seen: the window starts with four of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.gui.panels.base import Panel


def panel_class(name: str) -> type[Panel]:
    """Return the class of a panel: `HiddenUnitsPanel` of hidden_units.py, and so on."""
    words = "".join(word.capitalize() for word in name.split("_"))
    found: type[Panel] = getattr(import_module(f"{__name__}.{name}"), f"{words}Panel")
    return found
