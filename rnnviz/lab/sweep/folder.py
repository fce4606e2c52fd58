"""The folder of a sweep, which is the truth about it: a file for every row that is over."""

from __future__ import annotations

import json
import math
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from rnnviz.lab.memory.memory_need import size_text
from rnnviz.lab.runs.atomic_writing import whole_file
from rnnviz.lab.runs.bounded_json import read_json
from rnnviz.lab.runs.misfit import MISFITS, Misfit
from rnnviz.lab.sweep.claim import ENDING as CLAIM
from rnnviz.lab.sweep.claim import Claims
from rnnviz.lab.sweep.row import LAYOUT, NAME_LENGTH, Outcome, Row, name_of
from rnnviz.lab.sweep.store import Record, Store
from rnnviz.refusal import Refusal

MARKER = "sweep.json"
"""The file that says what the folder is."""
ROW, RUN = ".json", ".safetensors"
OURS = re.compile(rf"[0-9a-f]{{{NAME_LENGTH}}}(?:{re.escape(ROW)}|{re.escape(RUN)}|{CLAIM})")
SYSTEMS = frozenset(("desktop.ini", "Thumbs.db"))
"""What some systems put into every folder, besides hidden files."""
NAMED_AT_MOST = 3
LARGEST = 32 << 20
"""Bytes of a row's file."""


