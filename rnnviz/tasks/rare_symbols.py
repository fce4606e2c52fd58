"""Keeps the most frequent symbols of a large alphabet and one sign for the rest."""

import numpy as np
import numpy.typing as npt

SIGN = "\ufffd"
"""Unicode's sign for a character that is not known or cannot be shown.

So a text that has it already means the same by it: there, too, a character was lost.
"""
LARGE_ALPHABET = 2000
"""Symbols beyond which it is said what they cost."""
Points = npt.NDArray[np.int64]


def with_sign(points: Points, counts: Points, symbols: int | None) -> tuple[Points, Points, int]:
    """The code points to keep, the place among them of each of `points`, and how much is replaced.

    `points` (n,) ascend and occur `counts` (n,) times. If more than `symbols` of them are none of
    the sign's, the most frequent so many are kept (of equals the first by code point), and the
    sign in addition. The last number is that of characters which become the sign.
    """
    own = points != ord(SIGN)
    if symbols is None or own.sum() <= symbols:
        return points, np.arange(len(points)), 0
    by_frequency = np.lexsort((points, -counts))
    kept = np.zeros(len(points), bool)
    kept[by_frequency[own[by_frequency]][:symbols]] = True
    known = np.union1d(points[kept], [ord(SIGN)])
    places = known.searchsorted(np.where(kept, points, ord(SIGN)))
    return known, places, int(counts[~kept & own].sum())


def rare_note(symbols: int, seen: int, replaced: int, characters: int) -> list[str]:
    """What to say of a text of so many `characters` in which rare symbols were `replaced`."""
    if not replaced:
        return []
    return [
        f"The {symbols:,} most frequent of {seen:,} symbols are kept; the others, "
        f"{share_text(replaced / characters)} of the text, became one sign, {SIGN}, which samples "
        "never write."
    ]


def share_text(share: float) -> str:
    """A share that is not zero in per cent."""
    return f"{share:.1%}" if share >= 0.001 else "less than 0.1%"
