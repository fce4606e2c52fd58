"""Says which of too many kept runs go: those that have trained least."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.lab.runs.kept_runs import Kept

AT_MOST = 40
"""Two races of the largest size over three seeds, which end with one window."""
LATEST = 3
"""Of these none goes for being one too many: a few texts in a row, or windows closed at once."""
BYTES = 2_000_000_000
"""More than so many usual runs of any length take; the folder lies where backups look."""


def surplus(runs: Sequence[Kept]) -> list[Kept]:
    """Which of these, the latest first, are too many or too large together.

    While there are more than AT_MOST, or more than BYTES of them, the one that has trained for
    the fewest seconds goes, the older of two; the LATEST, and for their size the latest alone,
    stay in any case, as does the one that has trained longest.
    """
    by_worth = sorted(runs, key=lambda run: (run.seconds, run.time))
    going: list[Kept] = []
    for stay, is_over in ((LATEST, _too_many), (1, _too_large)):
        spared = (*runs[:stay], *by_worth[-1:])
        for run in by_worth:
            if run not in going and run not in spared and is_over(_without(runs, going)):
                going.append(run)
    return going


def _without(runs: Sequence[Kept], going: Sequence[Kept]) -> list[Kept]:
    return [run for run in runs if run not in going]


def _too_many(runs: Sequence[Kept]) -> bool:
    return len(runs) > AT_MOST


def _too_large(runs: Sequence[Kept]) -> bool:
    return sum(run.size for run in runs) > BYTES
