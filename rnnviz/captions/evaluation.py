"""What a network loses on a text, in words."""

import math

from rnnviz.captions.losses import of_characters
from rnnviz.core.numerics import bits, perplexity
from rnnviz.counts import counted


def caption(nats: float) -> str:
    """Return the mean loss of a character in nats and bits, and the perplexity."""
    per_character = f"{nats:.4f} nats, {bits(nats):.4f} bits per character"
    return f"{per_character}, perplexity {perplexity(nats):.3f}"


def scored_caption(scored: int, fold: str, folded: str) -> str:
    """Return how many characters had a loss and what the run's folding did to the text before."""
    were = f"{counted(scored, 'character')} {'was' if scored == 1 else 'were'}"
    text = f"{were} scored, all but the first."
    if fold == "none":
        return text
    return f"{text} The text was folded as the run's was ({fold}). {folded or 'Nothing changed.'}"


def report_line(name: str, loss: float, unit: str, what: str) -> str:
    """Return one loss of the report at the end of a training, and what it is."""
    if not math.isfinite(loss):
        return f"{name:9} not a number, {what}"
    return f"{name:9} {loss:.4f} {unit}, {what}"


def mean_words(rows: int, steps: int) -> str:
    """Return over which steps a loss is a mean, of which a thinned curve has `rows`."""
    if steps == 1:
        return "the last step"
    few = f"{rows:,} of the" if rows < steps else "the"
    return f"mean of {few} last {counted(steps, 'step')}"


SLOW_WORDS = "moving average that keeps 0.999 a step"


def held_out_words(count: int, unit: str, held_out: str = "") -> str:
    """Return what the held-out loss is a mean of; `held_out` are things where data ends."""
    if of_characters(unit) or held_out:
        return f"mean of {counted(count, 'held-out ' + (held_out or 'character'))}"
    return counted(count, "new sequence")
