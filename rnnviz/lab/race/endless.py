"""Contestants that share seconds: they have no goal, and have one again outside their race."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rnnviz.lab.runs.run_layout import MOST
from rnnviz.lab.snapshot import Entry
from rnnviz.lab.turns import Shared

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.lab.runs.workspace import Entry as Saved


def make_endless(run: Run, shared: Shared) -> None:
    """Let a run that shares seconds make however many steps these take."""
    if shared.seconds is not None:
        run.trainer.goal = MOST


def give_an_end(run: Run) -> None:
    """Let a run that was in such a race, and is not any more, have the goal of its settings."""
    if run.trainer.goal == MOST:
        run.trainer.goal = max(run.step, run.settings.steps)


def enter_again(opened: Sequence[tuple[Saved, Run]]) -> None:
    """Make contestants of a workspace's runs that were in a race, as far as they are here."""
    for entry, run in opened:
        race = [one for other, one in opened if entry.race and other.race == entry.race]
        if race:
            seeds = (one.settings for one in race if one.settings.seed == run.settings.seed)
            run.entry = Entry(race[0].id, entry.contestant, next(seeds), entry.shared)
            make_endless(run, entry.shared)
