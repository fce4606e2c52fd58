"""rnnviz sweep: trains with every combination of some values, each once, and keeps the rows."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from rnnviz.captions.sweep import (
    failed_line,
    growth_captions,
    progress_line,
    stopped_line,
    table_lines,
)
from rnnviz.cli.beginning import (
    add_corpus,
    add_preset,
    check_meaning,
    check_prime,
    corpus_for,
    given_settings,
)
from rnnviz.cli.flags import add_settings
from rnnviz.cli.interruption import Interruption
from rnnviz.cli.output import ProgressLine, print_json, print_text
from rnnviz.cli.standard_input import as_files, from_nowhere
from rnnviz.cli.texts import add_encoding, tell_of
from rnnviz.cli.typed import whole
from rnnviz.declare import WrongValue
from rnnviz.lab.run_names import run_names
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.sweep.engine import LOCAL, engine_named
from rnnviz.lab.sweep.folder import SweepFolder
from rnnviz.lab.sweep.plan import USUAL, Read, TrainingPlan, combinations, training_plan
from rnnviz.lab.sweep.store import Record
from rnnviz.lab.sweep.sweeping import Progress, Sweep
from rnnviz.lab.sweep.table import TRAINING, Table, as_json
from rnnviz.lab.typed_values import typed_values
from rnnviz.lab.usual_settings import preset
from rnnviz.nearest import meant
from rnnviz.refusal import Refusal
from rnnviz.tasks.material import Material

NAME = "sweep"
HELP = "train with every combination of some settings, and keep a table"
MOST_SEEDS, MOST_JOBS = 1000, 512
AS_IN = "as in --vary hidden=8,64,256"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What varies, who computes it and where it is kept, and a flag for every setting."""
    parser.usage = (
        "%(prog)s [CORPUS ...] [--vary SETTING=VALUE,VALUE ...] [--seeds K] [--SETTING VALUE ...] "
        "--out DIR [--jobs K] [--engine local|dask://HOST:PORT] [--json]"
    )
    add_corpus(parser)
    rows = parser.add_argument_group("rows")
    rows.add_argument(
        *("--vary",),
        action="append",
        default=[],
        metavar="SETTING=VALUE,VALUE",
        help="train with each of these values; may come several times, for all combinations "
        f"(default hidden={','.join(map(str, USUAL['hidden']))})",
    )
    rows.add_argument(
        "--seeds", default="1", metavar="INT", help="seeds of each combination (default 1)"
    )
    rows.add_argument(
        "--out", type=Path, metavar="DIR", required=True, help="the folder that keeps the rows"
    )
    add_engine(rows)
    rows.add_argument("--json", action="store_true", help="one JSON list on the last line")
    add_preset(rows)
    add_encoding(rows)
    add_settings(parser)


def add_engine(
    parser: argparse.ArgumentParser | argparse._ArgumentGroup,
    usual: str = "one for each processor",
) -> None:
    """Who computes the rows, and how many at a time."""
    parser.add_argument("--jobs", metavar="INT", help=f"rows at a time (default {usual})")
    parser.add_argument(
        "--engine",
        default=LOCAL,
        metavar="ENGINE",
        help="local (default), or dask://HOST:PORT, the scheduler of a Dask cluster",
    )


def jobs_of(text: str | None) -> int | None:
    """How many rows at a time; None where nobody says."""
    return None if text is None else whole("--jobs", text, MOST_JOBS)


def run(parsed: argparse.Namespace) -> int:
    """Compute what is missing or had failed; the exit code is 1 if a row failed."""
    given = given_settings(parsed)
    varied = read_varied(parsed.vary, given)
    engine = engine_named(parsed.engine, jobs_of(parsed.jobs))
    settings = _all_settings(parsed, given, varied)
    with as_files(parsed.corpus) as files:
        plan = training_plan(settings, varied, _reader(files, parsed), engine.jobs_here)
    folder = SweepFolder(parsed.out, TRAINING)
    for corpus in plan.texts.values():
        tell_of(corpus)
    sweep = Sweep(plan.rows, plan.text_of, engine, folder)
    names = dict(zip((row.name for row in plan.rows), _names(plan), strict=True))
    found: dict[str, Record] = {}
    _collect(sweep, names, found)
    return _report(plan, names, found, parsed.json)


