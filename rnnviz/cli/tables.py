"""Finds the table of numbers that a command line names."""

from collections.abc import Sequence
from pathlib import Path

from rnnviz.cli.standard_input import STANDARD_INPUT, as_files, from_nowhere
from rnnviz.lab.runs.source import from_builtin, from_files
from rnnviz.nearest import nearest
from rnnviz.refusal import Refusal
from rnnviz.tasks.table.builtin import TABLES
from rnnviz.tasks.table.series import Series


def read_numbers(names: Sequence[str], column: str, encoding: str | None = None) -> Series:
    """The numbers of a column of a table's file, or of a built-in one where no file is so called.

    A name of - stands for standard input.
    """
    if encoding is not None:
        raise Refusal(
            "--encoding is for texts; digits are the same in all encodings, so leave it out."
        )
    if len(names) != 1:
        what = f"{len(names):,} were given" if names else "none was given"
        raise Refusal(
            f"The task numbers learns one table, and {what}: name a CSV or TSV file, or a built-in "
            f"table ({', '.join(TABLES)})."
        )
    if names[0] in TABLES and not Path(names[0]).is_file():
        return from_builtin(names[0]).read_column(column, None)
    _check_there(names[0])
    with as_files(names) as files:
        return from_nowhere(from_files(files).read_column(column, None), names)


def _check_there(name: str) -> None:
    try:
        there = name == STANDARD_INPUT or (bool(name) and Path(name).exists())
    except (OSError, ValueError):  # no system could have a file of this name
        there = False
    if there:
        return
    meant = nearest(name, TABLES)
    raise Refusal(
        f"There is no file {name!r} in {Path.cwd()}, and no such built-in table"
        f"{f' (did you mean {meant}?)' if meant else ''}; those are: {', '.join(TABLES)}."
    )
