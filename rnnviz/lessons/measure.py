"""One measurement that lessons may name: how it is taken, and with which settings it can be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Option, Request
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks import REGISTRY as TASKS
from rnnviz.tasks import SCORED
from rnnviz.tasks.numbers import Numbers


def always(settings: Settings) -> str:
    """Never any reason: it can always be taken."""
    return ""


def texts(settings: Settings) -> str:
    """Why the task has no text, "" if it has."""
    return "" if settings.task not in SCORED else "it is for texts that are written on"


def drawn(settings: Settings) -> str:
    """Why the task draws no sequences, "" if it does."""
    return "" if settings.task in SCORED else "it is for tasks that draw their sequences"


def numbers(settings: Settings) -> str:
    """Why the task has no numbers of one's own, "" if it has."""
    return "" if settings.task == Numbers.name else "it is for numbers of your own"


def fed_back(settings: Settings) -> str:
    """Why no output becomes an input, "" if it does."""
    back = TASKS[settings.task].fed_back
    return "" if back else "it is for tasks whose outputs are fed back"


def written(settings: Settings) -> str:
    """Why no signs are written one after the other, "" if some are."""
    back = TASKS[settings.task].fed_back
    return "" if back == "likeliest" else "it is for tasks that write sign by sign"


def gated(settings: Settings) -> str:
    """Why no gate keeps the past, "" if one does."""
    cell = CELLS[settings.cell]
    return "" if cell.keep_gate else f"a {cell.label} has no gate that keeps the past"


def one_gate(settings: Settings) -> str:
    """Why there is not just one W_hh, "" if there is."""
    cell = CELLS[settings.cell]
    if not cell.has("W_hh"):
        return f"a {cell.label} has no W_hh"
    return "" if len(cell.gates) == 1 else f"a {cell.label} has one W_hh for each gate"


def memory(settings: Settings) -> str:
    """Why there is no memory c, "" if there is."""
    cell = CELLS[settings.cell]
    return "" if cell.has_c else f"a {cell.label} has no memory c"


def cut_off(settings: Settings) -> str:
    """Why no window's gradient is cut off, "" if it is."""
    carried = settings.task not in SCORED and settings.state == "carried"
    return "" if carried else "no window's gradient is cut off"


def relu(settings: Settings) -> str:
    """Why no unit is a ReLU, "" if they are."""
    is_relu = settings.options_of("cell").get("activation") == "relu"
    return "" if is_relu else "it is for a ReLU, and this cell has none"


@dataclass(frozen=True)
class Measure:
    """A measurement: what it is in a sentence, and how it is taken.

    Some take an argument: a whole number (0 where none is named), or a feature of a text.
    `why_unavailable` says why it cannot be taken with some settings, "" if it can.
    """

    hint: str
    measure: Callable[[Trainer, Any], float | bool]
    why_unavailable: Callable[[Settings], str] = always


def found_by(trainer: Trainer, probe: str, **options: Option) -> Any:
    """What a probe finds now; refuses with its sentence where it finds nothing."""
    request = Request(probe, tuple(options.items()))
    found = trainer.measure([request])[request]
    if isinstance(found, str):
        raise Refusal(found)
    return found
