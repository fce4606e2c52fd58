"""How large letters are, measured once: frames ask hundreds of times."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from rnnviz.gui.plotting.cell_diagram.shapes import Type

KEPT = 16


def type_of(font: QFont) -> Type:
    """Return the sizes of a font's letters."""
    return _sizes(font.toString())


@lru_cache(KEPT)
def _sizes(written: str) -> Type:
    font = QFont()
    font.fromString(written)
    metrics = QFontMetricsF(font)
    advance = lru_cache(1024)(metrics.horizontalAdvance)

    def width(text: str) -> float:
        """Return the width of a text, its letters set one by one."""
        return sum(map(advance, text))

    return Type(metrics.height(), width)
