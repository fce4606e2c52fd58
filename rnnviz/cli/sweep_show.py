"""rnnviz sweep show: the table of a sweep's folder, also while others work on it."""

import argparse
import csv
import sys
from pathlib import Path

from rnnviz.captions.sweep import in_work_line
from rnnviz.cli.output import print_json
from rnnviz.cli.sweep import show
from rnnviz.lab.runs.atomic_writing import whole_file
from rnnviz.lab.sweep.folder import SweepFolder, kind_of
from rnnviz.lab.sweep.table import Table, cell_of
from rnnviz.refusal import Refusal

NAME = "sweep show"
HELP = "the table of a sweep's folder"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, the order and the forms."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder of a sweep")
    parser.add_argument(
        "--sort", metavar="COLUMN", default="", help="smallest first by this column, as heldout"
    )
    parser.add_argument("--csv", metavar="FILE", type=Path, help="write the table to this file")
    parser.add_argument("--json", action="store_true", help="one JSON list on the last line")


def run(parsed: argparse.Namespace) -> int:
    """Print or write the rows that are over."""
    folder = SweepFolder(parsed.folder, kind_of(parsed.folder), create=False)
    table = Table.of(kind_of(parsed.folder), folder.records(), parsed.sort)
    if parsed.csv is not None:
        _write(table, parsed.csv, parsed.folder)
    if folder.in_work:
        print(in_work_line(folder.in_work), file=sys.stderr)
    if parsed.json:
        print_json(table.as_json())
    elif parsed.csv is None:
        show(table)
    return 0


def _write(table: Table, path: Path, folder: Path) -> None:
    """Write a line for each row: what varies, what was found, and why it failed."""
    if path.absolute().parent.resolve() == folder.resolve():
        raise Refusal(f"{path} would be a foreign file among the rows; write it elsewhere.")
    if path.is_dir():
        raise Refusal(f"{path} is a folder; give --csv the name of a file.")
    try:
        with whole_file(path) as unfinished:
            _write_lines(table, unfinished)
    except OSError as error:
        raise Refusal(f"{path} cannot be written: {error.strerror or error}.") from None


def _write_lines(table: Table, path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*table.columns, "error", "run"])
        for record in table.records:
            cells = [cell_of(record, column) for column in table.columns]
            writer.writerow([*cells, record.error, record.run.name if record.run else ""])
