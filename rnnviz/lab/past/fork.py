"""Goes on from a moment of a run in a run of its own, with other settings or the same."""

from __future__ import annotations

from rnnviz.core.pauses import Ask, Pauses
from rnnviz.lab.edits import EditHistory
from rnnviz.lab.run import Run
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer


def fork(run: Run, step: int, settings: Settings | None = None, ask: Ask | None = None) -> Run:
    """A run that stands where `run` stood after `step` steps, and leaves that as it is.

    With the same settings it goes on as that did; others must need no new network. It has the
    curves, samples, marks and moments up to there. Raises Refusal for a step that is not kept and
    for settings that begin anew. A large one asks now and then.
    """
    moment = run.kept_moment(step)
    settings = settings or moment.settings
    settings.check_acts_now(moment.settings)
    trainer = Trainer(moment.settings, run.material, ask, drawn=False)
    moment.go_on_in(trainer, Pauses(ask))
    trainer.history.become(run.history, step, moment.lengths)
    forked = Run(trainer, run.source)
    forked.saved_step = 0  # it is in no file
    forked.past = run.past.until(step)
    forked.edits = EditHistory(trainer.network, trainer.optimizer, trainer.history, moment.back)
    forked.change(settings)
    return forked
