"""A workspace: several runs in a folder, a file each, and a small TOML of how they stand."""

from __future__ import annotations

import base64
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, TypeVar, get_args

from rnnviz.declare import quoted
from rnnviz.lab.runs.workspace_name import FILE, folder_of
from rnnviz.lab.turns import STEPS, By, Shared
from rnnviz.refusal import Refusal
from rnnviz.tasks.file_kind import not_a_file

VERSION = 1
RUNS_AT_MOST = 100
LOOKS_AT_MOST = 10_000
NAME_AT_MOST = 200
"""Characters of a run's name."""
LAYOUT_AT_MOST = 1 << 20
"""Bytes of what the window notes of its layout."""
WAY_OUT = "Open the runs in its folder one by one."
SIZE_AT_MOST = 2 * LAYOUT_AT_MOST
"""Bytes of the file."""
ENDING = ".safetensors"
LINE = re.compile(
    r"""\s*+(?:
    [a-z]++[ ]*+=[ ]*+(?:"(?:[^"\\]|\\.)*+"|-?\d{1,9}(?:\.\d{1,9})?+|true|false)
    |\[\[runs\]\]
    )?+\s*+(?:\#.*+)?""",
    re.VERBOSE,
)
"""What the file's lines are made of: nothing in it nests, so nothing in it takes long to read."""
OF_ALL = ("version", "focus", "layout", "runs")
OF_RUN = ("file", "name", "look", "shown", "race", "contestant", "by", "seconds")
Opened = TypeVar("Opened")


@dataclass(frozen=True)
class Entry:
    """A run of a workspace that was read: its file, and how it stood in the list.

    A `race` has a number from 1 on, 0 says that it was in none; `shared` are its terms.
    """

    path: Path
    name: str
    look: int
    shown: bool
    race: int = 0
    contestant: str = ""
    shared: Shared = STEPS


@dataclass(frozen=True)
class Workspace:
    """What a workspace's TOML holds; its runs are in their files.

    `focus` is the number of the run that was in focus, `layout` what the window noted of its own.
    """

    path: Path
    entries: tuple[Entry, ...]
    focus: int
    layout: bytes


def read_workspace(path: Path) -> Workspace:
    """The workspace of a folder or of its TOML; refuses, with the reason, what is none."""
    path = folder_of(path) / FILE
    values = _parsed(path, _text(path))
    version = values.get("version")
    if isinstance(version, int) and version > VERSION:
        raise Refusal(
            f"{_called(path)} was saved by a newer rnnviz (format {version}, this one reads "
            f"{VERSION}). Install the newer version, or open the runs in its folder one by one."
        )
    if version != VERSION or isinstance(version, bool):
        raise _damaged(path, f"its version is {VERSION}, not {quoted(version)}")
    _only(path, values, OF_ALL)
    runs = values.get("runs")
    if not isinstance(runs, list) or not all(isinstance(one, dict) for one in runs):
        raise _damaged(path, "it has no list of runs")
    if len(runs) > RUNS_AT_MOST:
        raise _damaged(path, f"it names {len(runs):,} runs, and {RUNS_AT_MOST} are the most")
    entries = tuple(_entry(path, run) for run in runs)
    if len({entry.path for entry in entries}) < len(entries):
        raise _damaged(path, "two of its runs have one file")
    focus = _whole(path, values, "focus", len(entries))
    return Workspace(path, entries, focus, _layout(path, values))


def open_members(
    workspace: Workspace, load: Callable[[Path], Opened]
) -> tuple[list[tuple[Entry, Opened]], list[str]]:
    """The runs of a workspace as `load` reads them, and a sentence for each that it refuses.

    Refuses where not one can be read.
    """
    opened: list[tuple[Entry, Opened]] = []
    problems: list[str] = []
    for entry in workspace.entries:
        try:
            opened.append((entry, load(entry.path)))
        except Refusal as refusal:
            problems.append(str(refusal))
    if not opened:
        raise Refusal(problems[0])
    return opened, problems


