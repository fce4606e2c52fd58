"""Reads what a run's file says about itself; complains about what no run can have written."""

import math
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.lab.history import SECONDS, stride_of
from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.recent_losses import steps_averaged
from rnnviz.lab.runs.about_passages import check_about_passages, check_parts, needs_parts
from rnnviz.lab.runs.carried_series import check_about_series
from rnnviz.lab.runs.misfit import Misfit, shown
from rnnviz.lab.runs.run_layout import COUNTS, FORMAT, MOST
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.snapshot import CHANGE, REDO, UNDO, Edit
from rnnviz.lab.standing import NUMBERS, RECENT
from rnnviz.tasks import DRAWN, READING
from rnnviz.tasks.composing import AS_IT_IS, COMPOSED
from rnnviz.tasks.numbers import Numbers

NEEDED = (
    *("task", "cell", "hidden", "layers", "init", "seed", "dtype", "window", "batch", "state"),
    *("steps", "optimizer", "lr", "schedule", "schedule_length", "warmup", "lr_end", "clip"),
    *("clip_threshold", "fold", "validation"),
)
"""The settings that every run's file has named from the first version on, where they count."""
USUAL_BIASES = 2
"""The format from which on an unset forget bias is the cell's usual one."""
LONGEST = 1_000_000
"""Characters of a sample or a mark: twice what the longest drawn sequence takes in words."""
FILES = 100_000
"""Files that a text can have been joined from."""
_HALVES = re.compile("[\ud800-\udfff]")
Record = TypeVar("Record")


def settings_of(values: Any, version: int = FORMAT) -> Settings:
    """The settings of a run; raises Misfit where such as every run has are missing.

    In files of the first format, gates without a bias of their own started as PyTorch's do.
    """
    if not isinstance(values, dict):
        raise Misfit("it has no settings")
    settings = Settings().change(**values)
    unset = settings.forget_bias is None and settings.keep_bias is not None
    if unset and version < USUAL_BIASES:
        settings = settings.change(forget_bias=0.0)
    needed = [name for name in NEEDED if name in settings.rows()]
    missing = [name for name in needed if name not in values]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise Misfit(f"{missing[0]}{more} of its settings are missing")
    return settings


def vocabulary_of(values: Any) -> tuple[str, ...]:
    """The symbols; raises Misfit where they are no list, or halves of characters."""
    if not isinstance(values, list):
        raise Misfit(f"a list of symbols was expected, not {shown(values)}")
    halves = (symbol for symbol in values if type(symbol) is str and "\ud800" <= symbol < "\ue000")
    for half in halves:
        raise Misfit(f"{shown(half)} is no symbol")
    return tuple(values)


def progress_of(values: Any) -> dict[str, Any]:
    """The counts and averages a run goes on from; raises Misfit where one is none."""
    progress: dict[str, Any] = {name: _count(name, values[name]) for name in COUNTS}
    progress |= {name: _number(name, values[name]) for name in NUMBERS}
    # Files of the first version say only by the loss that their training has diverged.
    progress["diverged"] = values.get("diverged", not math.isfinite(progress["loss"]))
    if not isinstance(progress["diverged"], bool):
        raise Misfit(f"diverged cannot be {shown(progress['diverged'])}")
    if not 0 <= progress["seconds"] <= MOST:
        raise Misfit(f"seconds cannot be {progress['seconds']!r}")
    if RECENT in values:
        progress[RECENT] = _recent(values[RECENT], progress["step"])
    return progress


def _recent(values: Any, step: int) -> tuple[list[float], list[float]]:
    """The older and the newer of the losses whose mean is shown; Misfit for too many or few."""
    older, newer = values
    if not isinstance(older, list) or not isinstance(newer, list):
        raise Misfit(f"the recent losses cannot be {shown(values)}")
    count = len(older) + len(newer)
    if count != steps_averaged(step):
        raise Misfit(f"there are {count:,} recent losses, not {steps_averaged(step):,}")
    name = "a recent loss"
    return [_number(name, loss) for loss in older], [_number(name, loss) for loss in newer]


