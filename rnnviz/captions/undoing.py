"""What an undo would take back, in a few words: "hidden units 64 to 32"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.counts import counted
from rnnviz.lab.setting_words import value_text
from rnnviz.lab.settings import Settings, declarations

if TYPE_CHECKING:
    from rnnviz.lab.run import Run

TOLD_AT_MOST = 2
"""Settings that are named; more are counted."""
START_OVER = "start over"
LAYOUT = "layout of the panels"
LONGEST_NAME = 40


def settings_words(before: Settings, after: Settings) -> str:
    """Which settings are others: "hidden units 64 to 32", "" for none."""
    rows = before.rows() | after.rows()
    names = [name for name in rows if before.value(name) != after.value(name)]
    told = [_change(name, before, after) for name in names[:TOLD_AT_MOST]]
    more = len(names) - len(told)
    return ", ".join([*told, *([f"{counted(more, 'more setting')}"] if more else [])])


def _change(name: str, before: Settings, after: Settings) -> str:
    declared = declarations()[name]
    was, now = (value_text(declared, one.value(name)) for one in (before, after))
    if max(len(was), len(now)) > LONGEST_NAME:
        return as_clause(declared.label)
    return f"{as_clause(declared.label)} {was} to {now}"


def as_clause(label: str) -> str:
    """A label within a sentence: only names such as LSTM or W_hh begin with a capital there."""
    starts_word = len(label) > 1 and label[0].isupper() and label[1].islower()
    return label[0].lower() + label[1:] if starts_word else label


def run_words(before: Run, after: Run, is_new: bool) -> str:
    """How a run came into focus in place of another."""
    if not is_new:
        return f"go to {_named(after)}"
    if after.entry is not None:
        return "race"
    if after.path is not None or after.kept is not None:
        return f"open run {_named(after)}"
    if after.step:
        return f"continue from step {after.step:,}"
    changes = settings_words(before.settings, after.settings)
    if after.task.name != before.task.name:
        return f"task {before.task.label} to {after.task.label}"
    if after.material is not before.material and _print(after) != _print(before):
        return f"{_named(before)} to {_named(after)}"
    return changes or START_OVER


def _print(run: Run) -> str:
    return run.material.fingerprint if run.material is not None else ""


def _named(run: Run) -> str:
    name = run.title or run.name
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]} and so on"
