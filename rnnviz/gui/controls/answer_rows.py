"""Rows of an answer that is written sign by sign after all was read, alone and after true signs."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from rnnviz.captions.example import written_caption
from rnnviz.gui.controls.written_rows import INDENT, LEAST_ROOM, LEFT_OUT, Written, columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnnviz.tasks.task import Example


def write_answer(example: Example, room: int) -> Written:
    """Return what was read, wanted, written alone and after the true signs, a row each.

    The rows have at most `room` characters; what is too long lacks its middle. Below every sign
    that is wrong of those that were written alone there is a mark.
    """
    wanted, alone, forced = example.wanted, example.came_out, example.forced
    room = max(room, LEAST_ROOM) - INDENT
    kept = columns([False] * len(wanted), room)
    rows = [
        _row("in", example.went_in, columns([False] * len(example.went_in), room)),
        _row("wanted", wanted, kept),
        _row("out", alone, kept),
    ]
    mistakes, told = _wrong(alone, wanted), _wrong(forced, wanted)
    wrong = _places(mistakes, kept, sum(len(row) + 1 for row in rows[:2]))
    if mistakes:
        marks = "".join("^" if n in mistakes else " " for n in range(len(wanted)))
        rows.append(_row("wrong", marks, kept, " ").rstrip())
    wrong += _places(told, kept, sum(len(row) + 1 for row in rows))
    rows.append(_row("forced", forced, kept))
    rows += wrap(written_caption(len(mistakes), len(told), len(wanted.rstrip())), room + INDENT)
    return Written("\n".join(rows), wrong)


def _wrong(written: str, wanted: str) -> set[int]:
    """Return the places of wrong signs; where nothing was wanted any more none is."""
    return {n for n, sign in enumerate(wanted.rstrip()) if sign != written[n]}


def _places(mistakes: set[int], kept: Sequence[int | None], begin: int) -> tuple[int, ...]:
    """Return where in the text mistakes of the row stand that begins at a place."""
    return tuple(begin + INDENT + place for place, n in enumerate(kept) if n in mistakes)


def _row(name: str, signs: str, kept: Sequence[int | None], between: str = LEFT_OUT) -> str:
    return f"{name:<{INDENT}}" + "".join(between if n is None else signs[n] for n in kept)
