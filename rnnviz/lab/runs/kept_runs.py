"""Keeps runs that nobody saved, so many of all windows (see `surplus`), each in its own file."""

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnnviz.lab.past.moment import PastMoment
    from rnnviz.lab.run import Run
    from rnnviz.lab.runs.open_mark import OpenMark
    from rnnviz.lab.snapshot import RunId
    from rnnviz.tasks.progress import Callback

ENDING = ".safetensors"
FOLDER = "earlier-runs"
BEFORE = f"last-run{ENDING}"
"""Beside the folder: the one run that version 0.1.0 kept."""
NAME = re.compile(rf"(?P<name>.+)-\d{{8}}-\d{{6}}-[0-9a-f]{{8}}{re.escape(ENDING)}")
NAME_AT_MOST = 30
FAILED = "The run could not be kept because {why}."
UNKEPT = "The run could not be kept in {folder}: {reason}."


@dataclass(frozen=True)
class Copy:
    """Where a run was kept, and how far it was then; `own` files are written over by their run.

    `past` are the steps of the moments that are in the file.
    """

    path: Path
    mark: tuple[int, int]
    own: bool = True
    past: tuple[int, ...] = ()

    def holds(self, run: Run, whole: bool) -> bool:
        """Whether all of a run is there, with its past where the `whole` of it is wanted."""
        is_there = self.mark == run.mark and self.path.is_file()
        return is_there and not (whole and set(run.past.steps) - set(self.past))


@dataclass(frozen=True)
class Kept:
    """A run in the folder: what it was called, its step (None: unknown), and when it was kept."""

    path: Path
    name: str
    step: int | None
    time: float
    """Seconds since the epoch."""
    seconds: float = 0.0
    """How long it has trained; 0 where that is unknown."""
    size: int = 0
    """Bytes of its file."""


def users_folder() -> Path:
    """Where this user's runs are kept: beside the window's settings."""
    from rnnviz.settings_folder import settings_folder  # the window asks its settings

    return settings_folder() / FOLDER


