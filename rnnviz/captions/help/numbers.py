"""The present numbers that help texts may name, each under a name of its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from rnnviz.captions.help.measured_numbers import MEASURED
from rnnviz.captions.losses import of_characters
from rnnviz.captions.number_format import fixed, percent, signed_number
from rnnviz.captions.score_format import with_measure
from rnnviz.core.numerics import bits, perplexity
from rnnviz.lab.setting_words import value_text
from rnnviz.lab.settings import Settings, declarations

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Snapshot
    from rnnviz.tasks.corpus import Corpus

Number = TypeVar("Number")


@dataclass(frozen=True)
class Present:
    """What there is to take numbers from: of the text of a drawn task, nothing."""

    settings: Settings
    snapshot: Snapshot | None = None
    corpus: Corpus | None = None

    @property
    def is_text(self) -> bool:
        """Whether losses are means per character of a text."""
        return self.snapshot is not None and of_characters(self.snapshot.task.unit)


class Numbers(Mapping[str, str]):
    """All numbers by name; one that is not known, or means nothing here, is ""."""

    def __init__(self, present: Present) -> None:
        self._present = present

    def __getitem__(self, name: str) -> str:
        if name in declarations():
            return _setting(self._present.settings, name)
        if name in OF_RUN:
            return OF_RUN[name](self._present)
        snapshot = self._present.snapshot
        return MEASURED[name](snapshot.results.values()) if snapshot is not None else ""

    def __iter__(self) -> Iterator[str]:
        return iter((*declarations(), *OF_RUN, *MEASURED))

    def __len__(self) -> int:
        return len(declarations()) + len(OF_RUN) + len(MEASURED)


def moment(present: Present) -> str:
    """Return of which moment the numbers are, "" where nothing is trained yet."""
    return f"step {present.snapshot.step:,}" if present.snapshot is not None else ""


def _setting(settings: Settings, name: str) -> str:
    """Return a setting's value in the window's words, "" where it is off or does nothing."""
    declared = settings.rows().get(name)
    value = None if declared is None else settings.value(name)
    if declared is None or value is None or value == "":
        return ""
    return signed_number(value) if isinstance(value, float) else value_text(declared, value)


def _of_snapshot(tell: Callable[[Snapshot], str]) -> Callable[[Present], str]:
    """Return a number that needs a network to be there."""
    return lambda present: tell(present.snapshot) if present.snapshot is not None else ""


def _of_loss(tell: Callable[[float], str]) -> Callable[[Present], str]:
    """Return a number made of the mean loss of a text's character in nats."""

    def number(present: Present) -> str:
        loss = present.snapshot.smoothed if present.snapshot is not None else math.nan
        return tell(loss) if present.is_text and math.isfinite(loss) else ""

    return number


def _of_corpus(tell: Callable[[Corpus], str]) -> Callable[[Present], str]:
    """Return a number of the text that is learned."""

    def number(present: Present) -> str:
        learns_text = present.settings.task == "text" and present.corpus is not None
        return tell(present.corpus) if learns_text and present.corpus is not None else ""

    return number


def _of_bias(tell: Callable[[float], str]) -> Callable[[Present], str]:
    """Return a number made of the keep gate's bias at the start, of a cell that has one."""

    def number(present: Present) -> str:
        bias = present.settings.keep_bias
        return "" if bias is None else tell(bias)

    return number


def _finite(value: float) -> str:
    return signed_number(value) if math.isfinite(value) else ""


def _heldout(snapshot: Snapshot) -> str:
    losses = snapshot.curves.validation_loss
    is_known = of_characters(snapshot.task.unit) and losses.size and math.isfinite(losses[-1])
    return fixed(float(losses[-1]), 2) if is_known else ""


def _score(snapshot: Snapshot) -> str:
    scores, measure = snapshot.curves.validation_score, snapshot.task.measure
    is_known = bool(measure) and scores.size and math.isfinite(scores[-1])
    return with_measure(float(scores[-1]), measure) if is_known else ""


def _parameters(snapshot: Snapshot) -> str:
    row = next((row for row in snapshot.rows if row.run is snapshot.run), None)
    return f"{row.parameters:,}" if row is not None else ""


def _last_norm(snapshot: Snapshot) -> str:
    norms = snapshot.curves.gradient_norm
    return _finite(float(norms[-1])) if norms.size else ""


def _clipped(snapshot: Snapshot) -> str:
    clipped = snapshot.curves.clipped
    return percent(float(clipped.mean())) if clipped.size else ""


def _passes(snapshot: Snapshot, corpus: Corpus, validation: float) -> str:
    learned, _ = corpus.split(validation)
    return signed_number(snapshot.characters / max(len(learned), 1), 2)


def _times_through(present: Present) -> str:
    """Return how often the text that is learned from was read."""
    if present.corpus is None or not present.is_text or present.snapshot is None:
        return ""
    return _passes(present.snapshot, present.corpus, present.settings.validation)


def _looks_back(name: str) -> Callable[[Present], str]:
    """Return 1 / (1 - share): how many steps a running mean with this share looks back."""

    def number(present: Present) -> str:
        known = name in present.settings.rows()
        share = float(present.settings.value(name) or 0.0) if known else 1.0
        return signed_number(1.0 / (1.0 - share)) if share < 1.0 else ""

    return number


OF_RUN: Mapping[str, Callable[[Present], str]] = {
    "step": _of_snapshot(lambda s: f"{s.step:,}"),
    "inputs_seen": _of_snapshot(lambda s: f"{s.characters:,}"),
    "loss": _of_loss(lambda nats: fixed(nats, 2)),
    "loss_bits": _of_loss(lambda nats: fixed(bits(nats), 2)),
    "perplexity": _of_loss(lambda nats: fixed(perplexity(nats), 2)),
    "likelihood": _of_loss(lambda nats: _finite(math.exp(-nats))),
    "heldout": _of_snapshot(_heldout),
    "score": _of_snapshot(_score),
    "baseline": _of_snapshot(
        lambda s: with_measure(s.task.baseline, s.task.measure) if s.task.measure else ""
    ),
    "solved": _of_snapshot(
        lambda s: with_measure(s.task.solved, s.task.measure) if s.task.measure else ""
    ),
    "seconds": _of_snapshot(lambda s: fixed(s.curves.seconds_at(s.step), 1)),
    "lr_now": _of_snapshot(lambda s: _finite(s.lr)),
    "norm": _of_snapshot(_last_norm),
    "clipped": _of_snapshot(_clipped),
    "parameters": _of_snapshot(_parameters),
    "passes": _times_through,
    "per_step": lambda p: (
        f"{p.settings.window * p.settings.batch:,}" if p.settings.task == "text" else ""
    ),
    "bias": _of_bias(_finite),
    "bias_horizon": _of_bias(lambda bias: signed_number(1.0 + math.exp(bias))),
    "mean_steps": _looks_back("beta1"),
    "square_steps": _looks_back("beta2"),
    "decay_steps": _looks_back("decay"),
    "momentum_steps": _looks_back("momentum"),
    "V": _of_corpus(lambda corpus: f"{corpus.alphabet:,}"),
    "uniform": _of_corpus(lambda corpus: fixed(math.log(corpus.alphabet), 2)),
    "entropy": _of_corpus(lambda corpus: fixed(bits(corpus.entropy), 2)),
    "entropy_nats": _of_corpus(lambda corpus: fixed(corpus.entropy, 2)),
    "characters": _of_corpus(lambda corpus: f"{corpus.characters:,}"),
}
"""What is known of a run without measuring, by the name in braces."""
