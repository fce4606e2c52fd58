"""Saves several runs as a workspace: a kill at any moment leaves the old one or the new."""

from __future__ import annotations

import base64
import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.lab.runs.atomic_writing import is_being_written, whole_file
from rnnviz.lab.runs.toml_writing import toml
from rnnviz.lab.runs.workspace import (
    LAYOUT_AT_MOST,
    LOOKS_AT_MOST,
    NAME_AT_MOST,
    RUNS_AT_MOST,
    VERSION,
    read_workspace,
)
from rnnviz.lab.runs.workspace_name import FILE
from rnnviz.lab.turns import STEPS, Shared
from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from rnnviz.lab.trainer import Trainer
    from rnnviz.tasks.progress import Callback

OURS = re.compile(r"\d{1,3}-[a-z0-9-]+-[0-9a-f]{8}\.safetensors")
"""The names of the run files in a workspace: the number in the list, its name, and a new ending."""
PLAIN_AT_MOST = 30
SECONDS_AT_MOST = 1e8
"""Of a race: three years."""


@dataclass(frozen=True)
class Member:
    """A run that is to be saved: a trainer, or the file it is in, and how it stands in the list.

    `name` is what somebody calls it, "" where it is called by what it differs in; its file is named
    for what it is `called` in either case. In a `race`, numbered from 1, it is a `contestant`
    on the terms that are `shared`.
    """

    run: Trainer | Path
    name: str
    look: int
    shown: bool
    called: str = ""
    race: int = 0
    contestant: str = ""
    shared: Shared = STEPS


def save_workspace(
    folder: Path,
    members: Sequence[Member],
    focus: int,
    layout: bytes = b"",
    report: Callback | None = None,
) -> list[Path]:
    """Write all runs and how they stand, and return their files.

    A kill at any moment leaves the old workspace or the new one: every run gets a file of a new
    name, the TOML that names them comes last, and then those that it does not name are removed.
    `report` is told the share that is written; Cancelled is raised where it returns False. Raises
    Refusal if it cannot be written.
    """
    if not 0 < len(members) <= RUNS_AT_MOST:
        raise Refusal(f"A workspace holds 1 to {RUNS_AT_MOST} runs, not {len(members)}.")
    if len(layout) > LAYOUT_AT_MOST:
        layout = b""  # the window's own; runs are not lost for it
    names = [_file_name(n, member.called or member.name) for n, member in enumerate(members, 1)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, members, names, _toml_of(members, names, focus, layout), report)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal(
            f"The workspace could not be saved in {folder}: {reason}. Choose another place."
        ) from None
    _clear_away(folder)
    return [folder / name for name in names]


def _write(
    folder: Path,
    members: Sequence[Member],
    names: Sequence[str],
    text: str,
    report: Callback | None,
) -> None:
    """Write all files beside each other, out of sight, and put them in their places at the end."""
    try:
        with whole_file(folder / FILE) as unfinished:
            for n, (member, name) in enumerate(zip(members, names, strict=True)):
                _write_run(member.run, unfinished.parent / name, _part(report, n, len(members)))
            unfinished.write_text(text, encoding="utf-8", newline="\n")
            for name in names:
                (unfinished.parent / name).replace(folder / name)
    except BaseException:
        for name in names:
            with suppress(OSError):
                (folder / name).unlink()
        raise


def _write_run(run: Trainer | Path, path: Path, report: Callback | None) -> None:
    if isinstance(run, Path):
        with whole_file(path) as unfinished:
            shutil.copyfile(run, unfinished)
        return
    from rnnviz.lab.runs.checkpoint import write_run  # not at the window's start

    write_run(run, path, report=report)


def _part(report: Callback | None, number: int, count: int) -> Callback | None:
    """What is told of a run's share, as that of all runs."""
    if report is None:
        return None
    return lambda share: report((number + share) / count)


def _toml_of(members: Sequence[Member], names: Sequence[str], focus: int, layout: bytes) -> str:
    lines = [
        "# A workspace of rnnviz. Each run is in the file named here and opens alone, too.",
        f"version = {VERSION}",
        f"focus = {min(max(focus, 0), len(members) - 1)}",
        f"layout = {toml(base64.b64encode(layout).decode())}",
    ]
    for member, file in zip(members, names, strict=True):
        lines += ["", "[[runs]]", f"file = {toml(file)}", f"name = {toml(_in_a_line(member.name))}"]
        lines += [f"look = {member.look % LOOKS_AT_MOST}", f"shown = {toml(member.shown)}"]
        if 0 < member.race <= RUNS_AT_MOST and (contestant := _in_a_line(member.contestant)):
            lines += [f"race = {member.race}", f"contestant = {toml(contestant)}"]
            lines += _terms(member.shared)
    return "\n".join((*lines, ""))


def _terms(shared: Shared) -> list[str]:
    """What a race shares out; nothing of one by steps."""
    lines = [f"by = {toml(shared.by)}"] if shared.by != STEPS.by else []
    if shared.seconds is not None:
        seconds = min(max(shared.seconds, 0.001), SECONDS_AT_MOST)
        lines.append(f"seconds = {seconds:.3f}")
    return lines


def _in_a_line(name: str) -> str:
    """A name as it can be read again."""
    whole = " ".join(name.encode(errors="replace").decode().split())
    return whole[:NAME_AT_MOST].rstrip()


def _file_name(number: int, name: str) -> str:
    """A name that no file has yet, and that every system can have."""
    plain = re.sub("[^a-z0-9]+", "-", name.lower())[:PLAIN_AT_MOST].strip("-") or "run"
    return f"{number}-{plain}-{os.urandom(4).hex()}.safetensors"


def _clear_away(folder: Path) -> None:
    """Remove the run files that the workspace does not name, whoever was killed and left them.

    Those of a program that is saving at this moment are not named yet, or are by the time that the
    TOML is read.
    """
    with suppress(OSError, Refusal):
        found = [path for path in folder.iterdir() if OURS.fullmatch(path.name)]
        if is_being_written(folder / FILE):
            return
        named = {entry.path.name for entry in read_workspace(folder).entries}
        for path in found:
            if path.name not in named:
                with suppress(OSError):
                    path.unlink()