class KeptRuns:
    """The folder, as one program sees it: it writes over its own files only, and never another's.

    The runs that are open stand in a mark (see `open_mark`): they are no earlier runs yet, and what
    the mark of a program that was killed names is what the next one offers. Those that are parked
    stand there, too: of other programs none takes them for earlier ones. What came from here is
    never one too many here: it stood in the list a moment ago.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._mark: OpenMark | None = None
        self._open: dict[RunId, str] = {}
        """The names of the files of runs that are open here."""
        self._parked: set[str] = set()
        """The names of the files of runs that are to come back here."""
        self._known: set[str] = set()
        """The names of all files whose runs were open here at some time."""

    def keep(self, run: Run, report: Callback | None = None, whole: bool = False) -> bool:
        """Write a run that has unsaved work, or any `whole` with its past; return whether one was.

        What is in its file already only comes first in the list again. `report` is told the share
        that is written; where it returns False, Cancelled is raised and what was kept before stays.
        Raises Refusal if it cannot be written.
        """
        if not (run.unsaved or whole):
            return False
        copy, moments = run.kept, run.past.moments if whole else ()
        if copy is not None and copy.holds(run, whole):
            with suppress(OSError):
                os.utime(copy.path)
            return True
        path = copy.path if copy is not None and copy.own else self._new_path(run.name)
        mark = run.mark
        self._write(run, path, moments, report)
        run.kept = Copy(path, mark, past=tuple(moment.step for moment in moments))
        return True

    def take(self, run: Run, path: Path) -> None:
        """A run was read from here: it is as unsaved as before, and goes on in its file.

        A file whose run is open in another window, too, stays as it is, as does version 0.1.0's.
        """
        own = path.parent == self.folder and path.name not in self._open_now()
        count_as_unsaved(run, path, own)
        if own:
            self._note_open(run, path.name)

    def holds(self, path: Path | None) -> bool:
        """Whether a file is one of those that are kept."""
        before = self.folder.parent / BEFORE
        return path is not None and (path.parent == self.folder or path == before)

    def forget(self, run: Run, saved: Path) -> None:
        """Remove a run's own file: it is saved elsewhere by now."""
        if run.kept is not None and run.kept.own and run.kept.path != saved.absolute():
            with suppress(OSError):
                run.kept.path.unlink()
        run.kept = None
        self._note_open(run, "")

    def park(self, run: Run) -> None:
        """A run that is kept goes out of memory, and may come back until this program ends."""
        if run.kept is not None:
            self._parked.add(run.kept.path.name)
            self._write_mark()

    def let_go(self, run: Run) -> None:
        """A run that was open is an earlier one from now on, and its file whoever opens it."""
        if run.kept is not None:
            run.kept = replace(run.kept, own=False)
        self._note_open(run, "")
        self._prune()

    def reopen(self, run: Run) -> None:
        """A run that was let go is open again, and goes on in its file unless others have that."""
        if run.kept is None or run.kept.own:
            return
        path = run.kept.path
        if not path.is_file():
            run.kept = None
        elif path.parent == self.folder and path.name not in self._open_now():
            run.kept = replace(run.kept, own=True)
            self._note_open(run, path.name)

    def close(self) -> None:
        """The program ends as it should."""
        self._open.clear()
        self._parked.clear()
        if self._mark is not None:
            self._mark.close()
            self._mark = None
            self._prune()

    def earlier(self) -> list[Kept]:
        """The runs that are open in no window, the latest first."""
        return self._sorted_out(self._open_now())[0]

    def left_behind(self) -> Kept | None:
        """The run that was open when a program was killed, the latest of several; told once.

        What that program had begun to write is cleared away.
        """
        from rnnviz.lab.runs.atomic_writing import clear_away

        if not self.folder.is_dir():
            return None
        clear_away(self.folder / ENDING)
        from rnnviz.lab.runs.open_mark import marks

        dead = [names for _, names, alive in marks(self.folder, clear=True) if not alive]
        names = {name for one in dead for name in one}
        found = [path for path in self._files() if path.name in names]
        return _look_at(found[0]) if found else None

    def _write(
        self, run: Run, path: Path, moments: Sequence[PastMoment], report: Callback | None
    ) -> None:
        from rnnviz.lab.runs.checkpoint import write_run  # not at the window's start

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._note_open(run, path.name)  # before a kill can come between
            write_run(run.trainer, path, report=report, past=moments)
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refusal(UNKEPT.format(folder=self.folder, reason=reason)) from None

    def _new_path(self, name: str) -> Path:
        """A name that no file has, whoever else may be looking for one."""
        plain = re.sub(r"[^\w .-]+", "_", name).strip(" .")[:NAME_AT_MOST] or "run"
        moment = time.strftime("%Y%m%d-%H%M%S")
        return self.folder / f"{plain}-{moment}-{os.urandom(4).hex()}{ENDING}"

    def _note_open(self, run: Run, name: str) -> None:
        """Note the file of a run that is open here, "" if it has none or is not open any more."""
        self._open.pop(run.id, None)
        if name:
            self._open[run.id] = name
            self._known.add(name)
            self._parked.discard(name)
        if self._mark is None and name:
            from rnnviz.lab.runs.open_mark import OpenMark  # not at the window's start

            self._mark = OpenMark.create(self.folder)
        self._write_mark()

    def _write_mark(self) -> None:
        if self._mark is not None:
            self._mark.write(dict.fromkeys((*self._open.values(), *self._parked)))

    def _open_now(self) -> set[str]:
        """The names of the files whose runs are open here, or open or parked elsewhere."""
        from rnnviz.lab.runs.open_mark import marks

        own = self._mark.path if self._mark is not None else None
        others = [names for path, names, alive in marks(self.folder) if alive and path != own]
        return {name for names in others for name in names} | set(self._open.values())

    def _files(self) -> list[Path]:
        """All that is kept, the latest first."""
        found: list[Path] = []
        with suppress(OSError):
            found = [path for path in self.folder.iterdir() if NAME.fullmatch(path.name)]
        times = {path: _time(path) for path in (*found, self.folder.parent / BEFORE)}
        there = [path for path, moment in times.items() if moment]
        return sorted(there, key=lambda path: times[path], reverse=True)

    def _prune(self) -> None:
        """Remove those of too many that were never open here, and are worth least."""
        for kept in self._sorted_out(self._open_now())[1]:
            with suppress(OSError):
                kept.path.unlink()

    def _sorted_out(self, open_now: set[str]) -> tuple[list[Kept], list[Kept]]:
        """What is not open, the latest first: those that stay, and those that are too many."""
        from rnnviz.lab.runs.surplus import surplus

        found = [_look_at(path) for path in self._files() if path.name not in open_now]
        going = [kept for kept in surplus(found) if kept.path.name not in self._known]
        return [kept for kept in found if kept not in going], going


def count_as_unsaved(run: Run, path: Path, own: bool) -> None:
    """Let a run that was read from a kept file be in none of its own, and as unsaved as before."""
    run.path, run.saved_step = None, 0
    run.kept = Copy(path, run.mark, own, run.past.steps)


def _time(path: Path) -> float:
    """When it was kept; 0 if it is gone, or no file."""
    try:
        state = path.stat()
    except OSError:
        return 0.0
    return state.st_mtime if stat.S_ISREG(state.st_mode) else 0.0


def _look_at(path: Path) -> Kept:
    """What the file says of itself, as far as it can be read."""
    match = NAME.fullmatch(path.name)
    name, (step, seconds) = match["name"] if match else path.stem, _progress(path)
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    return Kept(path, name, step, _time(path), seconds, size)


def _progress(path: Path) -> tuple[int | None, float]:
    """Its steps and its seconds of training."""
    from safetensors import SafetensorError, safe_open

    from rnnviz.lab.runs.bounded_json import check_header, read_json
    from rnnviz.lab.runs.misfit import MISFITS
    from rnnviz.lab.runs.run_metadata import progress_of

    try:
        check_header(path)
        with safe_open(path, framework="numpy") as file:
            progress = progress_of(read_json((file.metadata() or {})["progress"]))
    except (OSError, SafetensorError, *MISFITS):
        return None, 0.0
    return progress["step"], progress["seconds"]