def _all_settings(
    parsed: argparse.Namespace, given: Mapping[str, Any], varied: Mapping[str, Sequence[Any]]
) -> list[Settings]:
    """The settings of every row; refuses flags that mean nothing to any of them."""
    start = preset(parsed.preset or "default")
    first = start.change(seed=given.get("seed", start.seed)).seed
    seeds = range(first, first + whole("--seeds", parsed.seeds, MOST_SEEDS))
    found = combinations(start, given, varied, seeds)
    for name in given:
        if not any(name in settings.rows() for settings in found):
            check_meaning(found[0], (name,))
    return found


def read_varied(words: Sequence[str], given: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """The values of each setting that varies; refuses what is none, and what is said twice."""
    if not words:
        return {name: values for name, values in USUAL.items() if name not in given}
    varied: dict[str, tuple[Any, ...]] = {}
    for word in words:
        name, _, text = word.partition("=")
        name = name.strip().lstrip("-").replace("-", "_")
        _check_name(name, given)
        if not text.replace(",", " ").strip():
            raise Refusal(f"--vary {word} names no values; give some with commas, {AS_IN}.")
        if name in varied:
            raise Refusal(f"--vary {name} is there twice; name all its values in one.")
        try:
            varied[name] = typed_values(name, text)
        except WrongValue as wrong:
            raise Refusal(f"--vary {name} {wrong.problem}") from None
    return varied


def _check_name(name: str, given: Mapping[str, Any]) -> None:
    if name == "seed":
        raise Refusal("--vary seed is called --seeds K: it gives every row the same K seeds.")
    if name not in declarations():
        raise Refusal(
            f"--vary {name}: there is no such setting{meant(name, declarations())}"
            " See rnnviz sweep --help."
        )
    if name in given:
        flag = declarations()[name].flag
        raise Refusal(f"{flag} and --vary {name} say two things; leave one of them out.")


def _reader(files: list[str], parsed: argparse.Namespace) -> Read:
    """Reads the text of these files, one of which may stand for standard input."""

    def read(settings: Settings) -> Material | None:
        corpus = corpus_for(files, settings, parsed.encoding)
        check_prime(settings, corpus)
        return corpus and from_nowhere(corpus, parsed.corpus)

    return read


def _names(plan: TrainingPlan) -> list[str]:
    """What people call the rows, without their seeds."""
    settings = [row.settings.change(seed=0) for row in plan.rows]
    distinct = list(dict.fromkeys(settings))
    called = dict(zip(distinct, run_names(distinct, [""] * len(distinct)), strict=True))
    return [called[one] for one in settings]


def _collect(sweep: Sweep, names: Mapping[str, str], found: dict[str, Record]) -> None:
    """Add every row that is over to `found`, and say at once which failed."""
    line = ProgressLine()
    with Interruption() as interruption, closing(sweep.events()) as events:
        for event in events:
            if isinstance(event, Progress):
                line.show(partial(progress_line, event))
            else:
                record = found[event.row.name] = event.record
                if record.error:
                    line.close()
                    seed = record.values.get("seed")
                    print(failed_line(names[record.name], seed, record.error), file=sys.stderr)
            if interruption.wanted:
                break
    line.close()


def _report(
    plan: TrainingPlan, names: Mapping[str, str], found: Mapping[str, Record], json: bool
) -> int:
    if len(found) < len(plan.rows):
        print(stopped_line(len(found), len(plan.rows)), file=sys.stderr)
    if json:
        over = [row.name for row in plan.rows if row.name in found]
        print_json([as_json(names[name], found[name]) for name in over])
    else:
        show(Table.of(TRAINING, found.values()))
    return 1 if any(record.error for record in found.values()) else 0


def show(table: Table) -> None:
    """Print a table, and how its cost grows."""
    for line in (*table_lines(table), *growth_captions(table)):
        print_text(line)