class SweepFolder(Store):
    """A folder with the rows of one kind; refuses one of another version, or with other files."""

    def __init__(self, path: Path, kind: str, create: bool = True) -> None:
        self.path, self._kind = path, kind
        try:
            self._open(create)
        except OSError as error:
            raise self._unwritable(error) from None
        self.claims = Claims(path)

    def _open(self, create: bool) -> None:
        path = self.path
        if path.exists() and not path.is_dir():
            raise Refusal(f"{path} is a file; name a folder for the rows of the sweep.")
        if not create and not (path / MARKER).is_file():
            what = "holds no sweep" if path.is_dir() else "is not there"
            raise Refusal(f"{path} {what}; name the folder that a sweep was written to.")
        if not path.absolute().parent.is_dir():
            raise Refusal(f"{path} cannot be made: the folder {path.parent} is not there.")
        path.mkdir(exist_ok=True)
        if not (path / MARKER).exists():
            self._check_alone(known=False)
            about = {"program": "rnnviz", "sweep": LAYOUT, "kind": self._kind}
            self._write_json(path / MARKER, about, f"new-{time.time_ns():x}")
        self._check_marker()
        self._check_alone(known=True)

    def _check_marker(self) -> None:
        path = self.path / MARKER
        try:
            about = _read_object(path)
            layout, kind = about["sweep"], about["kind"]
        except MISFITS:
            raise Refusal(
                f"{path} was not written by a sweep; name another folder, or move that file away."
            ) from None
        if layout != LAYOUT:
            raise Refusal(
                f"{self.path} is of another version of this program (its rows are of layout "
                f"{layout}, this one's of {LAYOUT}), whose numbers may differ; name a new folder."
            )
        if kind != self._kind:
            raise Refusal(
                f"{self.path} holds rows of another kind ({kind}, not {self._kind}); name another "
                "folder."
            )

    def _check_alone(self, known: bool) -> None:
        """Refuse files that no sweep has written; nothing is done to them."""
        names = sorted(path.name for path in self.path.iterdir())
        visible = [n for n in names if not n.startswith(".") and n not in SYSTEMS]
        foreign = [n for n in visible if not (known and (n == MARKER or OURS.fullmatch(n)))]
        if known or MARKER not in foreign:  # else another process has just made it a sweep's
            self._refuse_foreign(foreign)

    def _refuse_foreign(self, foreign: list[str]) -> None:
        if foreign:
            more = len(foreign) - NAMED_AT_MOST
            listed = ", ".join(foreign[:NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")
            raise Refusal(
                f"{self.path} holds what no sweep has written ({listed}); name an empty or a new "
                "folder, or move that away."
            )

    def __enter__(self) -> Self:
        """Begin to claim rows; claims that a killed process left on finished ones go."""
        for left in self.path.glob(f"*{CLAIM}"):
            if left.with_suffix(ROW).exists():
                self.claims.clear(left.stem)
        self.claims.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.claims.__exit__(*error)

    def holds(self, name: str) -> bool:
        """Whether this program has a row's claim, and nobody has taken it over."""
        return self.claims.holds(name)

    def release(self, name: str) -> None:
        """Give a row's claim back."""
        self.claims.release(name)

    def found(self, name: str) -> Record | None:
        """The row of this name, finished or failed; refuses a damaged one."""
        path = self.path / f"{name}{ROW}"
        try:
            return _record_of(path)
        except FileNotFoundError:
            return None
        except (OSError, *MISFITS) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            told = f" ({reason})" if isinstance(error, OSError | Misfit) else ""
            raise Refusal(
                f"{path} cannot be read as a row of a sweep{told}; move it away, and the next run "
                "computes that row again."
            ) from None

    def records(self) -> Iterator[Record]:
        """All rows that are over, in no order."""
        for path in sorted(self.path.glob(f"*{ROW}")):
            if path.name != MARKER and (record := self.found(path.stem)) is not None:
                yield record

    @property
    def in_work(self) -> int:
        """How many rows somebody has claimed."""
        return sum(1 for _ in self.path.glob(f"*{CLAIM}"))

    def check_room(self, size: int) -> None:
        """Refuse where so many bytes have no room."""
        free = shutil.disk_usage(self.path).free
        if size > free:
            raise Refusal(
                f"{self.path} has room for {size_text(free)}, and the rows that are missing take "
                f"about {size_text(size)}; make room, or name a folder elsewhere."
            )

    def take(self, name: str) -> bool:
        """Claim a row, and clear away what a killed process had begun to write of it."""
        try:
            taken = self.claims.take(name)
        except OSError as error:
            raise self._unwritable(error) from None
        if taken:
            for left in self.path.glob(f".{name}.*.part"):
                shutil.rmtree(left, ignore_errors=True)
        return taken

    def write(self, row: Row, outcome: Outcome) -> Record:
        """Write a row whole; refuses where there is no room, but for its numbers if possible."""
        problem = self._write_run(row, outcome)
        path = self.path / f"{row.name}{ROW}"
        about: dict[str, Any] = {"program": "rnnviz", "layout": LAYOUT, "identity": row.identity}
        about |= {"attempt": time.time(), "run": outcome.run is not None and problem is None}
        if outcome.result is None:
            about["error"] = outcome.error
        else:
            about["result"] = outcome.result
        try:
            self._write_json(path, about, self.claims.holder.writer)
            if problem is not None:
                raise problem
            return _record_of(path)
        except OSError as error:
            raise self._unwritable(error) from None

    def _write_run(self, row: Row, outcome: Outcome) -> OSError | None:
        """Write a row's network, if it has one; what went wrong."""
        if outcome.run is None:
            return None
        try:
            path = self.path / f"{row.name}{RUN}"
            with whole_file(path, self.claims.holder.writer) as unfinished:
                unfinished.write_bytes(outcome.run)
        except OSError as error:
            return error
        return None

    def _write_json(self, path: Path, about: dict[str, Any], writer: str) -> None:
        with whole_file(path, writer) as unfinished:
            text = json.dumps(_sound(about), ensure_ascii=True, indent=1, allow_nan=False)
            unfinished.write_text(text + "\n", encoding="utf-8")

    def _unwritable(self, error: OSError) -> Refusal:
        return Refusal(
            f"{self.path} cannot be written: {error.strerror or error}. Make room or change the "
            "permissions, and run the same line again: what is finished stays."
        )


def kind_of(path: Path) -> str:
    """What the rows of a folder are; refuses one that holds no sweep."""
    try:
        return str(_read_object(path / MARKER)["kind"])
    except (OSError, *MISFITS):
        what = "holds no sweep" if path.is_dir() else "is not there"
        raise Refusal(f"{path} {what}; name the folder that a sweep was written to.") from None


def _record_of(path: Path) -> Record:
    """The row of a file; raises one of MISFITS for a file that is none, or of other settings."""
    about = _read_object(path)
    identity, attempt = about["identity"], about["attempt"]
    if about.get("layout") != LAYOUT or name_of(identity) != path.stem:
        raise Misfit("its name is not that of its settings")
    result, error = about.get("result"), about.get("error", "")
    if not isinstance(result, dict) and not (isinstance(error, str) and error):
        raise Misfit("it has neither a result nor an error")
    run = path.with_suffix(RUN) if about.get("run") is True else None
    return Record(path.stem, dict(identity["settings"]), result, error, run, float(attempt))


def _read_object(path: Path) -> dict[str, Any]:
    if path.stat().st_size > LARGEST:
        raise Misfit("it is too large")
    value = read_json(path.read_text(encoding="utf-8"))
    if not isinstance(value, dict):
        raise Misfit("it is no JSON object")
    return value


def _sound(value: Any) -> Any:
    """A value as JSON has it: numbers that are none become null."""
    if isinstance(value, Mapping):
        return {key: _sound(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
