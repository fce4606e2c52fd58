"""A trainer beside the run's own, which stands where the run once stood."""

from __future__ import annotations

from rnnviz.lab.past.moment import PastMoment
from rnnviz.lab.trainer import Trainer


class Ghost:
    """Shows moments of one run, one after the other, in a trainer made when the first is wanted.

    It is measured and it writes as the run's own did then; it is never trained.
    """

    def __init__(self, present: Trainer) -> None:
        self._present = present
        self._trainer: Trainer | None = None
        self._shown: PastMoment | None = None

    def at(self, moment: PastMoment) -> Trainer:
        """The trainer as it was at a moment; Refusal where there is no memory for it."""
        present, trainer = self._present, self._trainer
        if trainer is None:
            settings, ask = moment.settings, present.network.pauses.ask
            trainer = Trainer(settings, present.material, ask, drawn=False)
        trainer.network.pauses.ask = present.network.pauses.ask
        if self._shown is not moment:
            self._shown = None
            moment.show_in(trainer)
            trainer.history.become(present.history, moment.step, moment.lengths)
            self._trainer, self._shown = trainer, moment
        return trainer

    @property
    def there(self) -> bool:
        """Whether the trainer has been made, and takes memory."""
        return self._trainer is not None

    def forget(self) -> None:
        """Give its memory back."""
        self._trainer = self._shown = None
