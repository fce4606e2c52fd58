"""What each option of a network costs a training step, beside the same network without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core.network import Network
from rnnviz.lab.build import build_network
from rnnviz.lab.core_bench import SYMBOLS, TURNS, Case, Training
from rnnviz.lab.settings import Settings

LAYERS = 2
"""Layers of both networks: some options mean nothing to one."""
OPTIONS: Mapping[str, Mapping[str, object]] = {
    "bidirectional": {"bidirectional": True},
    "skip connections": {"skip": True},
    "dropout 0.2": {"dropout": 0.2},
    "attention 25": {"attention": 25},
    "layer norm": {"layer_norm": True},
    "leak 0.3": {"leak": 0.3},
    "readout alone": {"learns": "readout"},
}
"""By their names, the settings that are other than usual."""


@dataclass(frozen=True)
class OptionCost:
    """How many times as long a step takes with an option: `ratio`, the median over turns."""

    cell: str
    hidden: int
    batch: int
    window: int
    layers: int
    option: str
    ratio: float


def option_costs(case: Case, seconds: float) -> Iterator[OptionCost]:
    """Every option that the cell has, measured for about `seconds`, in turns with the plain one."""
    start = Settings().change(task="copying", cell=case.cell, hidden=case.hidden, layers=LAYERS)
    for option, changes in OPTIONS.items():
        if not changes.keys() <= start.rows().keys():
            continue
        plain, other = (Training(case, network=_made(s)) for s in (start, start.change(**changes)))
        ratio = _ratio(plain, other, seconds)
        sizes = (case.hidden, case.batch, case.window, LAYERS)
        yield OptionCost(case.cell, *sizes, option, ratio)


def _made(settings: Settings) -> Network:
    return build_network(settings, SYMBOLS, SYMBOLS, rng=np.random.default_rng(0))


def _ratio(plain: Training, other: Training, seconds: float) -> float:
    """The median over turns of what `other` takes, in those of the plain training."""
    plain.seconds(2)
    a_turn = max(1, round(seconds / TURNS / (plain.seconds(1) + other.seconds(2))))
    return float(np.median([other.seconds(a_turn) / plain.seconds(a_turn) for _ in range(TURNS)]))
