"""Which held-out characters losses are measured on: the same for the network and for n-grams."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

STREAMS = 16
"""Held-out text is read in this many places at once."""
STREAM_LENGTH = 512
WARM_UP = 32
"""The first characters of a stream are read without knowing what was before, and do not count."""


@dataclass(frozen=True, eq=False)
class HeldOutPart:
    """Passages (n + 1, streams) of a held-out text, spread evenly over it.

    What is predicted are the characters after the first of each; those that count come after
    `skipped` more.
    """

    passages: NDArray[np.intp]
    skipped: int

    @property
    def counted(self) -> NDArray[np.intp]:
        """The characters (n - skipped, streams) whose loss counts."""
        return self.passages[self.skipped + 1 :]


def part_of(heldout: NDArray[Any]) -> HeldOutPart | None:
    """Up to STREAMS x STREAM_LENGTH characters of codes (n,), the same every time.

    None where there are fewer than two characters.
    """
    streams = max(1, min(STREAMS, len(heldout) // (4 * WARM_UP)))
    length = min(STREAM_LENGTH, len(heldout) // streams - 1)
    if length < 1:
        return None
    starts = np.arange(streams) * (len(heldout) // streams)
    places = starts[None, :] + np.arange(length + 1)[:, None]
    skipped = WARM_UP if length > 2 * WARM_UP else 0
    return HeldOutPart(heldout[places].astype(np.intp), skipped)
