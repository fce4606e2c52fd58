"""What is reported of a training in the end: its losses and score, its size and its speed."""

from dataclasses import asdict
from typing import Any

import numpy as np

from rnnviz.lab.estimates import UNVALIDATED
from rnnviz.lab.feeds import TextFeed
from rnnviz.lab.recent_losses import steps_averaged
from rnnviz.lab.trainer import Trainer
from rnnviz.lab.validation import text_loss

HELDOUT_AT_MOST = 100_000
"""Characters of held-out text that the final loss is measured on."""


def report_of(trainer: Trainer) -> dict[str, Any]:
    """The numbers of a training as it stands: `loss` is the mean of the last tenth of the steps.

    Losses in nats per character (or per step); `heldout` is that on all held-out text, up to
    `HELDOUT_AT_MOST` characters, or on fresh sequences, of which there are `heldout_count`.
    """
    history, steps = trainer.history, max(1, trainer.step // 10)
    last = history.curve("loss")[history.curve("steps") > trainer.step - steps]
    return {
        "steps": trainer.step,
        "loss": float(last.mean(dtype=float)) if len(last) else None,
        "loss_steps": len(last),
        "loss_mean": trainer.smoothed if len(last) else None,
        "loss_mean_steps": steps_averaged(trainer.step),
        "loss_ema": trainer.slow,
        **_held_out(trainer),
        "seconds": trainer.seconds,
        "chars_per_second": trainer.characters / max(trainer.seconds, 1e-9),
        "parameters": trainer.network.flat.size,
        "vocabulary": len(trainer.feed.coding.vocabulary),
        "diverged": trainer.diverged,
    }


def _held_out(trainer: Trainer) -> dict[str, Any]:
    """The loss on data not learned from, of how many, and for a drawn task its score."""
    found: dict[str, Any] = {"heldout": None, "heldout_count": 0, "heldout_estimate": None}
    with trainer.beside(UNVALIDATED):
        found |= _measured(trainer)
    return found


def _measured(trainer: Trainer) -> dict[str, Any]:
    with np.errstate(all="ignore"):
        estimate = trainer.feed.estimate(trainer.network)
    if estimate is None:
        return {}
    found: dict[str, Any] = {"heldout_estimate": estimate.loss}
    if not isinstance(trainer.feed, TextFeed):
        found |= {"heldout": estimate.loss, "score": estimate.score}
        found["heldout_count"] = trainer.feed.unseen_count
        return found | _forced(trainer) | _forecasts(trainer)
    _, heldout = trainer.feed.corpus.split(trainer.settings.validation)
    held = heldout[:HELDOUT_AT_MOST]
    return found | {"heldout": text_loss(trainer.network, held), "heldout_count": len(held) - 1}


def _forced(trainer: Trainer) -> dict[str, Any]:
    """The score after true symbols, for a run that is judged by what it writes alone."""
    from rnnviz.lab.fed_back_feed import FedBackFeed  # which other runs need never

    feed = trainer.feed
    if not isinstance(feed, FedBackFeed):
        return {}
    return {"forced_score": feed.forced_score(trainer.network)}


def _forecasts(trainer: Trainer) -> dict[str, Any]:
    """The errors of forecasts, for a run of numbers."""
    if trainer.series is None:
        return {}
    from rnnviz.lab.forecasts import forecasts_of  # which other runs need never
    from rnnviz.lab.series_feed import SeriesFeed

    feed = trainer.feed
    found = forecasts_of(feed, trainer.network) if isinstance(feed, SeriesFeed) else None
    return {} if found is None else {"forecasts": asdict(found)}
