"""Which characters of a text no installed font can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontMetrics

if TYPE_CHECKING:
    from rnnviz.tasks.text import Corpus

CHECKED_AT_MOST = 400
"""Characters that are looked for in the fonts, the most frequent ones of the text."""


def missing_glyphs(corpus: Corpus, font: QFont) -> tuple[str, ...]:
    """Return the frequent characters of a text that this font and those behind it lack."""
    metrics = QFontMetrics(font)
    by_count = (corpus.vocabulary[code] for code in corpus.counts.argsort()[::-1])
    drawn = [symbol for symbol in by_count if symbol.isprintable() and not symbol.isascii()]
    return tuple(s for s in drawn[:CHECKED_AT_MOST] if not metrics.inFontUcs4(ord(s)))
