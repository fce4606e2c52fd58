"""What is done beside training, which goes on without it where it fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rnnviz.refusal import why
from rnnviz.tasks.progress import Cancelled

Tell = Callable[[str, Exception], None]
"""Is told what could not be done, as the beginning of a sentence, and why."""


class Beside:
    """Guards what nothing that is learned depends on: `with beside("It could not be measured"):`.

    What fails is told once, until it succeeds again. What is broken off for something urgent has
    not failed.
    """

    def __init__(self) -> None:
        self.tell: Tell = _log
        self._failing: set[str] = set()

    @contextmanager
    def __call__(self, failure: str) -> Iterator[None]:
        """Do what is in here; `failure` says that it could not be done."""
        try:
            yield
        except Cancelled:
            raise
        except Exception as error:
            if failure not in self._failing:
                self._failing.add(failure)
                self.tell(failure, error)
        else:
            self._failing.discard(failure)


def sentence_of(failure: str, error: Exception) -> str:
    """The whole sentence for people."""
    return f"{failure} because {why(error)}; the training goes on."


def _log(failure: str, error: Exception) -> None:
    """What is done where nobody is there to be told."""
    from rnnviz.log_file import logged  # when something fails, not at the start

    logged(sentence_of(failure, error))
