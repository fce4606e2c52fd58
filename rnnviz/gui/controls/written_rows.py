"""Rows of signs below each other that fit their room: what went in, was wanted and came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from rnnviz.captions.example import caption, left_out
from rnnviz.captions.invisible_characters import in_a_line

if TYPE_CHECKING:
    from rnnviz.tasks.task import Example

NAMES = ("in", "wanted", "out")
INDENT = 7
"""Characters that the name of a row takes."""
LEFT_OUT = "…"
EDGE = 1
"""Columns that stay at either end of a stretch of which the middle is left out."""
LEAST_ROOM = 16


@dataclass(frozen=True)
class Written:
    """The rows as text, and the places in it of the signs that are wrong."""

    text: str
    wrong: tuple[int, ...]


def write_example(example: Example, room: int) -> Written:
    """Return an example without lines in `room` characters, in rows below each other or in words.

    Rows of different lengths, and such as have their faults in them, are broken where they end.
    """
    rows = example.went_in, example.wanted, example.came_out
    if example.faults is None and len(set(map(len, rows))) == 1:
        return write_rows(*rows, room)
    return _broken(example, max(room, LEAST_ROOM))


def write_rows(went_in: str, wanted: str, came_out: str, room: int) -> Written:
    """Return rows of n signs each in `room` characters, with a mark below every mistake.

    Of rows that are too long the middles of the stretches where nothing happens are left out:
    those where what goes in and what is wanted are the blanks that they mostly are.
    """
    whole = (went_in, wanted, came_out)
    pairs = list(zip(went_in, wanted, strict=True))
    blank = Counter(pairs).most_common(1)[0][0]
    kept = columns([pair == blank for pair in pairs], max(room, LEAST_ROOM) - INDENT)
    mistakes = {n for n, sign in enumerate(came_out) if sign != wanted[n]}
    rows = [_row(name, signs, kept) for name, signs in zip(NAMES, whole, strict=True)]
    begin = sum(len(row) + 1 for row in rows[:2]) + INDENT
    wrong = tuple(begin + place for place, n in enumerate(kept) if n in mistakes)
    if wrong:
        marks = "".join("^" if n in mistakes else " " for n in range(len(pairs)))
        rows.append(_row("wrong", marks, kept, " ").rstrip())
    asked = {n for n, sign in enumerate(wanted) if sign != blank[1]}
    missing = len(pairs) - sum(n is not None for n in kept)
    rows += wrap(caption(mistakes, asked) + left_out(missing), max(room, LEAST_ROOM))
    return Written("\n".join(rows), wrong)


def _broken(example: Example, room: int) -> Written:
    """Return rows that go on below where they are long, and what is noted of them."""
    lines, wrong, end = [], [], 0
    for name, signs in zip(NAMES, (example.went_in, example.wanted, example.came_out), strict=True):
        if example.faults is None:
            signs = in_a_line(signs)
        elif name == NAMES[1]:
            continue
        for start in range(0, max(len(signs), 1), room - INDENT):
            lines.append(f"{'' if start else name:<{INDENT}}{signs[start : start + room - INDENT]}")
            if name == NAMES[2]:
                here = range(start, start + room - INDENT)
                faults = [n for n in example.faults or () if n in here]
                wrong += [end + INDENT + n - start for n in faults]
            end += len(lines[-1]) + 1
    lines += wrap(example.noted, room)
    return Written("\n".join(lines), tuple(wrong))


def columns(dull: Sequence[bool], room: int) -> list[int | None]:
    """Return which of n columns stand in `room` places, with None where some are left out.

    The longest dull stretches are cut first, and only if they are not enough whatever else lies
    in the middle.
    """
    gaps, excess = [], len(dull) - room
    for start, length in sorted(_stretches(dull), key=lambda one: -one[1]):
        cut = min(excess + 1, length - 2 * EDGE)  # the sign for what is left out takes a place
        if excess > 0 and cut > 1:
            first = start + (length - cut) // 2
            gaps.append(range(first, first + cut))
            excess -= cut - 1
    gone = {n for gap in gaps for n in gap[1:]}
    starts = {gap[0] for gap in gaps}
    kept = [None if n in starts else n for n in range(len(dull)) if n not in gone]
    if excess > 0:
        kept = [*kept[: room // 2], None, *kept[room // 2 + excess + 1 :]]
    return kept


def _stretches(dull: Sequence[bool]) -> list[tuple[int, int]]:
    """Return where stretches of dull columns start, and how long they are."""
    found, start = [], 0
    for is_dull, group in groupby(dull):
        length = len(list(group))
        if is_dull:
            found.append((start, length))
        start += length
    return found


def _row(name: str, signs: str, kept: Sequence[int | None], between: str = LEFT_OUT) -> str:
    return f"{name:<{INDENT}}" + "".join(between if n is None else signs[n] for n in kept)
