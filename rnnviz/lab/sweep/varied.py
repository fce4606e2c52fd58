"""Reads which values of a setting are to be tried, as people write them: "8, 64, 256"."""

from __future__ import annotations

from rnnviz.declare import Value
from rnnviz.lab.settings import Settings, declarations
from rnnviz.refusal import Refusal

ON, OFF = ("true", "on", "yes"), ("false", "off", "no")
UNSET = "none"
"""Unsets a setting that may be, besides what its declaration calls that."""


def values_of(name: str, text: str) -> tuple[object, ...]:
    """The values between commas, each once; WrongValue for one that the setting cannot have.

    Options of parts stay as they are written: their bounds are another part's matter as well.
    """
    parts = dict.fromkeys(part.strip() for part in text.split(",") if part.strip())
    if not parts:
        label = declarations()[name].label
        raise Refusal(f"{label} has no values; write some with commas, as in 8, 64, 256.")
    return tuple(dict.fromkeys(_value(name, part) for part in parts))


def written(name: str, value: Value) -> str:
    """A value as `values_of` reads it."""
    if value is None:
        return declarations()[name].unset
    if isinstance(value, bool):
        return ON[1] if value else OFF[1]
    return f"{value:g}" if isinstance(value, float) else str(value)


def _value(name: str, text: str) -> object:
    declared, small = declarations()[name], text.lower()
    if declared.optional and small in (declared.unset, UNSET):
        return None
    if declared.kind == "flag" and small in ON + OFF:
        return small in ON
    return declared.check(text) if name in Settings.__dataclass_fields__ else text