def _text(path: Path) -> str:
    if what := not_a_file(path):
        raise Refusal(f"{_called(path)} {what}; open a folder in which a workspace was saved.")
    try:
        with path.open("rb") as file:
            content = file.read(SIZE_AT_MOST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal(
            f"{_called(path)} cannot be read: {reason}. Change its permissions, or copy the "
            "workspace elsewhere."
        ) from None
    if len(content) > SIZE_AT_MOST:
        raise _damaged(path, f"it is larger than {SIZE_AT_MOST:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _damaged(path, "it is no text in UTF-8") from None


def _parsed(path: Path, text: str) -> dict[str, Any]:
    for number, line in enumerate(text.split("\n"), 1):
        if not LINE.fullmatch(line):
            raise _damaged(path, f"line {number} cannot be read")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _damaged(path, str(error)) from None


def _entry(path: Path, run: Mapping[str, Any]) -> Entry:
    _only(path, run, OF_RUN)
    file, shown = run.get("file"), run.get("shown")
    if not isinstance(file, str) or not _is_plain(file):
        raise _damaged(path, f"a run's file is one beside it ({ENDING}), not {quoted(file)}")
    if not isinstance(shown, bool):
        raise _damaged(path, f"shown is true or false, not {quoted(shown)}")
    name, look = _line(path, run, "name"), _whole(path, run, "look", LOOKS_AT_MOST)
    entry = Entry(path.parent / file, name, look, shown)
    if "race" not in run:
        return entry
    race = _whole(path, run, "race", RUNS_AT_MOST + 1)
    contestant, shared = _line(path, run, "contestant"), _terms(path, run)
    return replace(entry, race=race, contestant=contestant, shared=shared)


def _terms(path: Path, run: Mapping[str, Any]) -> Shared:
    """What a race shares out evenly, and for how many seconds."""
    by, seconds = run.get("by", STEPS.by), run.get("seconds")
    if by not in get_args(By):
        raise _damaged(path, f"by is {' or '.join(get_args(By))}, not {quoted(by)}")
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if seconds is not None and not (is_number and seconds > 0):
        raise _damaged(path, f"seconds is a number above 0, not {quoted(seconds)}")
    return Shared(by, seconds)


def _line(path: Path, values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    if not isinstance(value, str) or len(value) > NAME_AT_MOST or " ".join(value.split()) != value:
        raise _damaged(path, f"{key} is a line in quotes, not {quoted(value)}")
    return value


def _is_plain(file: str) -> bool:
    """Whether this names a file in the very folder, on every system, and no other place."""
    kinds = (PurePosixPath(file), PureWindowsPath(file))
    plain = all(kind.name == file and not kind.anchor for kind in kinds)
    return plain and file.endswith(ENDING) and file.isprintable() and ":" not in file


def _whole(path: Path, values: Mapping[str, Any], key: str, below: int) -> int:
    value = values.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < below:
        raise _damaged(path, f"{key} is a whole number below {below:,}, not {quoted(value)}")
    return value


def _layout(path: Path, values: Mapping[str, Any]) -> bytes:
    layout = values.get("layout")
    try:
        found = base64.b64decode(layout, validate=True) if isinstance(layout, str) else None
    except ValueError:
        found = None
    if found is None:
        raise _damaged(path, "its layout is not what a window noted")
    return found


def _only(path: Path, values: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in values:
        if key not in known:
            raise _damaged(path, f"there is no {quoted(key)}; there are: {', '.join(known)}")


def _called(path: Path) -> str:
    """The file with its folder, as all of them have one name."""
    return f"{path.parent.name}/{path.name}" if path.parent.name else path.name


def _damaged(path: Path, reason: str) -> Refusal:
    return Refusal(f"{_called(path)} is damaged or no workspace: {reason}. {WAY_OUT}")
