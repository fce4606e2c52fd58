"""rnnviz bench start: from nothing to a painted window, against a bare window of the libraries."""

import argparse

from rnnviz.captions.speed import start_caption
from rnnviz.cli.output import print_json
from rnnviz.cli.screen import draw_in_memory
from rnnviz.refusal import Refusal

NAME = "start"
HELP = "start to a painted window against a bare PySide6 + pyqtgraph + NumPy window"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often, and how it is told."""
    parser.add_argument("--turns", type=int, default=7, help="starts of each (default 7)")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(parsed: argparse.Namespace) -> int:
    """Measure and print."""
    if not 1 <= parsed.turns <= 100:
        raise Refusal(f"--turns must lie between 1 and 100; {parsed.turns} does not.")
    draw_in_memory()
    result = open_window(parsed.turns)
    if parsed.json:
        print_json(result)
    else:
        print(start_caption(result))
    return 0


def open_window(turns: int) -> dict[str, float]:
    """Open windows for the measurement, in processes of their own."""
    from rnnviz.bench.start_cost import start_cost

    return start_cost(turns, "import rnnviz.cli")
