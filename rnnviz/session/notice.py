"""What the session tells people: a sentence and how serious it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rnnviz.tasks.rare_symbols import LARGE_ALPHABET

if TYPE_CHECKING:
    from rnnviz.lab.trainer import Trainer
    from rnnviz.tasks.corpus import Corpus


@dataclass(frozen=True)
class Notice:
    """A sentence for the window; `details` hold a traceback where the program itself failed."""

    kind: Literal["info", "warning", "error"]
    text: str
    details: str = ""


READING_FAILED = "Reading it failed because of a mistake in this program."
TRAINING_FAILED = "Training stopped because of a mistake in this program; what is shown stays."
MEASURING_FAILED = "“{label}” cannot be measured because {why}; the training goes on."
WRITING_FAILED = "The network could not write because {why}; the training goes on."
COMMAND_FAILED = "What was asked for could not be done because {why}; the rest goes on."
GIVEN_UP = (
    "The change by hand takes long in a network of this size and was given up for what was asked "
    "after it; do it again."
)
DIVERGED = (
    "The loss or its gradient is no longer a number: the weights or the states ran away. Try a "
    "lower learning rate, clipping or smaller initial weights, and press Home to start over."
)


def warnings_of(corpus: Corpus, trainer: Trainer) -> tuple[Notice, ...]:
    """What somebody should know of a text before a network learns it."""
    told = corpus.warnings
    if corpus.alphabet > LARGE_ALPHABET:
        from rnnviz.captions.alphabet import alphabet_warning  # most texts need it never

        told = (*told, alphabet_warning(corpus, trainer.network))
    return tuple(Notice("warning", words) for words in told)
