"""Small networks and windows in every state in which sentences have to be true."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.cells import Vanilla
from rnnviz.core.network import Network
from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence

LAYERS, H, V = 2, 4, 5
STATES = ("usual", "zeros", "NaN", "overflow")
WINDOWS = {"one step": (1, 1), "two steps": (2, 2), "many losses": (25, 25), "one loss": (25, 1)}
NO_NUMBER = re.compile(r"\b(nan|inf)\b", re.I)
FALSE_PLURAL = re.compile(r"(?<![\d.,=])\b1 (?!(?:times|decides|rises|falls)\b)[a-z]{2,}[^s\W]s\b")
PROGRAMS_NUMBER = re.compile(r"\de[+-]\d")


class Letters:
    """Writes symbol 0 as a, 1 as b, and so on; reads the same."""

    def encode(self, text):
        return np.array([ord(letter) - ord("a") for letter in text], np.intp)

    def decode(self, codes):
        return "".join(chr(ord("a") + int(code)) for code in codes)


@dataclass(frozen=True)
class Case:
    """A stacked network of a cell, in a state, and a window of so many inputs and losses."""

    cell: str
    state: str
    window: str

    def __str__(self) -> str:
        return f"{self.cell}, {self.state}, {self.window}"

    @property
    def diverged(self) -> bool:
        """Whether its numbers are numbers no more."""
        return self.state == "NaN"

    def network(self) -> Network:
        cell = Vanilla("relu") if self.cell == "relu" else CELLS[self.cell]()
        if self.window == "one loss":
            made = Network(cell, 1, H, 1, LAYERS, "mean_squared_error")
        else:
            made = Network(cell, V, H, V, LAYERS)
        usual = np.random.default_rng(0).uniform(-0.6, 0.6, made.flat.size)
        made.flat[...] = {"zeros": 0.0, "NaN": np.nan, "overflow": 1e20}.get(self.state, usual)
        return made

    def sequence(self, network: Network, B: int = 3) -> Sequence:
        (T, S), rng = WINDOWS[self.window], np.random.default_rng(1)
        state = network.zero_state(B)
        if self.window == "one loss":
            x, y = (rng.standard_normal((n, B, 1)).astype(np.float32) for n in (T, S))
            return Sequence(x, y, state, Letters(), reads_text=False)
        codes = rng.integers(0, V, (T + 1, B))
        return Sequence(codes[:-1], codes[1:], state, Letters())

    def measure(self, probe: str, **options: object) -> Iterator[object]:
        """What a probe finds in the lower layer and in the top one."""
        network = self.network()
        sequence = self.sequence(network)
        for layer in range(LAYERS):
            with np.errstate(all="ignore"):
                yield REGISTRY[probe].measure(network, sequence, {"layer": layer, **options})


EVERY_CASE = [
    Case(cell, state, window) for cell in (*CELLS, "relu") for state in STATES for window in WINDOWS
]


def is_told(text: str) -> bool:
    """Whether a text is of whole sentences, without a number that is none and a false plural."""
    return text.endswith(".") and text[:1] != " " and not wrong_in(text)


def wrong_in(text: str) -> str:
    """The first thing that no text may have: nan, "1 steps", a number as programs write it."""
    for pattern in (NO_NUMBER, FALSE_PLURAL, PROGRAMS_NUMBER):
        if found := pattern.search(text):
            return found[0]
    return ""
