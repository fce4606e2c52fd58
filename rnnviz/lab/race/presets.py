"""The races that the course asks for, by name."""

from collections.abc import Mapping
from dataclasses import dataclass

from rnnviz.declare import Value
from rnnviz.refusal import Refusal

Changes = Mapping[str, Value]
"""Settings of one contestant, besides those that are common to all."""


@dataclass(frozen=True)
class RacePreset:
    """What a race compares, in the window's words, and the contestants' changes."""

    label: str
    changes: tuple[Changes, ...]


def _each(name: str, *values: Value, **common: Value) -> tuple[Changes, ...]:
    return tuple({**common, name: value} for value in values)


PRESETS: dict[str, RacePreset] = {
    "cells": RacePreset("Vanilla, GRU, LSTM", _each("cell", "vanilla", "gru", "lstm")),
    "forget-bias": RacePreset(
        "Forget bias 0, 1, 4", _each("forget_bias", 0.0, 1.0, 4.0, cell="lstm")
    ),
    "units": RacePreset("8, 64, 256 units", _each("hidden", 8, 64, 256)),
    "init": RacePreset(
        "Orthogonal, identity, Gaussian", _each("init", "orthogonal", "identity", "gaussian")
    ),
    "clipping": RacePreset("Clipped or not", _each("clip", "norm", "none")),
}
"""Races by the names that the command line has for them."""


def race_preset(name: str) -> RacePreset:
    """The race of this name, or a refusal that lists them."""
    if name not in PRESETS:
        raise Refusal(f"There is no race {name!r}; choose one of: {', '.join(PRESETS)}.")
    return PRESETS[name]
