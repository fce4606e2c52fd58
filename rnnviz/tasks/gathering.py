"""Turns pieces of text into codes, one byte a character where the alphabet allows it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnviz.tasks.coding import Codes, code_points, narrowest
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.histogram import Histogram
from rnnviz.tasks.progress import Progress
from rnnviz.tasks.rare_symbols import with_sign


@dataclass(frozen=True, eq=False)
class Gathered:
    """Codes (N,), the vocabulary in code point order, how often each symbol occurs, (V,).

    `fingerprint` is that of both; `replaced` characters are rare ones that became the sign.
    """

    codes: Codes
    vocabulary: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    fingerprint: str
    replaced: int


class Gathering:
    """Folds and numbers a text piece by piece.

    While pieces arrive, symbols are numbered by first appearance; only at the end is the
    vocabulary known and can they be numbered in code point order.
    """

    def __init__(self, folding: Folding) -> None:
        self.histogram = Histogram()
        self._folding = folding
        self._pieces: list[Codes] = []
        self._last = ""
        self._seen = 0  # symbols numbered so far
        self._number = np.zeros(0, np.uint8)  # number by code point, where seen
        self._is_seen = np.zeros(0, bool)

    def add(self, text: str) -> None:
        """Append one piece of text."""
        folded = self._folding.fold(text, self._last)
        if not folded:
            return
        self._last = folded[-1]
        points = code_points(folded)
        self.histogram.add(points)
        self._number_new_symbols()
        self._pieces.append(np.take(self._number, points))

    def _number_new_symbols(self) -> None:
        occurs = self.histogram.counts > 0
        if len(occurs) > len(self._is_seen):
            more = len(occurs) - len(self._is_seen)
            self._is_seen = np.pad(self._is_seen, (0, more))
            self._number = np.pad(self._number, (0, more))
        new = np.flatnonzero(occurs & ~self._is_seen)
        if not len(new):
            return
        numbers = np.arange(self._seen, self._seen + len(new))
        self._seen += len(new)
        self._number = self._number.astype(narrowest(self._seen), copy=False)
        self._number[new] = numbers
        self._is_seen[new] = True

    def finish(self, progress: Progress, work: float) -> Gathered:
        """All that was added, in codes, with only the most frequent symbols where so many are kept.

        Pieces are dropped as they are copied, so that no more than two copies exist at any time;
        `work` is what the progress advances by in all.
        """
        points = self.histogram.points
        occurrences = self.histogram.counts[points]
        known, places, replaced = with_sign(points, occurrences, self._folding.symbols)
        vocabulary = tuple(map(chr, known.tolist()))
        final = np.zeros(self._seen, narrowest(len(known)))
        final[self._number[points]] = places
        counts = np.zeros(len(known), np.int64)
        np.add.at(counts, places, occurrences)
        codes: Codes = np.empty(self.histogram.total, narrowest(len(known)))
        import hashlib  # brings in OpenSSL, for which the start need not wait

        digest = hashlib.sha256("".join(vocabulary).encode("utf-8", "surrogatepass") + b"\xff")
        end = 0
        self._pieces.reverse()
        while self._pieces:
            piece = np.take(final, self._pieces.pop())
            codes[end : end + len(piece)] = piece
            end += len(piece)
            digest.update(piece.astype(piece.dtype.newbyteorder("<"), copy=False).data)
            progress.advance(work * len(piece) / len(codes))
        codes.flags.writeable = False
        return Gathered(codes, vocabulary, counts, digest.hexdigest(), replaced)
