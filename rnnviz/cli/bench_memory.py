"""rnnviz bench memory: which cell learns to remember over which length."""

import argparse
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from rnnviz.captions.memory_bench import heading, progress_line, result_line, stopped_line
from rnnviz.cli.flags import PREFIX, as_flag
from rnnviz.cli.interruption import Interruption
from rnnviz.cli.output import ProgressLine, print_json
from rnnviz.cli.sweep import add_engine, jobs_of
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.declare import WrongValue, quoted
from rnnviz.lab.memory_bench import JUDGED, MAX_STEPS, SETTINGS, Plan, Result
from rnnviz.lab.settings import declarations
from rnnviz.lab.sweep.engine import LOCAL, Engine, Here, engine_named
from rnnviz.lab.sweep.folder import SweepFolder
from rnnviz.lab.sweep.memory_row import bench_progress, result_of, rows_of
from rnnviz.lab.sweep.sweeping import Over, Progress, Sweep
from rnnviz.lab.sweep.table import MEMORY
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.task import Task

NAME = "memory"
HELP = "which cell learns to remember over which length"
TASK = "first_element"
CELL_NAMES = "vanilla,lstm,gru"
LENGTHS = "5,20,50,100"
MOST_SEEDS, MOST_STEPS = 1000, 100_000_000
TRAINING = ("forget_bias", "layers", "hidden", "lr", "batch", "init")
"""The settings that have a flag here, under their own names."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to run, how to train, and the tasks' own options."""
    parser.add_argument(
        "--task", choices=tuple(DRAWN), default=TASK, help=f"what is learned (default {TASK})"
    )
    for name, default in (("--cells", CELL_NAMES), ("--lengths", LENGTHS)):
        parser.add_argument(name, default=default, help=f"commas between (default {default})")
    parser.add_argument("--seeds", default="1", metavar="INT", help="runs of each (default 1)")
    parser.add_argument(
        "--max-steps",
        default=str(MAX_STEPS),
        metavar="INT",
        help=f"a run that has not solved its task by then has failed (default {MAX_STEPS})",
    )
    for name in TRAINING:
        flag = declarations()[name].flag
        parser.add_argument(flag, **as_flag(name, default=SETTINGS.value(name)))
    for name in _task_options():
        parser.add_argument(declarations()[name].flag, **as_flag(name, "task_"))
    add_engine(parser, "1, in this process")
    parser.add_argument("--out", type=Path, metavar="DIR", help="keep the runs in this folder")
    parser.add_argument("--json", action="store_true", help="one JSON list on the last line")


def _task_options() -> list[str]:
    """The names of the options that tasks have besides their length."""
    options = (option.name for task in DRAWN.values() for option in task.options)
    return [name for name in dict.fromkeys(options) if name != "length"]


def run(parsed: argparse.Namespace) -> int:
    """Run the bench; Ctrl-C ends it, and what was done until then is reported."""
    engine = _engine(parsed)
    plan = _plan(parsed, engine.jobs_here)
    rows = rows_of(plan)
    folder = SweepFolder(parsed.out, MEMORY) if parsed.out is not None else None
    if not parsed.json:
        print(heading(plan, JUDGED))
    results: dict[str, Result] = {}
    with Interruption() as interruption:
        sweep = Sweep(rows, lambda row: None, engine, folder)
        _collect(sweep, plan, results, interruption, None if parsed.json else _show)
    if len(results) < len(rows):
        print(stopped_line(len(results), len(rows)), file=sys.stderr)
    if parsed.json:
        over = [results[row.name] for row in rows if row.name in results]
        print_json([_as_json(result, plan.task) for result in over])
    return 1 if any(result.error for result in results.values()) else 0


def _engine(parsed: argparse.Namespace) -> Engine:
    """This process where nothing else is asked for: it is there already."""
    jobs = jobs_of(parsed.jobs)
    if jobs in (None, 1) and parsed.engine == LOCAL:
        return Here()
    return engine_named(parsed.engine, jobs)


def _plan(parsed: argparse.Namespace, jobs: int) -> Plan:
    task = DRAWN[parsed.task](**_given(parsed, "task_"))
    return Plan(
        task,
        _cells(parsed.cells),
        tuple(_length(text, task) for text in _names("--lengths", parsed.lengths)),
        tuple(range(_whole("--seeds", parsed.seeds, MOST_SEEDS))),
        SETTINGS.change(**_given(parsed, PREFIX)),
        _whole("--max-steps", parsed.max_steps, MOST_STEPS),
        jobs,
    )


def _length(text: str, task: Task) -> int:
    """A length that the task can have; a refusal names the flag, which is of several."""
    try:
        return task.length(_whole("--lengths", text))
    except WrongValue as wrong:
        raise Refusal(f"--lengths {wrong.problem}") from None


def _cells(text: str) -> tuple[str, ...]:
    names = _names("--cells", text)
    for name in names:
        if name not in CELLS:
            raise Refusal(f"There is no cell {name!r}; the cells are {', '.join(CELLS)}.")
    return names


def _given(parsed: argparse.Namespace, prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): value
        for name, value in vars(parsed).items()
        if name.startswith(prefix)
    }


def _names(flag: str, text: str) -> tuple[str, ...]:
    """The parts of a list with commas, each once."""
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not names:
        raise Refusal(f"{flag} names nothing; give at least one, with commas between several.")
    return names


def _whole(flag: str, text: str, most: int | None = None) -> int:
    try:
        number = int(text)
    except ValueError:
        raise Refusal(f"{flag} needs whole numbers, not {quoted(text)}.") from None
    if number < 1 or (most is not None and number > most):
        raise Refusal(f"{flag} must be at least 1{f' and at most {most:,}' if most else ''}.")
    return number


def _collect(
    sweep: Sweep,
    plan: Plan,
    results: dict[str, Result],
    interruption: Interruption,
    show: Callable[[Result, Task], None] | None,
) -> None:
    """Add every run's result to `results` as it comes, and show it."""
    line = ProgressLine()
    with closing(sweep.events()) as events:
        for event in events:
            if isinstance(event, Over):
                line.close()
                line = ProgressLine()
                result = results[event.row.name] = result_of(event.record)
                if show is not None:
                    show(result, plan.task)
            else:
                _tell(line, event, plan)
            if interruption.wanted:
                break
    line.close()


def _tell(line: ProgressLine, now: Progress, plan: Plan) -> None:
    if (run := bench_progress(now)) is not None:
        line.show(partial(progress_line, run, plan))


def _show(result: Result, task: Task) -> None:
    print(result_line(result, task), flush=True)


def _as_json(result: Result, task: Task) -> dict[str, Any]:
    """The keys of every task; where errors are measured, accuracy is null and the error joins.

    A run that could not be made has the reason as its `error`.
    """
    accuracy = task.measure == "accuracy"
    row = {
        "cell": result.cell,
        "length": result.length,
        "seed": result.seed,
        "solved": result.solved,
        "steps": result.steps,
        "accuracy": result.score if accuracy else None,
        "seconds": round(result.seconds, 3),
    }
    row = row if accuracy else {**row, "mean_squared_error": result.score}
    return {**row, "error": result.error} if result.error else row
