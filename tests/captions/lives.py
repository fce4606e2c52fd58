"""The cases whose every sentence is listed: what learns what, in which state."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from trainers import CORPUS

from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer

H, B, SHORT, LONG, A_LITTLE = 12, 3, 5, 100, 30
CELLS = (
    *("vanilla", "relu", "gru", "lstm", "peephole", "min_gru", "slstm"),
    *("leaky", "normalized", "attending"),
)
OPTIONS = {
    "relu": {"activation": "relu"},
    "leaky": {"leak": 0.3, "learns": "readout"},
    "normalized": {"layer_norm": True},
    "attending": {"cell": "gru", "attention": 7},
}
"""Of a vanilla cell, where no other is named."""
PLACES = ("one layer", "top of two", "below the top")
BOTH_WAYS = ("backward", "forward, top of two", "forward, below the top", "backward, below the top")
"""Where a network reads in both directions, as it may where the future is there."""
TASKS = ("text", "first_element", "adding")
"""A text and two tasks with one loss: of a class, and of a squared error."""
DRAWN = ("copying", "first_element")
"""Tasks whose future may be seen: of several losses, and of one."""
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
        return 1 if self.place in ("one layer", "backward") else 2

    @property
    def layer(self) -> int:
        level = 0 if "below" in self.place else self.layers - 1
        return 2 * level + ("backward" in self.place) if self.place in BOTH_WAYS else level

    def trainer(self) -> Trainer:
        """The training, brought where it should be."""
        of = self.cell, self.layers, self.task, self.window, self.dtype, self.state
        return _trainer(*of, self.place in BOTH_WAYS)


@lru_cache(2)
def _trainer(
    cell: str, layers: int, task: str, window: int, dtype: str, state: str, both_ways: bool
) -> Trainer:
    options = {"cell": "vanilla", **OPTIONS[cell]} if cell in OPTIONS else {"cell": cell}
    length = {"window": window} if task == "text" else {"length": window}
    made = Trainer(
        Settings().change(
            task=task, hidden=H, batch=B, layers=layers, dtype=dtype, steps=1000, clip="value",
            clip_threshold=0.125, bidirectional=both_ways, **options, **length,
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
    others = (SHORT, LONG), dtypes, STATES
    one_way = [Life(*one) for one in product(CELLS, PLACES, TASKS, *others)]
    return one_way + [Life(*one) for one in product(CELLS, BOTH_WAYS, DRAWN, *others)]


def some_lives() -> list[Life]:
    """Every value of everything a case has, and every pair of place, task and state."""
    few = []
    for number, (place, task, state) in enumerate(product(PLACES, TASKS, STATES)):
        shift = number + number // len(STATES)
        window, dtype = (SHORT, LONG)[shift % 2], ("float32", "float64")[shift // 2 % 2]
        few.append(Life(CELLS[number % len(CELLS)], place, task, window, dtype, state))
    states = ("trained", "diverged", "untrained", "saturated")
    for number, place in enumerate(BOTH_WAYS * 2):
        cell, task = ("lstm", "vanilla", "gru")[number % 3], DRAWN[(number + number // 4) % 2]
        state = states[(number + number // 4) % 4]
        few.append(Life(cell, place, task, (LONG, SHORT)[number // 4], "float64", state))
    return few
