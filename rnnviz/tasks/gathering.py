"""Turns pieces of text into codes, one byte a character where the alphabet allows it."""

import numpy as np

from rnnviz.tasks.coding import Codes, code_points, narrowest
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.histogram import Histogram
from rnnviz.tasks.progress import Progress


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

    def finish(self, progress: Progress, work: float) -> tuple[Codes, tuple[str, ...], str]:
        """The codes (N,), the vocabulary in code point order, and the fingerprint.

        Pieces are dropped as they are copied, so that no more than two copies exist at any time;
        `work` is what the progress advances by in all.
        """
        points = self.histogram.points
        vocabulary = tuple(map(chr, points.tolist()))
        final = np.zeros(self._seen, narrowest(len(points)))
        final[self._number[points]] = np.arange(len(points))
        codes: Codes = np.empty(self.histogram.total, narrowest(len(points)))
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
        return codes, vocabulary, digest.hexdigest()
