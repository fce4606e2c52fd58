"""What lessons measure of words: those that a network writes, and the units that follow them."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np

from rnnviz.core.numerics import Array, softmax
from rnnviz.lab.snapshot import Request
from rnnviz.lab.trainer import Trainer
from rnnviz.probes.hidden_units import HiddenUnits
from rnnviz.probes.unit_finder import UnitFinder, correlations, ranked
from rnnviz.refusal import Refusal
from rnnviz.tasks.corpus import Corpus

SAMPLE_LENGTH = 2000
"""Characters of the text in which "real words" are counted."""
THES = "the the the thethethe"
APART, TOGETHER = slice(4, 6), slice(15, 17)
"""Where t and h stand in it: at the beginning of a word, and in the midst of one."""


def text_of(trainer: Trainer) -> Corpus:
    """The text that is learned; refuses a task that has none."""
    if trainer.corpus is None:
        raise Refusal("This is for texts, and the present task reads none.")
    return trainer.corpus


def words_of(text: str) -> list[str]:
    """The words of a text, lower case."""
    return re.findall(r"[^\W\d_]+", text.lower())


def real_words(trainer: Trainer, _: int) -> float:
    """The share of written words that the text has, too."""
    known = set(words_of(text_of(trainer).decode(text_of(trainer).codes)))
    settings = replace(trainer.settings, sample_length=SAMPLE_LENGTH)
    with np.errstate(all="ignore"):
        written = trainer.feed.write(trainer.network, settings, trainer.step, trainer.smoothed)
    words = words_of(written.text)[:-1]  # the last one may have been cut off
    return sum(word in known for word in words) / max(len(words), 1)


def word_units(trainer: Trainer, feature: str = "word_end") -> UnitFinder:
    """How the units follow the words of the held-out text; refuses where there are no words."""
    text = text_of(trainer).passage(trainer.settings.validation)
    request = Request("unit_finder", (("feature", feature), ("shifts", 0), ("text", text)))
    found = trainer.measure([request])[request]
    if not isinstance(found, UnitFinder):
        raise Refusal(str(found))
    return found


def best_unit(feature: str) -> Callable[[Trainer, int], float]:
    """The largest |correlation| of a unit with a `feature` of the text."""

    def measure(trainer: Trainer, _: int) -> float:
        return float(np.nanmax(np.abs(word_units(trainer, feature).correlation)))

    return measure


def equal_letters(trainer: Trainer, _: int) -> float:
    """By how much the unit for word ends is nearer to "end" at t and h in a word than before one.

    It reads "the the the thethethe"; the smaller difference of the two letters.
    """
    ends = word_units(trainer).correlation
    best = ranked(ends)[0]
    h = np.sign(ends[best]) * _states(trainer)[:, best]
    return float(np.min(h[TOGETHER] - h[APART]))


def equal_letters_of(trainer: Trainer, units: int) -> float:
    """How far apart t and h within a word and before one are in that unit of the best few.

    It reads "the the the thethethe"; the smaller distance of the two letters.
    """
    h = _states(trainer)[:, ranked(word_units(trainer).correlation)[: max(units, 1)]]
    return float(np.abs(h[TOGETHER] - h[APART]).min(axis=0).max())


def _states(trainer: Trainer) -> Array:
    """The states (T, H) after every character of THES."""
    request = Request("hidden_units", (("phrase", THES),))
    read = trainer.measure([request])[request]
    if not isinstance(read, HiddenUnits):
        raise Refusal(str(read))
    return read.h


def network_alone(trainer: Trainer, _: int) -> float:
    """The correlation, at letters, of the network's guess that no letter follows, with that."""
    corpus, network = text_of(trainer), trainer.network
    text = corpus.passage(trainer.settings.validation)
    codes = corpus.encode(text).astype(np.intp)[:, None]
    between = np.array([not symbol.isalpha() for symbol in corpus.vocabulary])
    with np.errstate(all="ignore"):
        guesses = softmax(network.forward(codes, network.zero_state(1))[:, 0].copy())
    at = [place for place, symbol in enumerate(text[:-1]) if symbol.isalpha()]
    ends = np.array([not text[place + 1].isalpha() for place in at])
    return float(correlations(guesses[at][:, between].sum(axis=1)[:, None], ends)[0])


def letter_alone(trainer: Trainer, _: int) -> float:
    """The correlation of the training text's share of word ends after a letter, with word ends."""
    corpus, validation = text_of(trainer), trainer.settings.validation
    train, _heldout = corpus.split(validation)
    known = _ends_after(corpus.decode(train))
    pairs = [(a, b) for a, b in pairwise(corpus.passage(validation)) if a.isalpha()]
    guesses = np.array([[known.get(a, 0.0)] for a, _b in pairs])
    return float(abs(correlations(guesses, np.array([not b.isalpha() for _a, b in pairs]))[0]))


def _ends_after(text: str) -> dict[str, float]:
    """For every letter the share of its occurrences that end a word."""
    pairs = Counter((a, b.isalpha()) for a, b in pairwise(text) if a.isalpha())
    letters = {a for a, _within in pairs}
    return {a: pairs[a, False] / (pairs[a, False] + pairs[a, True]) for a in letters}
