"""What the window shows of a run, as a lesson that is saved tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.gui.window.lesson_layout import layout_of

if TYPE_CHECKING:
    from rnnviz.gui.window.docks import PanelDocks
    from rnnviz.lessons.draft import Scene
    from rnnviz.session.session import Session


def scene_of(session: Session, panels: PanelDocks) -> Scene:
    """Return the text, the layout of the panels and what they were told to show."""
    from rnnviz.lessons.draft import Scene  # not needed at the start

    source = session.source
    text: tuple[str, ...] = ()
    if source is not None:
        text = (source.builtin,) if source.builtin else source.files
    chosen, there = {}, panels.chosen()
    for dock in panels.docks:
        usual = {declared.name: declared.default for declared in dock.kind.choices}
        now = there.get(dock.kind.name, {})
        if other := {name: value for name, value in now.items() if value != usual[name]}:
            chosen[dock.kind.name] = other
    encodings = source.wish.by_file if source is not None else ()
    return Scene(text, layout_of(panels), chosen, encodings)
