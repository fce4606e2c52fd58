"""Says so where a text has characters that no installed font can show."""

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


def missing_glyphs_caption(corpus: Corpus, font: QFont) -> str:
    """Return what to say of them, "" if there is nothing to say."""
    missing = missing_glyphs(corpus, font)
    if not missing:
        return ""
    more = "or more " if corpus.alphabet > CHECKED_AT_MOST else ""
    return (
        f"No installed font has {len(missing):,} {more}of the text's {corpus.alphabet:,} symbols "
        f"(one is U+{ord(missing[0]):04X}): boxes stand for them, and what is learned is the same. "
        "Install a font with these characters to read them."
    )
