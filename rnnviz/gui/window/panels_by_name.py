"""The panels of the docks by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.gui.panels.base import Panel
    from rnnviz.gui.window.panel_dock import PanelDock


class Panels(Mapping[str, "Panel"]):
    """The panels by name; one that is not there yet is made when it is looked up."""

    def __init__(self, docks: list[PanelDock]) -> None:
        self._docks = {dock.kind.name: dock for dock in docks}

    def __getitem__(self, name: str) -> Panel:
        return self._docks[name].panel

    def __contains__(self, name: object) -> bool:
        return name in self._docks

    def __iter__(self) -> Iterator[str]:
        return iter(self._docks)

    def __len__(self) -> int:
        return len(self._docks)
