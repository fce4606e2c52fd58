"""rnnviz bench window: what the window costs the training, and how late it answers."""

import argparse
from dataclasses import asdict
from typing import Any

from rnnviz.captions.speed import window_caption
from rnnviz.cli.flags import PREFIX, as_flag
from rnnviz.cli.output import print_json
from rnnviz.cli.screen import draw_in_memory
from rnnviz.lab.settings import Settings, declarations
from rnnviz.refusal import Refusal

NAME = "window"
HELP = "training with the window against training alone, and the window's lateness"
SHOWN_AT_MOST = 6
"""Runs that the window shows at once by itself."""
SETTINGS = ("cell", "hidden", "batch", "window")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The settings of the network that is trained, and for how long."""
    for name in SETTINGS:
        parser.add_argument(declarations()[name].flag, **as_flag(name))
    several = "how many runs are open, their curves over each other (1 to 6, 1 unless told)"
    parser.add_argument("--runs", type=int, default=1, metavar="N", help=several)
    parser.add_argument("--seconds", type=float, default=10.0, help="time for all of it")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(parsed: argparse.Namespace) -> int:
    """Measure and print."""
    if not 0.5 <= parsed.seconds <= 3600:
        raise Refusal(f"--seconds must lie between 0.5 and 3600; {parsed.seconds:g} does not.")
    if not 1 <= parsed.runs <= SHOWN_AT_MOST:
        raise Refusal(f"--runs must lie between 1 and {SHOWN_AT_MOST}; {parsed.runs} does not.")
    given = {name: value for name, value in vars(parsed).items() if name.startswith(PREFIX)}
    settings = Settings().change(**{name.removeprefix(PREFIX): v for name, v in given.items()})
    result = open_window(settings, parsed.seconds, parsed.runs)
    if parsed.json:
        print_json(result)
        return 0
    print(window_caption(result))
    return 0


def open_window(settings: Settings, seconds: float, runs: int) -> dict[str, Any]:
    """Open the window for the measurement; the only place that brings in Qt."""
    draw_in_memory()
    from rnnviz.bench.window_cost import window_cost

    return asdict(window_cost(settings, seconds, runs))
