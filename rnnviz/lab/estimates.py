"""What a trainer measures beside its steps: its first window's loss, and that on unseen data."""

from collections.abc import Callable

from rnnviz.core.network import Network
from rnnviz.lab.beside import Beside
from rnnviz.lab.feeds import Feed
from rnnviz.lab.history import History
from rnnviz.lab.validation import window_loss
from rnnviz.probes import Sequence

UNLOOKED = "The loss before the first step could not be measured"
UNVALIDATED = "The loss on data not learned from could not be measured"


class Estimates:
    """Measures what `feed` promises into `history`; nothing that is learned depends on it.

    What fails is told `beside` the training; what is broken off is still owed.
    """

    def __init__(self, feed: Feed, history: History, beside: Beside) -> None:
        self._feed, self._history, self._beside = feed, history, beside
        self.first_is_known = False
        """Whether the first window was measured, with the weights as they are."""
        self.owed = 0
        """The step whose held-out loss is still to be measured."""

    def all_made(self, step: int) -> bool:
        """Whether there is nothing (more) to measure after `step` steps."""
        return (step > 0 or self.first_is_known) and self.owed != step

    def first(self, network: Network, window: Callable[[], Sequence]) -> float | None:
        """The loss of the window before the first step; None where it is known or not to be had."""
        loss = None
        if not self.first_is_known:
            with self._beside(UNLOOKED):
                loss = window_loss(network, window()) * self._feed.scale
                self.first_is_known = True
        return loss

    def note(self, step: int) -> None:
        """So many steps are done: after certain ones the held-out loss is owed."""
        if step % self._feed.every == 0:
            self.owed = step

    def heldout(self, network: Network, step: int, characters: int, seconds: float) -> None:
        """Measure the held-out loss if it is owed, after so many steps, characters and seconds."""
        if self.owed != step:
            return
        known, estimate = self._history.curve("validation_steps"), None
        made = len(known) > 0 and known[-1] == step  # before the run was saved
        with self._beside(UNVALIDATED):
            estimate = None if made else self._feed.estimate(network)
        self.owed = -1
        if estimate is not None:
            self._history.append(
                validation_steps=step,
                validation_characters=characters,
                validation_loss=estimate.loss,
                validation_score=estimate.score,
                validation_seconds=seconds,
            )
