"""The task of brackets: does every bracket of a sequence have its partner?"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import Array, softmax
from rnnviz.declare import Declaration
from rnnviz.tasks.shape import MANY_TO_ONE
from rnnviz.tasks.task import Baseline, Batch, Example, Task

KINDS = 3
PAIRS = "()[]{}"
"""Kind k opens with symbol 2k and closes with 2k + 1."""
LETTERS = "abc"
SIGNS = PAIRS + LETTERS
OPENS, CLOSES = 0.4, 0.4
"""Shares of symbols that open and close, where both may come; the others are letters."""
ANSWERS = "not balanced", "balanced"

Symbols = NDArray[np.intp]


class Brackets(Task):
    """T brackets and letters; name after step T whether every bracket closes the one it must.

    inputs (T, B) symbols: 2k opens and 2k + 1 closes kind k, 6 to 8 are letters; targets (1, B), 1
    where balanced. Half of the sequences are balanced; the others were, until one bracket was
    turned round, became one of another kind, or two changed places. The last symbol is never
    damaged, so that it tells nothing: without memory the accuracy is 1/2, the cross-entropy ln 2.
    With one kind, counting is enough; with more, the order of what is open must be remembered.
    """

    name = "brackets"
    label = "Brackets"
    hint = "Brackets with letters between; say at the end whether they are balanced."
    inputs = len(SIGNS)
    outputs = 2
    signs = SIGNS
    loss = "cross_entropy"
    measure = "accuracy"
    shape = MANY_TO_ONE
    sees_future = True
    options = (
        Declaration(
            "length", "Length", 12, "Brackets and letters in a sequence (T).",
            "int", low=3, high=1000, log=True, unit="steps", effect="new network",
        ),
        Declaration(
            "kinds", "Kinds", 2, "Kinds of brackets: ( ), [ ] and { }.",
            "int", low=1, high=KINDS, effect="new network",
        ),
    )  # fmt: skip

    def batch(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Balanced or damaged with equal chances."""
        kinds = int(self.values["kinds"])
        inputs = _balanced(rng, self.length(T), B, kinds)
        classes = rng.integers(0, 2, (1, B))
        broken = np.flatnonzero(classes[0] == 0)
        inputs[:, broken] = _damaged(rng, inputs[:, broken], kinds)
        return Batch(inputs, classes)

    def baseline(self, T: int) -> Baseline:
        """Guessing."""
        return Baseline("chance", 0.5, math.log(2.0))

    def solved_at(self, T: int) -> float:
        """97 % right."""
        return 0.97

    def describe(self, batch: Batch, outputs: Array, index: int) -> Example:
        """The brackets, whether they are balanced, and the answer with its probability."""
        symbols = batch.inputs[:, index]
        p = softmax(outputs[-1, index])
        named = int(p.argmax())
        return Example(
            "".join(SIGNS[symbol] for symbol in symbols),
            ANSWERS[batch.targets[0, index]],
            f"{ANSWERS[named]} ({p[named]:.0%} sure)",
            noted=fault_of(symbols),
        )


def are_balanced(symbols: Symbols) -> NDArray[np.bool_]:
    """Whether every bracket of each of B sequences (T, B) has its partner, (B,)."""
    T, B = symbols.shape
    every, depth, fine = np.arange(B), np.zeros(B, np.intp), np.ones(B, bool)
    stack = np.full((T + 1, B), -1, np.intp)  # the bottom, -1, is no kind
    for symbol in symbols:
        is_bracket = symbol < len(PAIRS)
        opens = is_bracket & (symbol % 2 == 0)
        closes = is_bracket & (symbol % 2 == 1)
        fine &= ~closes | (stack[depth, every] == symbol // 2)
        depth += opens
        stack[depth[opens], every[opens]] = symbol[opens] // 2
        depth -= closes & (depth > 0)
    found: NDArray[np.bool_] = fine & (depth == 0)
    return found


def fault_of(symbols: Symbols) -> str:
    """The first fault of a sequence (T,) in words, steps counted from 1; "" where there is none."""
    is_open: list[int] = []
    for step, symbol in enumerate(symbols):
        sign = SIGNS[symbol]
        if symbol >= len(PAIRS):
            continue
        if symbol % 2 == 0:
            is_open.append(step)
        elif not is_open:
            return f"The {sign} at step {step + 1} closes nothing."
        elif symbols[is_open[-1]] + 1 != symbol:
            last = is_open[-1]
            met = f"the {SIGNS[symbols[last]]} of step {last + 1}"
            return f"The {sign} at step {step + 1} meets {met}."
        else:
            is_open.pop()
    if not is_open:
        return ""
    return f"The {SIGNS[symbols[is_open[-1]]]} of step {is_open[-1] + 1} is never closed."


def _balanced(rng: np.random.Generator, T: int, B: int, kinds: int) -> Symbols:
    """B balanced sequences (T, B), the first symbol of each a bracket."""
    every, depth = np.arange(B), np.zeros(B, np.intp)
    stack = np.zeros((T + 1, B), np.intp)
    drawn = rng.random((T, B))
    drawn[0] = 0.0
    kind = rng.integers(0, kinds, (T, B))
    symbols = rng.integers(len(PAIRS), len(SIGNS), (T, B))
    for t in range(T):
        left = T - t
        opens = (drawn[t] < OPENS) & (depth + 2 <= left)
        closes = (depth == left) | ((drawn[t] > 1.0 - CLOSES) & (depth > 0))
        symbols[t, opens] = 2 * kind[t, opens]
        symbols[t, closes] = 2 * stack[depth[closes], every[closes]] + 1
        depth += opens
        stack[depth[opens], every[opens]] = kind[t, opens]
        depth -= closes
    return symbols


def _damaged(rng: np.random.Generator, symbols: Symbols, kinds: int) -> Symbols:
    """Balanced sequences (T, B) with one or two brackets before the last symbol changed."""
    every = np.arange(symbols.shape[1])
    chances = np.where(symbols[:-1] < len(PAIRS), rng.random(symbols[:-1].shape), -1.0)
    first, second = np.argsort(-chances, axis=0, kind="stable")[:2]
    way = rng.integers(0, 4, len(every))  # half of them change places
    found = symbols.copy()
    swapped = (way < 2) & (chances[second, every] >= 0)
    places = first[swapped], second[swapped]
    ones = every[swapped]
    found[places[0], ones], found[places[1], ones] = symbols[places[::-1], ones]
    # Two that changed places may be balanced all the same, as "()()" and "(())" are.
    whole = np.flatnonzero(are_balanced(found))
    found[:, whole] = symbols[:, whole]
    place = first[whole]
    old = symbols[place, whole]
    others = (2 * rng.integers(1, kinds, len(whole)) if kinds > 1 else 0) + old
    turned = (way[whole] == 2) | (kinds == 1)
    found[place, whole] = np.where(turned, old ^ 1, others % (2 * kinds))
    return found
