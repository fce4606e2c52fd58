"""The task of telling texts apart: from which of them does a passage come?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import Array, softmax
from rnnviz.counts import counted
from rnnviz.declare import Declaration
from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import Codes
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.passage_task import PASSAGES, PassageTask, cut, starts_over
from rnnviz.tasks.shape import MANY_TO_ONE
from rnnviz.tasks.task import Baseline, Batch, Example

MOST_TEXTS = 50
NAMED = 4
"""So many of the likeliest texts are named beside an example."""


class WhichText(PassageTask):
    """T characters of one of C texts; name the text after the last of them.

    inputs (T, B), targets (1, B) from 0 to C - 1, every text equally often. Of each text the share
    `validation` at its end is held out. Without reading: accuracy 1/C, cross-entropy ln C.
    """

    name = "which_text"
    label = "Which text?"
    hint = "A passage comes from one of several texts; say at its end from which."
    loss = "cross_entropy"
    measure = "accuracy"
    shape = MANY_TO_ONE
    sees_future = True
    options = (
        Declaration(
            "length", "Length", 100, "Characters of a passage (T).",
            "int", low=2, high=1000, log=True, unit="steps", effect="new network",
        ),
    )  # fmt: skip

    def __init__(self, corpus: Corpus, validation: float, **options: float) -> None:
        super().__init__(corpus, validation, **options)
        _check(corpus)
        self.names = tuple(name for name, _ in corpus.parts)
        self.outputs = len(self.names)
        texts = [corpus.codes[begin:end] for begin, end in _bounds(corpus)]
        ends = [len(text) - int(len(text) * validation) for text in texts]
        self.learned = tuple(text[:end] for text, end in zip(texts, ends, strict=True))
        self.held = tuple(text[end:] for text, end in zip(texts, ends, strict=True))

    @classmethod
    def outputs_of(cls, about: Mapping[str, Any]) -> int:
        """One for each text."""
        return len(about["parts"])

    def batch(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Passages that begin anywhere in what is learned from, all texts with equal chances."""
        T = self.length(T)
        self._check_length(self.learned, T, "to learn from")
        classes = rng.integers(0, self.outputs, B)
        room = np.array([len(text) for text in self.learned])[classes] - T + 1
        starts = (rng.random(B) * room).astype(np.intp)
        return self._passages(self.learned, classes, starts, T)

    def heldout(self, T: int, count: int = PASSAGES) -> Batch:
        """Equally many passages of the end of every text, one of each in turn."""
        self._check_length(self.held, T, "held out")
        shortest = min(len(text) for text in self.held)
        each = max(1, min(count // self.outputs, shortest // T))
        starts = np.stack([starts_over(len(text), T, each) for text in self.held], axis=1)
        classes = np.tile(np.arange(self.outputs), each)
        return self._passages(self.held, classes, starts.ravel(), T)

    def baseline(self, T: int) -> Baseline:
        """Guessing."""
        return Baseline("chance", 1.0 / self.outputs, math.log(self.outputs))

    def solved_at(self, T: int) -> float:
        """95 % right."""
        return 0.95

    def describe(self, batch: Batch, outputs: Array, index: int) -> Example:
        """The passage, the text that it is of, and the text named with its probability."""
        p = softmax(outputs[-1, index])
        likeliest = np.argsort(-p, kind="stable")[:NAMED]
        named = self.names[likeliest[0]]
        return Example(
            "".join(self.written(batch.inputs[:, index])),
            self.names[batch.targets[0, index]],
            f"{named} ({p[likeliest[0]]:.0%} sure)",
            noted=", ".join(f"{self.names[text]} {p[text]:.0%}" for text in likeliest) + ".",
        )

    def _passages(
        self,
        texts: tuple[Codes, ...],
        classes: NDArray[np.intp],
        starts: NDArray[np.intp],
        T: int,
    ) -> Batch:
        """The passages (T, n) that begin at `starts` (n,) in the texts of `classes` (n,)."""
        inputs = np.zeros((T, len(classes)), np.intp)
        for number, text in enumerate(texts):
            its = classes == number
            inputs[:, its] = cut(text, starts[its], T)
        return Batch(inputs, classes[None, :])

    def _check_length(self, texts: tuple[Codes, ...], T: int, what: str) -> None:
        """Refuse passages that are longer than one of the texts."""
        shortest = min(range(len(texts)), key=lambda number: len(texts[number]))
        has = len(texts[shortest])
        if has >= T:
            return
        most = f"at most {has:,}" if has > 1 else "fewer characters"
        raise Refusal(
            f"{self.names[shortest]} has {counted(has, 'character')} {what}, too few for passages "
            f"of {T:,}. Choose a Length of {most}, hold out another share, or take longer texts."
        )


def _bounds(corpus: Corpus) -> list[tuple[int, int]]:
    """Where each of the texts begins and ends in the corpus; a newline stands between two."""
    begins = [begin for _, begin in corpus.parts]
    ends = [begin - 1 for begin in begins[1:]]
    return list(zip(begins, [*ends, corpus.characters], strict=True))


def _check(corpus: Corpus) -> None:
    """Refuse what is not several different texts."""
    if len(corpus.parts) < 2:
        raise Refusal(
            f"{corpus.name} is one text, and several are to be told apart. Give two texts or more "
            "together, or choose another task."
        )
    if len(corpus.parts) > MOST_TEXTS:
        raise Refusal(
            f"{len(corpus.parts):,} texts are too many to be told apart; take {MOST_TEXTS} at most."
        )
    texts = [corpus.codes[begin:end] for begin, end in _bounds(corpus)]
    for (one, a), (other, b) in combinations(zip(corpus.parts, texts, strict=True), 2):
        if np.array_equal(a, b):
            raise Refusal(
                f"{one[0]} and {other[0]} are the same text, so nobody can tell them apart. Leave "
                "one of them out."
            )