def _count(name: str, value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST:
        raise Misfit(f"{name} is {shown(value)}, which is no count")
    return value


def _number(name: str, value: Any) -> float:
    if type(value) not in (int, float) or not (name == "loss" or math.isfinite(value)):
        raise Misfit(f"{name} is {shown(value)}, which is no number")
    return float(value)


def random_state_of(values: Any) -> Any:
    """The state of the generator; raises what NumPy does for one that cannot be."""
    generator = np.random.PCG64()
    generator.state = values
    return generator.state


def records_of(kind: type[Record], values: Any) -> list[Record]:
    """Samples or marks, whose values must be of the declared types; raises Misfit if not."""
    if not isinstance(values, list):
        raise Misfit(f"a list was expected, not {shown(values)}")
    names = {field.name: field.type for field in fields(kind)}  # type: ignore[arg-type]  # dataclasses
    for value in values:
        for name, wanted in names.items():
            _check_value(name, value[name], wanted)
    return [kind(**value) for value in values]


def _check_value(name: str, value: Any, wanted: Any) -> None:
    if wanted is int:
        _count(name, value)
    elif wanted is float:
        if type(value) not in (int, float) or math.isnan(value):
            raise Misfit(f"{name} cannot be {shown(value)}")
    elif type(value) is not str or len(value) > LONGEST or _HALVES.search(value):
        raise Misfit(f"{name} cannot be {shown(value)}")


def edits_of(values: Any) -> list[Edit]:
    """What was done to the run; raises Misfit, or Refusal, for what cannot have been done."""
    if not isinstance(values, list):
        raise Misfit(f"a list was expected, not {shown(values)}")
    edits = [Edit(**value) for value in values]
    for edit in edits:
        if type(edit.step) is not int or edit.name not in (CHANGE, UNDO, REDO, *INTERVENTIONS):
            raise Misfit(f"{shown(edit.name)} cannot have been done after step {shown(edit.step)}")
        _count("step", edit.step)
        if type(edit.value) not in (int, float, type(None)):
            raise Misfit(f"the value of {edit.name} cannot be {shown(edit.value)}")
        for settings in (edit.settings, edit.before):
            _check_settings(settings)
    return edits


def _check_settings(settings: Any) -> None:
    """Each by its declaration: settings made of them would take long for thousands of edits."""
    known = declarations()
    for name, value in settings.items():
        if name not in known:
            raise Misfit(f"there is no setting called {shown(name)}")
        known[name].check(value)


def about_of(values: Any, task: str) -> dict[str, Any]:
    """Where the run's text or numbers come from; raises Misfit where their name is no name."""
    if task in DRAWN:
        return dict(values)
    about = {"files": [], "source": "", **values}
    if task == Numbers.name:
        _check_files(about)
        check_about_series(about)
    else:
        _check_files(about)
        names = [about["name"], about["source"], about["fingerprint"], *about["files"]]
        if not all(isinstance(name, str) for name in names) or len(names) > FILES:
            raise Misfit(f"a text cannot be called {shown(names)}")
        _check_encodings(about.get("encodings", []), len(about["files"]))
        check_parts(about.get("parts", []), about["characters"], least=needs_parts(task))
        if task in READING:
            check_about_passages(about)
        if about.get("form", AS_IT_IS) not in (AS_IT_IS, COMPOSED):
            raise Misfit(f"a text's form cannot be {shown(about['form'])}")
    return about


def _check_files(about: Mapping[str, Any]) -> None:
    """Raise Misfit for a size, or for files, that nothing has."""
    if not isinstance(about["files"], list):
        raise Misfit(f"a text's files cannot be {shown(about['files'])}")
    _count("characters", about["characters"])


def _check_encodings(names: Any, files: int) -> None:
    """Raise Misfit for encodings that no text of so many files was read in."""
    if not isinstance(names, list) or len(names) not in (0, files):
        raise Misfit(f"a text's encodings cannot be {shown(names)}")
    from rnnviz.tasks.decoding.names import codec_named  # for which the start need not wait

    for name in names:
        if type(name) is not str or codec_named(name) != name:
            raise Misfit(f"{shown(name)} is no encoding")


def check_curves(arrays: Mapping[str, NDArray[Any]], step: int, seconds: float) -> None:
    """Raise Misfit for curves that no run of so many steps and seconds has, thinned or not."""
    try:
        stride_of(arrays["curve.steps"], step)
    except ValueError:
        raise Misfit(f"its curves are not those of {step:,} steps") from None
    for name in ("characters", "validation_steps", "validation_characters"):
        counts = arrays[f"curve.{name}"]
        if len(counts) and (counts[0] < 0 or (np.diff(counts) <= 0).any()):
            raise Misfit(f"curve {name} does not rise")
    for name in SECONDS:
        _check_seconds(name, arrays.get(f"curve.{name}", np.zeros(0, np.float32)), seconds)
    estimates = arrays["curve.validation_steps"]
    if len(estimates) and estimates[-1] > step:
        raise Misfit(f"its curves go beyond step {step:,}")


def _check_seconds(name: str, seconds: NDArray[Any], last: float) -> None:
    """Raise Misfit for seconds that are none, in which time runs backwards, or after the last."""
    if len(seconds) == 0:
        return
    # Not a number is neither 0 or more, nor does it rise.
    if not (seconds[0] >= 0 and (np.diff(seconds) >= 0).all() and seconds[-1] <= np.float32(last)):
        raise Misfit(f"curve {name} does not rise to {last:,} seconds")
