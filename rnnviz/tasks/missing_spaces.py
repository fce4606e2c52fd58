"""The task of missing spaces: a text comes without them, and they are to be found again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import Array
from rnnviz.counts import counted
from rnnviz.declare import Declaration
from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import Codes
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.passage_task import PASSAGES, PassageTask, cut, starts_over
from rnnviz.tasks.shape import ALIGNED
from rnnviz.tasks.task import Baseline, Batch, Example

MISSED, FALSE = "\N{OPEN BOX}", "\N{BROKEN BAR}"
"""What stands for a space that was not found, and where one was marked that is none."""


@dataclass(frozen=True, eq=False)
class Letters:
    """What is left of a text without its white space: codes (n,), and where some followed (n,)."""

    codes: Codes
    space_follows: NDArray[np.bool_]

    @property
    def share(self) -> float:
        """The share of letters that a space follows."""
        return float(self.space_follows.mean())


class MissingSpaces(PassageTask):
    """Letters x_1, ..., x_T of a text without its white space; say at t if some followed x_t.

    Runs of spaces, tabs and line ends count as one space. inputs (T, B), targets (T, B), 1 where a
    space followed. The score is F1 = 2 found / (marked + true), since most letters have none: to
    mark every letter has F1 = 2 q / (1 + q), q the share of letters with a space, and to mark none
    has 0. The loss without reading is the cross-entropy of the share in the training part.
    """

    name = "missing_spaces"
    label = "Missing spaces"
    hint = "A text comes without its spaces; say after every letter whether one followed."
    outputs = 2
    loss = "cross_entropy"
    measure = "F1"
    shape = ALIGNED
    sees_future = True
    options = (
        Declaration(
            "length", "Length", 50, "Letters that are read at once (T).",
            "int", low=2, high=1000, log=True, unit="steps", effect="new network",
        ),
    )  # fmt: skip

    def __init__(self, corpus: Corpus, validation: float, **options: float) -> None:
        super().__init__(corpus, validation, **options)
        blank = np.array([symbol.isspace() for symbol in corpus.vocabulary])
        if not blank.any():
            raise Refusal(
                f"{corpus.name} has no spaces, so none of them can be missing. Open a text whose "
                "words are set apart."
            )
        self.learned, self.held = (_letters(part, blank) for part in corpus.split(validation))
        if len(self.learned.codes) and 0.0 < self.learned.share < 1.0:
            return
        raise Refusal(
            f"In the part of {corpus.name} that is learned from spaces follow no letter, or every "
            "one, so there is nothing to learn. Open another text."
        )

    def batch(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Passages that begin anywhere in what is learned from."""
        T, letters = self.length(T), self.learned
        most = len(letters.codes) // 2
        if most < T:
            raise Refusal(
                f"{self.corpus.name} has {counted(len(letters.codes), 'letter')} to learn from, "
                f"too few for passages of {T:,}. Choose a Length of at most {most:,}, or a longer "
                "text."
            )
        starts = rng.integers(0, len(letters.codes) - T + 1, B)
        return _passages(letters, starts, T)

    def heldout(self, T: int, count: int = PASSAGES) -> Batch:
        """Passages from all over the held-out part."""
        letters = self.held
        if len(letters.codes) < T or not letters.space_follows.any():
            raise Refusal(
                f"{counted(len(letters.codes), 'letter')} of {self.corpus.name} are held out, too "
                f"few to judge passages of {T:,} by. Hold out more, choose a smaller Length, or "
                "open a longer text."
            )
        return _passages(letters, starts_over(len(letters.codes), T, count), T)

    def baseline(self, T: int) -> Baseline:
        """Knowing how many letters have a space and not reading them, on the held-out passages."""
        p, q = self.learned.share, float(self.heldout(T).targets.mean())
        loss = -q * math.log(p) - (1.0 - q) * math.log(1.0 - p)
        return Baseline("share alone", 2.0 * q / (1.0 + q), loss)

    def solved_at(self, T: int) -> float:
        """An F1 of 90 %."""
        return 0.9

    def score(self, outputs: Array, targets: NDArray[Any]) -> float:
        """F1 of the spaces: 2 found / (marked + true); 0 where none is found."""
        marked, true = outputs.argmax(axis=-1) == 1, targets == 1
        return 2.0 * float((marked & true).sum()) / max(1, int(marked.sum() + true.sum()))

    def describe(self, batch: Batch, outputs: Array, index: int) -> Example:
        """The letters with the spaces that were found, missed and marked without being there."""
        letters = self.written(batch.inputs[:, index])
        true = batch.targets[:, index] == 1
        marked = outputs[:, index].argmax(axis=-1) == 1
        text, faults = "", []
        for letter, is_true, is_marked in zip(letters, true, marked, strict=True):
            text += letter
            if is_true != is_marked:
                faults.append(len(text))
                text += MISSED if is_true else FALSE
            elif is_true:
                text += " "
        wanted = "".join(a + " " * int(space) for a, space in zip(letters, true, strict=True))
        noted = _counts(int((true & marked).sum()), int(true.sum()), int((marked & ~true).sum()))
        return Example("".join(letters), wanted, text, noted=noted, faults=tuple(faults))


def _letters(codes: Codes, blank: NDArray[np.bool_]) -> Letters:
    """The codes (N,) that are no white space, and whether some follows each."""
    is_blank = blank[codes]
    follows = np.append(is_blank[1:], False)[: len(codes)]
    return Letters(codes[~is_blank], follows[~is_blank])


def _passages(letters: Letters, starts: NDArray[np.intp], T: int) -> Batch:
    return Batch(cut(letters.codes, starts, T), cut(letters.space_follows, starts, T))


def _counts(found: int, true: int, false: int) -> str:
    """How many spaces were found, missed and marked where there are none."""
    return (
        f"{found:,} of {counted(true, 'space')} found, {true - found:,} missed ({MISSED}), "
        f"{false:,} false ({FALSE})."
    )
