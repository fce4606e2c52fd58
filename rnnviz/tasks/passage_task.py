"""What tasks share that read passages of a text and answer, but do not write on."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.coding import Codes
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.task import Batch, Task

PASSAGES = 256
"""Passages of the held-out part that a baseline is measured on."""


class PassageTask(Task):
    """A task on passages of T symbols of a corpus; the share `validation` of it is held out.

    Batches are cut out of what is learned from, inputs (T, B) are symbols of the corpus.
    """

    def __init__(self, corpus: Corpus, validation: float, **options: float) -> None:
        super().__init__(**options)
        self.corpus, self.validation = corpus, validation
        self.inputs = corpus.alphabet

    @classmethod
    def outputs_of(cls, about: Mapping[str, Any]) -> int:
        """The outputs of a network, from what a run's file tells `about` its text."""
        return cls.outputs

    def unseen(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Passages of the held-out part, the same every time."""
        return self.heldout(T, B)

    @abstractmethod
    def heldout(self, T: int, count: int = PASSAGES) -> Batch:
        """Up to `count` passages of the held-out part; Refusal where there is none as long."""

    def written(self, codes: NDArray[Any]) -> list[str]:
        """The symbols that codes (n,) stand for."""
        return [self.corpus.vocabulary[code] for code in codes]


def starts_over(length: int, T: int, count: int) -> NDArray[np.intp]:
    """Where up to `count` passages of T begin that lie evenly in `length` symbols, none twice."""
    count = max(1, min(count, length // T))
    return np.linspace(0, length - T, count).astype(np.intp)


def cut(codes: Codes | NDArray[np.bool_], starts: NDArray[np.intp], T: int) -> NDArray[np.intp]:
    """Passages (T, n) of codes (N,), or of what is said of each, that begin at `starts` (n,)."""
    passages: NDArray[np.intp] = codes[starts + np.arange(T)[:, None]].astype(np.intp)
    return passages
