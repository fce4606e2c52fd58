"""Reads what a run's file says about itself; complains about what no run can have written."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.lab.history import CURVES, VALIDATION
from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import CHANGE, UNDO, Edit

MISFITS = (
    *(LookupError, ValueError, TypeError, AttributeError),
    *(ArithmeticError, RecursionError, MemoryError),
)
"""What reading values of the wrong kind can raise."""
COUNTS = ("step", "goal", "position", "updates")
NEEDED = (
    *("task", "cell", "hidden", "layers", "init", "seed", "dtype", "window", "batch", "state"),
    *("steps", "optimizer", "lr", "schedule", "schedule_length", "warmup", "lr_end", "clip"),
    *("clip_threshold", "fold", "validation"),
)
"""The settings that every run's file has named from the first version on, where they count."""
NUMBERS = ("loss", "smoothed", "slow", "seconds")
Record = TypeVar("Record")


class Misfit(ValueError):  # noqa: N818  (it is about a file, not an error in the program)
    """What is wrong with a value, in words for people."""


def settings_of(values: Any) -> Settings:
    """The settings of a run; raises Misfit where such as every run has are missing."""
    if not isinstance(values, dict):
        raise Misfit("it has no settings")
    settings = Settings().change(**values)
    needed = [name for name in NEEDED if name in settings.rows()]
    missing = [name for name in needed if name not in values]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise Misfit(f"{missing[0]}{more} of its settings are missing")
    return settings


def progress_of(values: Any) -> dict[str, Any]:
    """The counts and averages a run goes on from; raises Misfit where one is none."""
    for name in COUNTS:
        if type(values[name]) is not int or values[name] < 0:
            raise Misfit(f"{name} is {values[name]!r}, which is no count")
    for name in NUMBERS:
        if type(values[name]) not in (int, float):
            raise Misfit(f"{name} is {values[name]!r}, which is no number")
    return dict(values)


def records_of(kind: type[Record], values: Any) -> list[Record]:
    """Samples or marks, whose values must be of the declared types; raises Misfit if not."""
    if not isinstance(values, list):
        raise Misfit(f"a list was expected, not {values!r}")
    for value in values:
        for field in fields(kind):  # type: ignore[arg-type]  # all kinds are dataclasses
            allowed = (int, float) if field.type is float else (field.type,)
            if type(value[field.name]) not in allowed:
                raise Misfit(f"{field.name} cannot be {value[field.name]!r}")
    return [kind(**value) for value in values]


def edits_of(values: Any) -> list[Edit]:
    """What was done to the run; raises Misfit, or Refusal, for what cannot have been done."""
    if not isinstance(values, list):
        raise Misfit(f"a list was expected, not {values!r}")
    edits = [Edit(**value) for value in values]
    for edit in edits:
        if type(edit.step) is not int or edit.name not in (CHANGE, UNDO, *INTERVENTIONS):
            raise Misfit(f"{edit.name!r} cannot have been done after step {edit.step!r}")
        if type(edit.value) not in (int, float, type(None)):
            raise Misfit(f"the value of {edit.name} cannot be {edit.value!r}")
        Settings().change(**edit.settings)
        Settings().change(**edit.before)
    return edits


def about_of(values: Any, text: bool) -> dict[str, Any]:
    """Where the run's text comes from; raises Misfit where a text's name is no name."""
    about = {"files": [], **values} if text else dict(values)
    if text:
        names = [about["name"], about["fingerprint"], *about["files"]]
        if not all(isinstance(name, str) for name in names):
            raise Misfit(f"a text cannot be called {names!r}")
    return about


def curves_of(arrays: Mapping[str, NDArray[Any]], step: int) -> dict[str, NDArray[Any]]:
    """The curves by name, one number a step; raises Misfit for other shapes or types."""
    lengths = dict.fromkeys(CURVES, step)
    lengths |= dict.fromkeys(VALIDATION, len(arrays["curve.validation_steps"]))
    curves = {name: arrays[f"curve.{name}"] for name in lengths}
    for name, dtype in (CURVES | VALIDATION).items():
        if curves[name].shape != (lengths[name],) or curves[name].dtype != dtype:
            raise Misfit(f"curve {name} is not one number for each of {lengths[name]} steps")
    return curves


def fill(array: NDArray[Any], name: str, found: NDArray[Any]) -> None:
    """Copy `found` into `array`; raises Misfit for another shape or type."""
    if found.shape != array.shape or found.dtype != array.dtype:
        raise Misfit(f"{name} is not {array.dtype} of shape {np.shape(array)}")
    array[...] = found
