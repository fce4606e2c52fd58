"""What the session tells people: a sentence and how serious it is."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Notice:
    """A sentence for the window; `details` hold a traceback where the program itself failed."""

    kind: Literal["info", "warning", "error"]
    text: str
    details: str = ""


READING_FAILED = "Reading it failed because of a mistake in this program."
TRAINING_FAILED = "Training stopped because of a mistake in this program; what is shown stays."
