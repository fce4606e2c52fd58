"""Draws panels of a run into files, on no screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rnnviz.gui.appearance.theme import DARK as DARK_THEME
from rnnviz.gui.appearance.theme import LIGHT as LIGHT_THEME
from rnnviz.gui.appearance.theme import PAPER, Theme
from rnnviz.gui.pictures.of_panels import of_panels
from rnnviz.gui.pictures.off_screen import OffScreenPanel, baselines_of
from rnnviz.gui.pictures.subject import Subject
from rnnviz.gui.plotting.tables import pictures_in
from rnnviz.lab.figures import CSV, DARK, PNG, WHITE, Figures
from rnnviz.lab.run import Run
from rnnviz.lab.shown_data import ShownData, files_of

NOTHING = "It has nothing to show of this run."


def figures(run: Run, wanted: Figures) -> Iterator[tuple[str, dict[Path, bytes], str]]:
    """Return for each panel its name and what is to be written where, or why that is nothing."""
    baselines = baselines_of(run)  # once for all panels
    for name in wanted.panels:
        shown = OffScreenPanel(name, run, (wanted.width, wanted.height), baselines)
        try:
            for choice, value in wanted.choices.get(name, {}).items():
                shown.panel.choose(choice, value)
            snapshot = shown.show_all()
            subject = of_panels([shown.panel], snapshot)
            tables = subject.numbers()
            if tables:
                yield name, _files(subject, tables, name, wanted), ""
            else:
                messages = (one.message for one in pictures_in(shown.panel))
                yield name, {}, next(filter(None, messages), NOTHING)
        finally:
            shown.end()


def _files(
    subject: Subject, tables: tuple[ShownData, ...], name: str, wanted: Figures
) -> dict[Path, bytes]:
    path = wanted.out / f"{name}.{wanted.form}"
    if wanted.form == CSV:
        return files_of(path, tables)
    theme = theme_of(wanted.look)
    is_png = wanted.form == PNG
    return {path: subject.png(theme, wanted.scale) if is_png else subject.svg(theme)}


def theme_of(look: str) -> Theme:
    """Return the theme of one of the looks that figures have."""
    return PAPER if look == WHITE else DARK_THEME if look == DARK else LIGHT_THEME
