"""Triangles, shares and snapshots for the tests of what draws them."""

from dataclasses import fields

import numpy as np

from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves, Snapshot, TaskFacts
from rnnviz.probes.shares import Shares
from rnnviz.probes.triangle import GradientTriangle

TEXT = "shall i compare thee to a summers day "


def fading(T, rate=0.5):
    steps = np.arange(T)
    return np.tril(0.8 * float(rate) ** (steps[:, None] - steps))


def norms(M, symbols=None, losses=None, residual=2.5e-7, state="h"):
    M = np.asarray(M, float)
    T = len(M)
    symbols = tuple((TEXT * T)[:T]) if symbols is None else symbols
    losses = np.ones(T if losses is None else losses)
    unit = "characters" if symbols else "steps"
    sums = M.sum(axis=0)
    return GradientTriangle(M, losses, sums, symbols, residual, 1e-38, state, 0, 0, 1, unit)


def shares(S, total=None):
    S, symbols = np.asarray(S, float), tuple((TEXT * len(S))[: len(S)])
    total = float(S.sum()) if total is None else total
    whole = float(np.abs(S).sum())
    return Shares(S, np.zeros(len(S)), total, whole, symbols, 0, 0, len(S), 1, "characters")


def snapshot(results=None, step=7, **settings):
    return Snapshot(
        step=step, characters=175, loss=2.0, smoothed=2.1, lr=0.01, chars_per_second=1e5,
        settings=Settings().change(**settings), curves=Curves(*[np.zeros(0)] * len(fields(Curves))),
        samples=(), results=results or {},
        task=TaskFacts("text", "Text", "Predict the next.", "nats", ("uniform", 3.37)),
    )  # fmt: skip


STRANGE = {
    "empty": norms(np.zeros((0, 0))),
    "one step": norms([[0.5]]),
    "two steps": norms(fading(2)),
    "long": norms(fading(200, 0.9)),
    "of numbers": norms(fading(30), symbols=()),
    "exactly zero": norms(np.zeros((25, 25))),
    "vanishing": norms(np.where(fading(60, 0.1) < 1e-38, 0, fading(60, 0.1))),
    "exploding": norms(fading(100, 50.0)),
    "not a number": norms(np.full((25, 25), np.nan), residual=np.nan),
    "infinite": norms(np.where(fading(25) > 0.1, np.inf, fading(25))),
    "one loss": norms(fading(20) * (np.arange(20) == 19)[:, None], symbols=(), losses=1),
    "of odd characters": norms(fading(6), symbols=("\n", "\u0301", "語", "\x07", "<", "&")),
    "a sentence": "The gradient of W_hh is exactly zero: there is nothing to share out.",
}
