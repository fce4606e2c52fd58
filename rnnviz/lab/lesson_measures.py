"""What a lesson may promise: measurements of a run by the words that a lesson uses for them."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from rnnviz.core.cells.base import Array
from rnnviz.lab.feeds import Estimate
from rnnviz.lab.snapshot import Option, Request
from rnnviz.lab.trainer import Trainer
from rnnviz.probes.hidden_units import HiddenUnits
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.ngrams import heldout_losses

SAMPLE_LENGTH = 2000
"""Characters of the text in which "real words" are counted."""
PASSAGE = 1000
"""Characters of held-out text along which hidden units are compared with word boundaries."""
GRAMS = ("1-gram", "2-gram", "3-gram", "4-gram", "5-gram")


@dataclass(frozen=True)
class Measure:
    """A measurement: what it is in a sentence, and how it is taken; some take a whole number."""

    hint: str
    take: Callable[[Trainer, int], float | bool]


def _probe(trainer: Trainer, probe: str, **options: Option) -> Any:
    request = Request(probe, tuple(options.items()))
    return trainer.measure([request])[request]


def _ungated(trainer: Trainer, what: str) -> Any:
    if len(trainer.network.cell.gates) > 1:
        raise Refusal(f"{what!r} is for the vanilla cell: a gated cell has one W_hh for each gate.")
    return _probe(trainer, "spectrum", steps=1)


def _estimate(trainer: Trainer) -> Estimate:
    with np.errstate(all="ignore"):
        estimate = trainer.feed.estimate(trainer.network)
    if estimate is None:
        raise Refusal("Nothing is held out, so there is no held-out loss.")
    return estimate


def _curve(name: str, of: Callable[[Any], Any]) -> Callable[[Trainer, int], float]:
    def take(trainer: Trainer, _: int) -> float:
        curve = trainer.history.curve(name)
        return float(of(curve)) if len(curve) else float("nan")

    return take


def _decay(state: str) -> Callable[[Trainer, int], float]:
    def take(trainer: Trainer, lag: int) -> float:
        mean = _probe(trainer, "decay", state=state).mean
        if lag >= len(mean):
            raise Refusal(f"There is no lag {lag}: the sequences have {len(mean)} steps.")
        return float(mean[lag])

    return take


def _summed(trainer: Trainer, lag: int) -> float:
    median = _probe(trainer, "gradient_flow", mode="summed").median
    if lag >= len(median):
        raise Refusal(f"There is no lag {lag}: the sequences have {len(median)} steps.")
    return float(median[lag] / median[0])


def _silent(trainer: Trainer, _: int) -> float:
    silent = _probe(trainer, "saturation").silent
    if silent is None:
        raise Refusal("'silent share' is for a ReLU; this cell has none.")
    return float(silent.mean())


def _horizon(trainer: Trainer, _: int) -> float:
    horizon = _probe(trainer, "saturation").horizon
    if horizon is None:
        raise Refusal("'keep horizon' is for a gated cell; this one has no gate that keeps.")
    return float(np.median(horizon))


def _text(trainer: Trainer) -> Corpus:
    if trainer.corpus is None:
        raise Refusal("This is for texts; the present task draws numbers.")
    return trainer.corpus


def words_of(text: str) -> list[str]:
    """The words of a text, lower case."""
    return re.findall(r"[^\W\d_]+", text.lower())


def _real_words(trainer: Trainer, _: int) -> float:
    known = set(words_of(_text(trainer).decode(_text(trainer).codes)))
    settings = replace(trainer.settings, sample_length=SAMPLE_LENGTH)
    with np.errstate(all="ignore"):
        written = trainer.feed.write(trainer.network, settings, trainer.step, trainer.smoothed)
    words = words_of(written.text)[:-1]  # the last one may have been cut off
    return sum(word in known for word in words) / max(len(words), 1)


def passage(trainer: Trainer) -> str:
    """The held-out text that units are watched along."""
    corpus = _text(trainer)
    _, heldout = corpus.split(trainer.settings.validation)
    return corpus.decode(heldout[:PASSAGE])


def _boundary(ahead: int) -> Callable[[Trainer, int], float]:
    """The best unit's correlation with "a word's end is `ahead` symbols away"."""

    def take(trainer: Trainer, _: int) -> float:
        units = _probe(trainer, "hidden_units", phrase=passage(trainer))
        assert isinstance(units, HiddenUnits)
        letters = np.array([symbol.isalpha() for symbol in units.symbols])
        if ahead:
            return float(best_correlation(units.h[:-1][letters[:-1]], ~letters[1:][letters[:-1]]))
        return float(best_correlation(units.h, ~letters))

    return take


def _letter_alone(trainer: Trainer, _: int) -> float:
    """The correlation of the training text's share of word ends after a letter, with word ends."""
    corpus = _text(trainer)
    train, _heldout = corpus.split(trainer.settings.validation)
    known = _ends_after(corpus.decode(train))
    text = passage(trainer)
    pairs = [(a, b) for a, b in pairwise(text) if a.isalpha()]
    guesses = np.array([[known.get(a, 0.0)] for a, _b in pairs])
    return best_correlation(guesses, np.array([not b.isalpha() for _a, b in pairs]))


