"""rnnviz bench core: training steps a second without a window, and how good their products are."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial

from rnnviz.captions.speed import core_caption, option_caption
from rnnviz.cli.output import ProgressLine, print_json
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.core_bench import Case, Measurement, check_size, measure
from rnnviz.lab.option_costs import OptionCost, option_costs
from rnnviz.refusal import Refusal

NAME = "core"
HELP = "training steps alone: rates and the share of the best matrix product"
MOST_UNITS, MOST_STATES = 4096, 20_000_000  # an LSTM of that size takes 2 GB
GRID = "64x1x25,128x32x50,256x32x50,512x50x50"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which cells and sizes, and for how long."""
    parser.add_argument("--cells", default=",".join(CELLS), help="names with commas between")
    parser.add_argument("--grid", default=GRID, help="hidden x batch x window, commas between")
    parser.add_argument("--seconds", type=float, default=2.0, help="time for each case")
    parser.add_argument(
        "--options", action="store_true",
        help="what every option of a network costs, beside two plain layers of the cell",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="one JSON list on the last line")


def run(parsed: argparse.Namespace) -> int:
    """Measure and print."""
    if not 0.01 <= parsed.seconds <= 3600:
        raise Refusal(f"--seconds must lie between 0.01 and 3600; {parsed.seconds:g} does not.")
    cases = [Case(cell, *size) for size in sizes(parsed.grid) for cell in cells(parsed.cells)]
    for case in cases:
        check_size(case)
    rows: list[Measurement | OptionCost] = []
    progress = ProgressLine()
    for number, case in enumerate(cases):
        progress.show(partial("{} of {} measured".format, number, len(cases)))
        for row in option_costs(case, parsed.seconds) if parsed.options else _speed(case, parsed):
            rows.append(row)
            if not parsed.json:
                words = option_caption(row) if isinstance(row, OptionCost) else core_caption(row)
                print(words, flush=True)
    progress.close()
    if parsed.json:
        print_json([asdict(row) for row in rows])
    return 0


def _speed(case: Case, parsed: argparse.Namespace) -> Iterator[Measurement]:
    yield measure(case, parsed.seconds)


def cells(given: str) -> list[str]:
    """The cells of a list with commas; unknown ones are refused."""
    names = given.split(",")
    for name in names:
        if name not in CELLS:
            raise Refusal(f"There is no cell {name!r}; the cells are {', '.join(CELLS)}.")
    return names


def sizes(given: str) -> list[tuple[int, int, int]]:
    """The sizes (hidden, batch, window) of a list as in 64x1x25,128x32x50."""
    found = []
    for size in given.split(","):
        numbers = [int(n) if n.isdecimal() and len(n) < 10 else 0 for n in size.split("x")]
        if len(numbers) != 3 or 0 in numbers:
            raise Refusal(f"--grid wants hidden x batch x window as in 64x1x25, not {size!r}.")
        hidden, batch, window = numbers
        if hidden > MOST_UNITS or hidden * batch * window > MOST_STATES:
            raise Refusal(
                f"{size} is too large to measure: at most {MOST_UNITS:,} hidden units, and "
                f"{MOST_STATES:,} for hidden x batch x window."
            )
        found.append((hidden, batch, window))
    return found
