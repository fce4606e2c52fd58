"""The cases whose every sentence is listed: what learns what, in which state."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from trainers import CORPUS

from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer

H, B, SHORT, LONG, A_LITTLE = 12, 3, 5, 100, 30
CELLS = ("vanilla", "relu", "gru", "lstm", "peephole", "leaky")
OPTIONS = {"relu": {"activation": "relu"}, "leaky": {"leak": 0.3}}
"""Of a vanilla cell."""
PLACES = ("one layer", "top of two", "below the top")
TASKS = ("text", "first_element", "adding")
"""A text and two tasks with one loss: of a class, and of a squared error."""
STATES = ("untrained", "trained", "steps of one", "saturated", "overflowing", "diverged")


@dataclass(frozen=True)
class Life:
    """One case: what network learns what, in which window and precision, and how far it is."""

    cell: str
    place: str
    task: str
    window: int
    dtype: str
    state: str

    def __str__(self) -> str:
        return ", ".join(map(str, (self.cell, self.place, self.task, self.window, self.dtype,
                                   self.state)))  # fmt: skip

    @property
    def layers(self) -> int:
        return 1 if self.place == "one layer" else 2

    @property
    def layer(self) -> int:
        return 0 if self.place == "below the top" else self.layers - 1

    def trainer(self) -> Trainer:
        """The training, brought where it should be."""
        return _trainer(self.cell, self.layers, self.task, self.window, self.dtype, self.state)


@lru_cache(2)
def _trainer(cell: str, layers: int, task: str, window: int, dtype: str, state: str) -> Trainer:
    options = {"cell": "vanilla", **OPTIONS[cell]} if cell in OPTIONS else {"cell": cell}
    length = {"window": window} if task == "text" else {"length": window}
    made = Trainer(
        Settings().change(
            task=task, hidden=H, batch=B, layers=layers, dtype=dtype, steps=1000, clip="value",
            clip_threshold=0.125, **options, **length,
        ),
        CORPUS if task == "text" else None,
    )  # fmt: skip
    for _ in range({"untrained": 0, "steps of one": 1}.get(state, A_LITTLE)):
        next(made)
    if state == "saturated":
        made.network.flat *= 12.0
    elif state == "overflowing":
        made.network.flat *= 1e20
    elif state == "diverged":
        made.network.flat[...] = np.nan
    if state in ("saturated", "overflowing", "diverged"):
        next(made, None)
    return made


def every_life() -> list[Life]:
    """All cases."""
    dtypes = ("float32", "float64")
    return [Life(*one) for one in product(CELLS, PLACES, TASKS, (SHORT, LONG), dtypes, STATES)]


def some_lives() -> list[Life]:
    """Every value of everything a case has, and every pair of place, task and state."""
    few = []
    for number, (place, task, state) in enumerate(product(PLACES, TASKS, STATES)):
        shift = number + number // len(STATES)
        window, dtype = (SHORT, LONG)[shift % 2], ("float32", "float64")[shift // 2 % 2]
        few.append(Life(CELLS[number % len(CELLS)], place, task, window, dtype, state))
    return few