def _ends_after(text: str) -> dict[str, float]:
    """For every letter the share of its occurrences that end a word."""
    pairs = Counter((a, b.isalpha()) for a, b in pairwise(text) if a.isalpha())
    letters = {a for a, _within in pairs}
    return {a: pairs[a, False] / (pairs[a, False] + pairs[a, True]) for a in letters}


def best_correlation(h: Array, wanted: Array) -> float:
    """The largest |correlation| of a unit of h (T, H) with a yes or no (T,)."""
    return float(np.nanmax(np.abs(correlations(h, wanted))))


def correlations(h: Array, wanted: Array) -> Array:
    """The correlation (H,) of every unit of h (T, H) with a yes or no (T,)."""
    h, y = h - h.mean(axis=0, dtype=np.float64), wanted - wanted.mean(dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Array = (y @ h) / np.sqrt((y @ y) * np.square(h).sum(axis=0))
    return found


MEASURES: dict[str, Measure] = {
    "loss": Measure("the loss of the last step", lambda t, _: t.loss),
    "smoothed": Measure("the mean loss of the last 200 steps", lambda t, _: t.smoothed),
    "heldout": Measure("the loss on data not learned from", lambda t, _: _estimate(t).loss),
    "score": Measure("a task's accuracy or squared error", lambda t, _: _estimate(t).score),
    "diverged": Measure("whether the loss stopped being a number", lambda t, _: t.diverged),
    "gradient norm": Measure(
        "the last gradient's norm before clipping", _curve("gradient_norm", lambda c: c[-1])
    ),
    "largest norm": Measure(
        "the largest gradient norm before clipping so far", _curve("gradient_norm", np.max)
    ),
    "typical norm": Measure(
        "the median of all gradient norms so far", _curve("gradient_norm", np.median)
    ),
    "clipped share": Measure("the share of steps that were clipped", _curve("clipped", np.mean)),
    "decay at N": Measure("r(N), what is left of a loss's gradient N steps back", _decay("h")),
    "cell decay at N": Measure("the same for an LSTM's memory c", _decay("c")),
    "summed gradient at N": Measure(
        "the summed losses' gradient N steps back, over that at lag 0", _summed
    ),
    "half life": Measure(
        "steps in which a loss's gradient halves", lambda t, _: _probe(t, "decay").half_life
    ),
    "spectral radius": Measure(
        "the largest |eigenvalue| of W_hh", lambda t, _: _ungated(t, "spectral radius").radius[0]
    ),
    "sigma_1": Measure(
        "the largest singular value of W_hh", lambda t, _: _ungated(t, "sigma_1").sigma_1[0]
    ),
    "lyapunov": Measure(
        "the largest Lyapunov exponent along the window",
        lambda t, _: _probe(t, "lyapunov").exponent,
    ),
    "saturated share": Measure(
        "the share of unit-steps with |h| > 0.9",
        lambda t, _: float(_probe(t, "saturation").saturated["h"].mean()),
    ),
    "silent share": Measure("the share of unit-steps at which a ReLU gives zero", _silent),
    "keep horizon": Measure("the median of 1 / (1 - f) of the gate that keeps", _horizon),
    "real words": Measure("the share of written words that the text has, too", _real_words),
    "space unit": Measure("the best unit's |correlation| with being between words", _boundary(0)),
    "word end letter": Measure(
        "what the letter alone would give for that: a line for 'word end unit'", _letter_alone
    ),
    "word end unit": Measure(
        "the best unit's |correlation|, at letters, with the word ending here", _boundary(1)
    ),
}
"""By name; N in a name stands for a whole number."""
CONTAINS = "sample contains word"
"""The one expectation with a word: equals = "the"."""
_NUMBER = re.compile(r"\b\d+\b")


def known(what: str) -> bool:
    """Whether there is such a measurement."""
    return what == CONTAINS or _NUMBER.sub("N", what) in MEASURES


def take(trainer: Trainer, what: str) -> float | bool:
    """Take a measurement by its name."""
    number = _NUMBER.search(what)
    measure = MEASURES[_NUMBER.sub("N", what)]
    value = measure.take(trainer, int(number.group()) if number else 0)
    return value if isinstance(value, bool) else float(value)


def contains(trainer: Trainer, word: str) -> bool:
    """Whether the network, asked now, writes this word."""
    with np.errstate(all="ignore"):
        written = trainer.feed.write(
            trainer.network, trainer.settings, trainer.step, trainer.smoothed
        )
    return word.lower() in words_of(written.text)


REFERENCES = ("uniform", *GRAMS, "baseline")
"""Bounds that are not numbers: a text's reference lines, and a task's line to beat."""


def reference(trainer: Trainer, name: str, what: str) -> float:
    """The value of a reference line; a task's baseline is its score's for "score"."""
    if name == "baseline":
        if trainer.settings.task not in DRAWN:
            raise Refusal("A text has no 'baseline'; take 'uniform', '1-gram', '2-gram' ...")
        facts = trainer.feed.facts
        return facts.baseline if what == "score" else facts.line[1]
    corpus = _text(trainer)
    if name == "uniform":
        return float(np.log(corpus.alphabet))
    train, heldout = corpus.split(trainer.settings.validation)
    losses = heldout_losses(train, heldout, corpus.alphabet)
    if not losses:
        raise Refusal(f"Nothing is held out, so there is no {name} line.")
    return losses[GRAMS.index(name)]
