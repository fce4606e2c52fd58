"""rnnviz bench memory: which cell learns to remember over which length."""

import argparse
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from typing import Any

from rnnviz.captions.memory_bench import heading, progress_line, result_line, stopped_line
from rnnviz.cli.flags import PREFIX, as_flag
from rnnviz.cli.interruption import Interruption
from rnnviz.cli.output import ProgressLine, print_json
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.declare import WrongValue, quoted
from rnnviz.lab.memory_bench import (
    JUDGED,
    MAX_STEPS,
    SETTINGS,
    BenchProgress,
    Plan,
    Result,
    memory_bench,
)
from rnnviz.lab.settings import declarations
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.progress import Cancelled
from rnnviz.tasks.task import Task

NAME = "memory"
HELP = "which cell learns to remember over which length"
TASK = "first_element"
CELL_NAMES = "vanilla,lstm,gru"
LENGTHS = "5,20,50,100"
MOST_SEEDS, MOST_STEPS = 1000, 100_000_000
TRAINING = ("forget_bias", "hidden", "lr", "batch", "init")
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
    parser.add_argument("--json", action="store_true", help="one JSON list on the last line")


def _task_options() -> list[str]:
    """The names of the options that tasks have besides their length."""
    options = (option.name for task in DRAWN.values() for option in task.options)
    return [name for name in dict.fromkeys(options) if name != "length"]


def run(parsed: argparse.Namespace) -> int:
    """Run the bench; Ctrl-C ends it, and what was done until then is reported."""
    plan = _plan(parsed)
    if not parsed.json:
        print(heading(plan, JUDGED))
    results: list[Result] = []
    with Interruption() as interruption:
        _collect(plan, results, interruption, None if parsed.json else _show)
    if len(results) < len(plan.runs()):
        print(stopped_line(len(results), len(plan.runs())), file=sys.stderr)
    if parsed.json:
        print_json([_as_json(result, plan.task) for result in results])
    return 0


def _plan(parsed: argparse.Namespace) -> Plan:
    task = DRAWN[parsed.task](**_given(parsed, "task_"))
    return Plan(
        task,
        _cells(parsed.cells),
        tuple(_length(text, task) for text in _names("--lengths", parsed.lengths)),
        tuple(range(_whole("--seeds", parsed.seeds, MOST_SEEDS))),
        SETTINGS.change(**_given(parsed, PREFIX)),
        _whole("--max-steps", parsed.max_steps, MOST_STEPS),
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
    plan: Plan,
    results: list[Result],
    interruption: Interruption,
    show: Callable[[Result, Task], None] | None,
) -> None:
    """Add every run's result to `results` as it comes, and show it."""
    line = ProgressLine()
    with suppress(Cancelled), closing(memory_bench(plan, interruption.ask)) as events:
        for event in events:
            if isinstance(event, BenchProgress):
                line.show(partial(progress_line, event, plan))
            else:
                line.close()
                line = ProgressLine()
                results.append(event)
                if show is not None:
                    show(event, plan.task)
            if interruption.wanted:
                break
    line.close()


def _show(result: Result, task: Task) -> None:
    print(result_line(result, task), flush=True)


def _as_json(result: Result, task: Task) -> dict[str, Any]:
    """The keys of every task; where errors are measured, accuracy is null and the error joins."""
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
    return row if accuracy else {**row, "mean_squared_error": result.score}
