"""Goes on after a phrase by one symbol at a time, as somebody asks for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.sampling import choose, distribution
from rnnviz.lab.settings import Settings
from rnnviz.probes.next_character import NextCharacter


@dataclass(frozen=True)
class Rule:
    """How the next symbol is chosen: drawn at a temperature among the top k, or the likeliest."""

    temperature: float = 1.0
    top_k: int | None = None
    greedy: bool = False

    @classmethod
    def of(cls, settings: Settings, greedy: bool) -> Rule:
        """The rule of a run's samples, or to be greedy."""
        return cls(settings.temperature, settings.top_k, greedy)

    def chances(self, found: NextCharacter) -> NDArray[np.float64]:
        """The probabilities (V,) with which each symbol is written next."""
        top_k = 1 if self.greedy else self.top_k
        return distribution(found.logits, self.temperature, top_k, found.never)


class WritingOn:
    """What was written after a phrase so far, `text`.

    What is drawn begins with `seed`, at the step where the first symbol is asked for, as samples
    do: straight on, it is the sample of this prime. What is taken back is drawn anew.
    """

    def __init__(self) -> None:
        self.text = ""
        self._rng: np.random.Generator | None = None

    def begin_anew(self) -> None:
        """Forget what was written."""
        self.text, self._rng = "", None

    def write(self, found: NextCharacter, rule: Rule, seed: int, step: int) -> None:
        """Write one symbol more, `found` being what is expected after all that was written."""
        if self._rng is None:
            self._rng = np.random.default_rng([seed, step])
        code = choose(rule.chances(found), float(self._rng.random()))
        self.text += found.vocabulary[code]

    def take_back(self) -> None:
        """Take back the last symbol, if there is one."""
        self.text = self.text[:-1]
        if not self.text:
            self._rng = None


def expected(found: NextCharacter) -> NDArray[np.float64]:
    """What the network expects after the last symbol, (V,), before any rule."""
    return distribution(found.logits)


def log_p_of_written(found: NextCharacter) -> float:
    """log p in nats of what was written on, given the phrase."""
    return -float(found.losses[len(found.losses) - found.written :].sum(dtype=float))
