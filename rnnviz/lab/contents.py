"""Reads what a run's file says about itself; complains about what no run can have written."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.lab.history import CURVES, VALIDATION

MISFITS = (
    *(LookupError, ValueError, TypeError, AttributeError),
    *(ArithmeticError, RecursionError, MemoryError),
)
"""What reading values of the wrong kind can raise."""
COUNTS = ("step", "goal", "position", "updates")
NUMBERS = ("loss", "smoothed", "slow", "seconds")
Record = TypeVar("Record")


def progress_of(values: Any) -> dict[str, Any]:
    """The counts and averages a run goes on from; raises ValueError where one is none."""
    for name in COUNTS:
        if type(values[name]) is not int or values[name] < 0:
            raise ValueError(f"{name} is {values[name]!r}, which is no count")
    for name in NUMBERS:
        if type(values[name]) not in (int, float):
            raise ValueError(f"{name} is {values[name]!r}, which is no number")
    return dict(values)


def records_of(kind: type[Record], values: Any) -> list[Record]:
    """Samples or marks, whose values must be of the declared types; raises ValueError if not."""
    if not isinstance(values, list):
        raise ValueError(f"a list was expected, not {values!r}")
    for value in values:
        for field in fields(kind):  # type: ignore[arg-type]
            allowed = (int, float) if field.type is float else (field.type,)
            if type(value[field.name]) not in allowed:
                raise ValueError(f"{field.name} cannot be {value[field.name]!r}")
    return [kind(**value) for value in values]


def about_of(values: Any, text: bool) -> dict[str, Any]:
    """Where the run's text comes from; raises ValueError where a text's name is no name."""
    about = {"files": [], **values} if text else dict(values)
    if text:
        names = [about["name"], about["fingerprint"], *about["files"]]
        if not all(isinstance(name, str) for name in names):
            raise ValueError(f"a text cannot be called {names!r}")
    return about


def curves_of(arrays: Mapping[str, NDArray[Any]], step: int) -> dict[str, NDArray[Any]]:
    """The curves by name, one number a step; raises ValueError for other shapes or types."""
    lengths = dict.fromkeys(CURVES, step)
    lengths |= dict.fromkeys(VALIDATION, len(arrays["curve.validation_steps"]))
    curves = {name: arrays[f"curve.{name}"] for name in lengths}
    for name, dtype in (CURVES | VALIDATION).items():
        if curves[name].shape != (lengths[name],) or curves[name].dtype != dtype:
            raise ValueError(f"curve {name} is not one number for each of {lengths[name]} steps")
    return curves


def fill(array: NDArray[Any], name: str, found: NDArray[Any]) -> None:
    """Copy `found` into `array`; raises ValueError for another shape or type."""
    if found.shape != array.shape or found.dtype != array.dtype:
        raise ValueError(f"{name} is not {array.dtype} of shape {np.shape(array)}")
    array[...] = found
