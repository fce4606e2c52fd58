"""Where `--out` says a run is saved: proven before training, each minute, and in the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter

from rnnviz.cli.streams import is_gone
from rnnviz.cli.texts import is_there
from rnnviz.lab.past.moment import PastMoment
from rnnviz.lab.run import Run
from rnnviz.lab.runs.atomic_writing import prove_writable
from rnnviz.lab.runs.checkpoint import is_run, room_for, save_run
from rnnviz.lab.runs.kept_runs import FAILED, KeptRuns, users_folder
from rnnviz.lab.runs.rhythm import Rhythm
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal, why

Past = Sequence[PastMoment]
"""The moments that came with a run's file."""
RUN = ".safetensors"
GOES_ON = "rnnviz: {problem} Training goes on, and saving is tried again."
KEPT = (
    "{problem} The run was kept as {path}; the window has it in its list of runs, and "
    'rnnviz train --resume "{path}" goes on with it.'
)
UNSAVED = "{path} could not be written because {why}."
LOST = "{problem} {second} The run is not saved."


def check_out(out: Path | None, corpus: Sequence[str]) -> None:
    """Refuse before anything is read what could not be written in the end, and what must not be."""
    if out is None:
        return
    try:
        _check_name(out, corpus)
        prove_writable(out, 0)
    except (OSError, ValueError) as error:
        if is_gone():
            raise  # the folder that this was started in: told for every command alike
        raise _unwritable(out, error) from None


def _check_name(out: Path, corpus: Sequence[str]) -> None:
    if out.is_dir():
        raise Refusal(f"{out} is a folder; give --out the name of a file.")
    for text in corpus:
        if out.exists() and is_there(text) and out.samefile(text):
            raise Refusal(f"--out would overwrite the text {text}; give the run another name.")
    if out.suffix != RUN:
        better = out.with_suffix(RUN)
        raise Refusal(f"{out} is no name for a run, which ends in {RUN}; try --out {better}.")
    if not out.absolute().parent.is_dir():
        raise Refusal(f"{out} cannot be written: the folder {out.parent} is not there.")
    if out.exists() and not (out.is_file() and is_run(out)):
        raise Refusal(f"{out} is there already and no run; give --out another name.")


class Saving:
    """Saves one training to a file, with a past that it has, or (without one) nowhere."""

    def __init__(self, trainer: Trainer, out: Path | None, past: Past = ()) -> None:
        self._trainer, self._out, self._past = trainer, out, past
        self._rhythm, self._failed = Rhythm(), False

    def prove(self) -> None:
        """Refuse before training if there is no room for the run as it will be in the end."""
        if self._out is None:
            return
        try:
            prove_writable(self._out, room_for(self._trainer))
        except OSError as error:
            raise _unwritable(self._out, error) from None

    def in_passing(self) -> None:
        """Save if it is time; training goes on whether or not that succeeds."""
        started = perf_counter()
        if self._out is None or started < self._rhythm.due:
            return
        problem = self._save(self._out)
        if problem and not self._failed and sys.stderr is not None:
            with suppress(OSError):  # nobody reads it, or there is no room for it
                print(GOES_ON.format(problem=problem), file=sys.stderr)
        self._failed = bool(problem)
        self._rhythm.note(started)

    def end(self) -> str:
        """Save the run, else keep it with the earlier runs; "" or what there is to say of that."""
        if self._out is None:
            return ""
        problem = self._save(self._out)
        return self._keep(problem) if problem else ""

    def _save(self, out: Path) -> str:
        """Save the run; "" or why it could not be."""
        try:
            save_run(self._trainer, out, past=self._past)
        except Refusal as refusal:
            return str(refusal)
        except Exception as error:
            from rnnviz.log_file import logged  # when something fails, not at the start

            return logged(UNSAVED.format(path=out, why=why(error)))
        return ""

    def _keep(self, problem: str) -> str:
        kept, run = KeptRuns(users_folder()), Run(self._trainer)
        run.saved_step = 0
        try:
            kept.keep(run)
        except Refusal as second:
            return LOST.format(problem=problem, second=second)
        except Exception as error:
            from rnnviz.log_file import logged

            failed = logged(FAILED.format(why=why(error)))
            return LOST.format(problem=problem, second=failed)
        finally:
            kept.close()
        return KEPT.format(problem=problem, path=run.kept.path) if run.kept else problem


def _unwritable(out: Path, error: Exception) -> Refusal:
    reason = getattr(error, "strerror", None) or str(error)
    return Refusal(
        f"{out} cannot be written: {reason}. Make room or change the permissions, or give --out "
        "another place."
    )
