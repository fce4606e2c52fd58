"""A picture of panels: their parts that are no controls, under what they show and of which run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from rnnviz.gui.pictures.subject import Part, Subject
from rnnviz.lab.panels import PANELS
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from rnnviz.gui.panels.base import Panel
    from rnnviz.lab.snapshot import Snapshot


def of_panels(
    panels: Sequence[Panel], drawn: Snapshot | None, names: Sequence[str] = (), down: bool = False
) -> Subject:
    """Return the picture of a panel, or of two beside or below each other, each with its name."""
    first = panels[0]
    known, stem, notes = PANELS[first.name], first.name, [first.notes()]
    if known.of_run and drawn is not None:
        stem = f"{stem}-{drawn.step}"
        step = f"step {drawn.step:,}"
        notes.insert(0, ", ".join((drawn.name, step) if drawn.name and not names else (step,)))
    named = names or [""] * len(panels)
    parts = [Part(one, one.shown(), name) for one, name in zip(panels, named, strict=True)]
    return Subject(
        stem,
        known.title,
        tuple(parts),
        tuple(note for note in notes if note),
        down,
        numbers=partial(_numbers_of, tuple(panels), tuple(named)),
    )


def _numbers_of(panels: Sequence[Panel], names: Sequence[str]) -> tuple[ShownData, ...]:
    """Return what each panel shows, under the names of their runs where there are two."""
    found = []
    for panel, name in zip(panels, names, strict=True):
        for table in panel.data():
            parts = (part for part in (name, table.name) if part)
            found.append(table.named(" ".join(parts)))
    return tuple(found)
