"""A beam search in words: its beginnings, and what greed and chance wrote beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.invisible_characters import in_a_line
from rnnviz.captions.number_format import signed_number
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from rnnviz.probes.beam_search import BeamTree, Continuation

BEST, GREEDY, SAMPLED = "beam search", "greedy", "sampled"
GIVEN_UP, LASTING = "given up later", "kept to the end"


def log_p(value: float) -> str:
    """Return a log p beside a path: two decimals up to 100, and its sign."""
    if not math.isfinite(value) or abs(value) >= 100:
        return signed_number(value)
    return ("−" if value < 0 else "") + f"{abs(value):.2f}"


def written(tree: BeamTree, step: int, number: int) -> str:
    """Return what stands on the path to a beginning of a step."""
    symbols = [tree.symbols[step][number]]
    for s in range(step, 0, -1):
        number = int(tree.parents[s, number])
        symbols.append(tree.symbols[s - 1][number])
    return "".join(reversed(symbols))


def node_caption(tree: BeamTree, step: int, number: int) -> str:
    """Return what is said of a beginning: its text, how likely it is, and what becomes of it."""
    score = float(tree.scores[step, number])
    text = in_a_line(written(tree, step, number))
    told = f"“{text}”: log p = {log_p(score)} nats, p = {signed_number(math.exp(score), 2)}"
    return told if tree.lasting[step, number] else f"{told}; given up later"


def rows(tree: BeamTree) -> tuple[tuple[str, str, str], ...]:
    """Return a name, log p and the text of the three continuations."""
    return tuple(
        (name, log_p(one.log_p), in_a_line(one.text)) for name, one in _continuations(tree)
    )


def caption(tree: BeamTree) -> str:
    """Return how wide the search was, and how much likelier its text is than the others."""
    if tree.width == 1:
        return "Only the likeliest character is kept at every step, which is greedy writing."
    kept = f"The {tree.width} likeliest go on at every step."
    return f"{_compared(tree.best, tree.greedy)} {kept}"


def _compared(best: Continuation, greedy: Continuation) -> str:
    if best.text == greedy.text:
        return "Beam search finds what greedy writing finds."
    ahead = best.log_p - greedy.log_p
    if ahead <= 0:
        return "Greedy writing finds a likelier text: beam search gave up its beginning."
    times = signed_number(math.exp(min(ahead, 700.0)), 2)
    return f"Beam search finds a text {times} times as likely as the greedy one."


def data(tree: BeamTree) -> ShownData:
    """Return the three continuations, and all beginnings of the tree."""
    length = len(tree.symbols)
    ends = tuple((name, length, one.log_p, one.text) for name, one in _continuations(tree))
    beginnings = (
        (
            LASTING if tree.lasting[step, number] else GIVEN_UP,
            step + 1,
            float(tree.scores[step, number]),
            written(tree, step, number),
        )
        for step, number in np.argwhere(np.isfinite(tree.scores)).tolist()
    )
    how, steps, scores, texts = zip(*ends, *beginnings, strict=True)
    return ShownData(
        (
            ("how", how),
            ("log p in nats", scores),
            ("text", [in_a_line(text) for text in texts]),
            ("step", steps),
        )
    )


def _continuations(tree: BeamTree) -> tuple[tuple[str, Continuation], ...]:
    sampled = f"{SAMPLED} at {tree.temperature:g}"
    return (BEST, tree.best), (GREEDY, tree.greedy), (sampled, tree.sampled)
