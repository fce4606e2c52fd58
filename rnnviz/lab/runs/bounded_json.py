"""Reads JSON that may come from anybody: its size, its numbers and its depth are bounded."""

import json
import re
import struct
from pathlib import Path
from typing import Any

from rnnviz.lab.runs.misfit import Misfit

HEADER_AT_MOST = 32 << 20
"""Bytes that the description at a file's beginning may take."""
HEADER_STRINGS, HEADER_GAPS = 10_000, 200_000
"""Strings in it, and bytes between them: so many arrays has no run."""
STRINGS, GAPS = 2_000_000, 6_000_000
"""The same for an entry. Every three characters between strings may take 70 bytes of memory."""
DIGITS = 60
"""Digits of a number; the longest are the generator's, with 39."""
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_STRING_OF_BYTES = re.compile(_STRING.pattern.encode(), re.DOTALL)


def check_header(path: Path) -> None:
    """Raise Misfit for a safetensors header that takes long to read; OSError as reading does."""
    with path.open("rb") as file:
        start = file.read(8)
        size = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        if size > HEADER_AT_MOST:
            raise Misfit(f"its description would take {size:,} bytes")
        header = file.read(size)
    _check(_STRING_OF_BYTES, header, HEADER_STRINGS, HEADER_GAPS)


def read_json(text: str) -> Any:
    """The value of a text in JSON; Misfit beyond the bounds, ValueError where it is no JSON."""
    if len(text) > GAPS:  # else it cannot be too much
        _check(_STRING, text, STRINGS, GAPS)
    return json.loads(text, parse_int=_whole, parse_float=_number)


def _check(pattern: re.Pattern[Any], text: Any, strings: int, gaps: int) -> None:
    within = 0
    for count, found in enumerate(pattern.finditer(text)):
        within += found.end() - found.start()
        if count >= strings:
            raise Misfit(f"it holds more than {strings:,} names and texts")
    if len(text) - within > gaps:
        raise Misfit(f"its values take {len(text) - within:,} characters")


def _whole(digits: str) -> int:
    return int(_bounded(digits))


def _number(digits: str) -> float:
    return float(_bounded(digits))


def _bounded(digits: str) -> str:
    if len(digits) > DIGITS:
        raise Misfit(f"it holds a number of {len(digits):,} digits")
    return digits
