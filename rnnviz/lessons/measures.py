"""What a lesson may promise: measurements of a run by the words that a lesson uses for them."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from rnnviz.lab.feeds import Estimate
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.lessons import word_measures as words
from rnnviz.lessons.measure import (
    Measure,
    cut_off,
    drawn,
    fed_back,
    found_by,
    gated,
    memory,
    numbers,
    one_gate,
    relu,
    texts,
    written,
)
from rnnviz.lessons.phrase_measures import PHRASE_MEASURES
from rnnviz.lessons.unit_measures import UNIT_MEASURES, named
from rnnviz.refusal import Refusal
from rnnviz.tasks.ngrams import heldout_losses

GRAMS = ("1-gram", "2-gram", "3-gram", "4-gram", "5-gram")


def _free_error(trainer: Trainer, _: int) -> float:
    from rnnviz.lab.forecasts import forecasts_of  # which other lessons need never
    from rnnviz.lab.series_feed import SeriesFeed

    feed = trainer.feed
    if not isinstance(feed, SeriesFeed):
        raise Refusal("Only numbers of your own are forecast freely.")
    return forecasts_of(feed, trainer.network).free


def _estimate(trainer: Trainer) -> Estimate:
    with np.errstate(all="ignore"):
        estimate = trainer.feed.estimate(trainer.network)
    if estimate is None:
        raise Refusal("Nothing is held out, so there is no held-out loss.")
    return estimate


def _curve(name: str, of: Callable[[Any], Any]) -> Callable[[Trainer, int], float]:
    def measure(trainer: Trainer, _: int) -> float:
        curve = trainer.history.curve(name)
        return float(of(curve)) if len(curve) else float("nan")

    return measure


def _decay(state: str) -> Callable[[Trainer, int], float]:
    def measure(trainer: Trainer, lag: int) -> float:
        mean = found_by(trainer, "decay", state=state).mean
        if lag >= len(mean):
            raise Refusal(f"There is no lag {lag}: the sequences have {len(mean)} steps.")
        return float(mean[lag])

    return measure


def _summed(trainer: Trainer, lag: int) -> float:
    median = found_by(trainer, "gradient_flow", mode="summed").median
    if lag >= len(median):
        raise Refusal(f"There is no lag {lag}: the sequences have {len(median)} steps.")
    return float(median[lag] / median[0])


def _missed(trainer: Trainer, windows: int) -> float:
    found = found_by(trainer, "truncation")
    longest = windows * found.window
    if longest not in found.lengths:
        had = ", ".join(str(length // found.window) for length in found.lengths)
        raise Refusal(f"There is no gradient over {windows} windows here; there is over {had}.")
    return float(found.missed[found.lengths.index(longest)])


def _spectrum(name: str) -> Callable[[Trainer, int], float]:
    return lambda trainer, _: float(getattr(found_by(trainer, "spectrum", steps=1), name)[0])


def _saturation(of: Callable[[Any], Any]) -> Callable[[Trainer, int], float]:
    return lambda trainer, _: float(of(found_by(trainer, "saturation")))


MEASURES: dict[str, Measure] = {
    "loss": Measure("the loss of the last step", lambda t, _: t.loss),
    "smoothed": Measure(
        "the mean loss of the last tenth of the steps, at most 200", lambda t, _: t.smoothed
    ),
    "heldout": Measure("the loss on data not learned from", lambda t, _: _estimate(t).loss),
    "free error": Measure(
        "the error of a free forecast, which reads its own outputs", _free_error, numbers
    ),
    "free loss": Measure(
        "the loss on data not learned from, by a network that reads its own outputs",
        lambda t, _: float(found_by(t, "free_running").free.mean()),
        fed_back,
    ),
    "forced loss": Measure(
        "the same by one that reads the true ones",
        lambda t, _: float(found_by(t, "free_running").forced.mean()),
        fed_back,
    ),
    "forced score": Measure(
        "the score of what is written after true signs, not after its own",
        lambda t, _: found_by(t, "free_running").forced_score,
        written,
    ),
    "score": Measure("a task's accuracy or squared error", lambda t, _: _estimate(t).score, drawn),
    "steps done": Measure("the steps that were made", lambda t, _: float(t.step)),
    "diverged": Measure("whether the loss stopped being a number", lambda t, _: t.diverged),
    "gradient norm": Measure(
        "the last gradient's norm before clipping", _curve("gradient_norm", lambda c: c[-1])
    ),
    "first norm": Measure(
        "the first gradient's norm before clipping", _curve("gradient_norm", lambda c: c[0])
    ),
    "largest norm": Measure(
        "the largest gradient norm before clipping so far", _curve("gradient_norm", np.max)
    ),
    "typical norm": Measure(
        "the median of all gradient norms so far", _curve("gradient_norm", np.median)
    ),
    "clipped share": Measure("the share of steps that were clipped", _curve("clipped", np.mean)),
    "decay at N": Measure("r(N), what is left of a loss's gradient N steps back", _decay("h")),
    "cell decay at N": Measure("the same for a memory c, or c / n", _decay("c"), memory),
    "summed gradient at N": Measure(
        "the summed losses' gradient N steps back, over that at lag 0", _summed
    ),
    "missed of N windows": Measure(
        "what the window's gradient misses of one over N windows (2, 4 or 8), as a share of that",
        _missed,
        cut_off,
    ),
    "half life": Measure(
        "steps in which a loss's gradient halves, where it fades at a steady rate",
        lambda t, _: found_by(t, "decay").half_life,
    ),
    "spectral radius": Measure("the largest |eigenvalue| of W_hh", _spectrum("radius"), one_gate),
    "sigma_1": Measure("the largest singular value of W_hh", _spectrum("sigma_1"), one_gate),
    "lyapunov": Measure(
        "the largest Lyapunov exponent along the window",
        lambda t, _: found_by(t, "lyapunov").exponent,
    ),
    "saturated share": Measure(
        "the share of unit-steps with |h| > 0.9", _saturation(lambda s: s.saturated["h"].mean())
    ),
    "silent share": Measure(
        "the share of unit-steps at which a ReLU gives zero",
        _saturation(lambda s: s.silent.mean()),
        relu,
    ),
    "keep horizon": Measure(
        "the median of 1 / (1 - f) of the gate that keeps",
        _saturation(lambda s: np.median(s.horizon)),
        gated,
    ),
    "real words": Measure(
        "the share of written words that the text has, too", words.real_words, texts
    ),
    "space unit": Measure(
        "the best unit's |correlation| with being between words",
        words.best_unit("between"),
        texts,
    ),
    "word end letter": Measure(
        "what the letter alone would give for that: a line for 'word end unit'",
        words.letter_alone,
        texts,
    ),
    "word end network": Measure(
        "the correlation, at letters, of the network's own guess with the word ending here",
        words.network_alone,
        texts,
    ),
    "word end unit": Measure(
        "the best unit's |correlation|, at letters, with the word ending here",
        words.best_unit("word_end"),
        texts,
    ),
    "equal letters": Measure(
        "how much nearer to 'end' that unit is at t and h of thethethe than of the the the",
        words.equal_letters,
        texts,
    ),
    "equal letters of N": Measure(
        "how far apart t and h of thethethe and of the the the are in one of the N best units",
        words.equal_letters_of,
        texts,
    ),
    **PHRASE_MEASURES,
    **UNIT_MEASURES,
}
"""By name; N in a name stands for a whole number, FEATURE for one of a text."""
CONTAINS = "sample contains word"
"""The one expectation with a word: equals = "the"."""
REFERENCES = ("uniform", *GRAMS, "baseline")
"""Bounds that are not numbers: a text's reference lines, and a task's line to beat."""
NAMES = (*MEASURES, CONTAINS, *REFERENCES)
"""All that can be measured or compared with."""
NO_NUMBERS = (CONTAINS, "diverged")
"""Which no words can have in their place."""
_NUMBER = re.compile(r"\b\d+\b")


def known(what: str) -> bool:
    """Whether there is such a measurement."""
    return what == CONTAINS or _parted(what)[0] in MEASURES


def _parted(what: str) -> tuple[str, int | str]:
    """The name that a measurement has in MEASURES, and its argument: 0 where it has none."""
    name, feature = named(what)
    if feature:
        return name, feature
    number = _NUMBER.search(what)
    return _NUMBER.sub("N", what), int(number.group()) if number else 0


def measure(trainer: Trainer, what: str) -> float | bool:
    """Take a measurement by its name; refuses what this run has not got."""
    name, argument = _parted(what)
    wanted = MEASURES[name]
    if reason := wanted.why_unavailable(trainer.settings):
        raise Refusal(f"{what!r} cannot be measured: {reason}.")
    trainer.look()
    value = wanted.measure(trainer, argument)
    return value if isinstance(value, bool) else float(value)


def contains(trainer: Trainer, word: str) -> bool:
    """Whether the network, asked now, writes this word."""
    with np.errstate(all="ignore"):
        written = trainer.feed.write(
            trainer.network, trainer.settings, trainer.step, trainer.smoothed
        )
    return word.lower() in words.words_of(written.text)


def why_unavailable(settings: Settings, name: str) -> str:
    """Why a measurement, or a line to compare with, is not there with these settings, or ""."""
    if name == CONTAINS:
        return texts(settings)
    if name in REFERENCES:
        return (drawn if name == "baseline" else texts)(settings)
    return MEASURES[_parted(name)[0]].why_unavailable(settings)


def reference(trainer: Trainer, name: str, what: str) -> float:
    """The value of a reference line; a task's baseline is its score's for "score"."""
    if reason := why_unavailable(trainer.settings, name):
        raise Refusal(f"{name!r} is not there: {reason}.")
    if name == "baseline":
        facts = trainer.feed.facts
        return facts.baseline if what == "score" else facts.line[1]
    corpus = words.text_of(trainer)
    if name == "uniform":
        return float(np.log(corpus.alphabet))
    train, heldout = corpus.split(trainer.settings.validation)
    losses = heldout_losses(train, heldout, corpus.alphabet)
    if not losses:
        raise Refusal(f"Nothing is held out, so there is no {name} line.")
    return losses[GRAMS.index(name)]
