"""What stands in one cell of a table: a number, a date, nothing, or something else."""

from __future__ import annotations

import math
import re

POINT, COMMA = ".", ","
"""What parts a number's whole from its fraction."""
_MISSING = frozenset(
    ("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing", "-", "--", "?", ".", "\\n")
)
_NUMBER = {
    POINT: re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?"),
    COMMA: re.compile(r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]*)(?:,[0-9]*)?(?:[eE][+-]?[0-9]+)?"),
}
_TIME = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = "|".join(
    (
        r"[0-9]{4}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?",
        r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}",
        rf"(?:[0-9]{{1,2}}[-. ]+)?{_MONTH}[-., ]+(?:[0-9]{{1,2}},? +)?[0-9]{{2,4}}",
        r"[0-9]{4}[- ]?[QqWw][0-9]{1,2}",
    )
)
_DATE = re.compile(
    rf"(?:(?:{_DAY})(?:[T ,]+{_TIME}(?: ?Z| ?[+-][0-9]{{2}}:?[0-9]{{2}})?)?|{_TIME})", re.IGNORECASE
)


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.strip().lower() in _MISSING


def number_in(cell: str, decimal: str) -> float | None:
    """The finite number in a cell, or None; thousands may be grouped by the other mark."""
    cell = cell.strip().replace("\N{MINUS SIGN}", "-")
    if not _NUMBER[decimal].fullmatch(cell):
        return None
    grouping = COMMA if decimal == POINT else POINT
    try:
        value = float(cell.replace(grouping, "").replace(decimal, POINT))
    except ValueError:  # no digit before the exponent
        return None
    return value if math.isfinite(value) else None


def is_date(cell: str) -> bool:
    """Whether a cell looks like a date, a time of day, or both."""
    return _DATE.fullmatch(cell.strip()) is not None
