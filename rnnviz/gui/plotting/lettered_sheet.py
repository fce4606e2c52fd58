"""A sheet on which letters stand."""

from __future__ import annotations

from rnnviz.gui.plotting.glyphs import Glyphs
from rnnviz.gui.plotting.sheet import Sheet


class LetteredSheet(Sheet):
    """One that keeps the glyphs of its `letters` until it is drawn all anew."""

    _glyphs: Glyphs | None = None

    def _forget(self) -> None:
        super()._forget()
        self._glyphs = None

    def _letters(self) -> Glyphs:
        if self._glyphs is None:
            self._glyphs = Glyphs(self.letters)
        return self._glyphs
