"""The numbers of a few units, as people write them: 0, 3, 5-9."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rnnviz.refusal import Refusal

NUMBER = re.compile(r"\s*(\d{1,9})\s*(?:[-–]\s*(\d{1,9})\s*)?", re.ASCII)
EXAMPLE = "0, 3, 5-9"


def read(text: str, count: int) -> tuple[int, ...]:
    """Return the units that a text names, each once and in its order.

    There are `count` units, numbered from 0. Refuses a text that names none, or one that is not
    there.
    """
    pieces = [piece for piece in re.split("[,;]", text) if piece.strip()]
    if not pieces:
        raise Refusal(f"Name some units, as in {EXAMPLE}, or Ctrl+click rows while all are shown.")
    return tuple(dict.fromkeys(unit for piece in pieces for unit in _units(piece, count)))


def write(units: Iterable[int]) -> str:
    """Return the shortest text that names these units, in rising order."""
    runs: list[list[int]] = []
    for unit in sorted(set(units)):
        if runs and unit == runs[-1][1] + 1:
            runs[-1][1] = unit
        else:
            runs.append([unit, unit])
    return ", ".join(_run(first, last) for first, last in runs)


def _units(piece: str, count: int) -> range:
    match = NUMBER.fullmatch(piece)
    if match is None:
        raise Refusal(f"“{piece.strip()}” is not a unit; write numbers, as in {EXAMPLE}.")
    first = int(match[1])
    last = first if match[2] is None else int(match[2])
    if last < first:
        raise Refusal(f"{first}-{last} runs backwards; write {last}-{first}.")
    if last >= count:
        raise Refusal(f"There is no unit {last}: there are {count}, numbered 0 to {count - 1}.")
    return range(first, last + 1)


def _run(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first}-{last}"
