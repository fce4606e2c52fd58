"""Small runs, and what it means that two of them are the same."""

import math
from pathlib import Path
from typing import TypeVar

import numpy as np

from rnnviz.declare import Declaration, Value
from rnnviz.lab.history import SECONDS
from rnnviz.lab.run import Run
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks import DRAWN
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.material import Material
from rnnviz.tasks.table.series import Series
from rnnviz.tasks.text import read_text, read_texts

Trained = TypeVar("Trained", Trainer, Run)
WORDS = "the sea is old and grey and the moon goes over it again and again without a word\n"


def make_corpus(repeats: int = 40, name: str = "sea") -> Corpus:
    """A text of words in an order that repeats itself slowly."""
    words = WORDS.split(" ")
    text = " ".join(words[(i * i + i // 7) % len(words)] for i in range(repeats * len(words)))
    return read_text(text, name)


CORPUS = make_corpus()


def make_two_corpora() -> Corpus:
    """Two texts, joined, that one can tell apart by their words."""
    sea = CORPUS.decode(CORPUS.codes)
    room = "a man came in and sat down in the warm room to read his paper by the fire\n" * 30
    return read_texts([("sea", sea), ("room", room)], "sea and room")


TWO_CORPORA = make_two_corpora()


def make_series(count: int = 400, noise: float = 0.3, name: str = "waves") -> Series:
    """A wave of 17 steps around 20 with some noise, without a file."""
    steps = np.arange(count)
    drawn = np.random.default_rng(7).standard_normal(count)
    values = 20 + 5 * np.sin(2 * math.pi * steps / 17) + noise * drawn
    return Series(name, "height", values, "made here")


SERIES = make_series()


def material_for(task: str) -> Material | None:
    """What a task learns from: the text, the numbers, or nothing."""
    if task in DRAWN:
        return None
    return {"numbers": SERIES, "which_text": TWO_CORPORA}.get(task, CORPUS)


def make_trainer(corpus: Material | None = CORPUS, **changes: object) -> Trainer:
    """An untrained small network, its settings the defaults but for `changes`."""
    small = {"hidden": 8, "window": 8, "batch": 2, "steps": 40, "sample_length": 20}
    return Trainer(Settings().change(**small | changes), corpus)


def make_run(corpus: Material | None = CORPUS, **changes: object) -> Run:
    """A run of such a network."""
    return Run(make_trainer(corpus, **changes))


def train(trained: Trained, steps: int | None = None) -> Trained:
    """The trainer or run after so many steps more, or at its goal."""
    trainer = trained.trainer if isinstance(trained, Run) else trained
    goal = trainer.goal if steps is None else trainer.step + steps
    while trainer.step < goal:
        next(trained)
    return trained


def through_a_file(trainer: Trainer, path: Path) -> Trainer:
    """The trainer that a saved and loaded run resumes."""
    save_run(trainer, path)
    return load_run(path).resume(trainer.material)


def assert_same(a: Trainer, b: Trainer) -> None:
    """Everything that training goes on with, and all it has shown but the time, to the last bit."""
    np.testing.assert_array_equal(a.network.flat, b.network.flat)
    assert a.network.flat.dtype == b.network.flat.dtype
    assert a.optimizer.count == b.optimizer.count
    for slot in a.optimizer.slots:
        np.testing.assert_array_equal(a.optimizer.state[slot], b.optimizer.state[slot])
    np.testing.assert_array_equal(a.state.h, b.state.h)
    for name, array in a.state.arrays.items():
        np.testing.assert_array_equal(array, b.state.arrays[name])
    curves, others = a.history.arrays(), b.history.arrays()
    assert list(curves) == list(others)
    for name, curve in curves.items():
        assert curve.dtype == others[name].dtype
        if name not in SECONDS:
            np.testing.assert_array_equal(curve, others[name], err_msg=name)
    assert a.feed.position == b.feed.position
    assert a.rng.bit_generator.state == b.rng.bit_generator.state
    for name in ("step", "loss", "smoothed", "slow", "characters", "diverged"):
        assert getattr(a, name) == getattr(b, name), name
    assert a.settings.as_dict() == b.settings.as_dict()


def other_values(declaration: Declaration) -> list[Value]:
    """Values that a setting may have besides its default: all choices, or a number half-way,
    or the lowest."""
    if declaration.kind == "choice":
        return [choice for choice in declaration.choices if choice != declaration.default]
    if declaration.kind == "text":
        return ["the sea"]
    if declaration.kind == "flag":
        return [not declaration.default]
    low, high = declaration.low or 0.0, declaration.high or 0.0
    between = math.sqrt(low * high) if declaration.log else (low + high) / 2
    if declaration.log and declaration.default and declaration.default > low:
        between = math.sqrt(low * declaration.default)
    value = declaration.check(int(between) if declaration.kind == "int" else between)
    return [declaration.low if value == declaration.default else value]


def settings_for(name: str) -> Settings:
    """The default settings, or some with a part that a setting belongs to."""
    if name in Settings().rows():
        return Settings()
    owner, choices = Settings().users(name)
    return Settings().change(**{owner: choices[0]})


def differ(a: Trainer, b: Trainer) -> bool:
    """Whether two runs have other losses."""
    return not np.array_equal(a.history.curve("loss"), b.history.curve("loss"))
