"""rnnviz figures: what panels show of a saved run, as pictures or as numbers, without a screen."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from rnnviz.captions.figures import figure_caption, skipped_caption
from rnnviz.cli.output import print_json
from rnnviz.cli.saved_text import corpus_of
from rnnviz.cli.screen import draw_off_screen
from rnnviz.lab.figures import (
    EVERY,
    FORMS,
    HEIGHT,
    LOOKS,
    PNG,
    SCALES,
    SVG,
    WHITE,
    WIDTH,
    Figures,
    choices_named,
    panels_named,
)
from rnnviz.lab.run import Run
from rnnviz.lab.runs.atomic_writing import whole_file
from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.refusal import Refusal

NAME = "figures"
HELP = "draw what panels show of a saved run, or write its numbers, without a screen"
WAY_OUT = "Put that text beside the run, or name it: rnnviz figures RUN TEXT."
DOTS = f"dots for every pixel of a PNG ({', '.join(map(str, SCALES))}; default 1)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of what, as what, and where to."""
    parser.usage = "%(prog)s RUN [TEXT ...] [--panels NAMES] [--format FORM] --out DIR [--json]"
    parser.add_argument("run_file", metavar="RUN", help="a run saved with --out or in the window")
    parser.add_argument("text", metavar="TEXT", nargs="*", help="its text, if it was moved")
    which = f"panels by name, with commas between them, or {EVERY} (default loss)"
    parser.add_argument("--panels", default="loss", metavar="NAMES", help=which)
    parser.add_argument("--format", choices=FORMS, default=SVG, help="the form (default svg)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder")
    for size in (WIDTH, HEIGHT):
        words = f"{size.tooltip} ({size.low} to {size.high:,}; default {size.default})"
        parser.add_argument(size.flag, default=size.default, metavar="PIXELS", help=words)
    parser.add_argument("--scale", type=int, choices=SCALES, metavar="N", help=DOTS)
    parser.add_argument("--look", choices=LOOKS, default=WHITE, help="the look (default white)")
    parser.add_argument(
        "--choose",
        action="append",
        default=[],
        metavar="PANEL.CHOICE=VALUE",
        help="what is chosen in a panel, as triangle.layer=1; may be given several times",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(parsed: argparse.Namespace) -> int:
    """Draw, and say which files there are; 1 if no panel had anything to show."""
    wanted = _wanted(parsed)
    saved = load_run(parsed.run_file, past=True)
    trainer = saved.resume(corpus_of(saved, parsed.text, None, WAY_OUT))
    run_of = Run(trainer, path=saved.path)
    run_of.past.take(saved.moments(trainer))
    written: dict[str, list[str]] = {}
    for panel, files, why in open_window(run_of, wanted):
        if why:
            print(skipped_caption(panel, why), file=sys.stderr)
            continue
        for path, content in files.items():
            _write(path, content)
        written[panel] = [str(path) for path in files]
        if not parsed.json:
            print(figure_caption(panel, written[panel]))
    if parsed.json:
        print_json({"written": written})
    return 0 if written else 1


def _wanted(parsed: argparse.Namespace) -> Figures:
    """What the flags ask for; refuses what cannot be before the run is read."""
    if parsed.scale is not None and parsed.format != PNG:
        raise Refusal(f"--scale is for PNG images; leave it out with --format {parsed.format}.")
    width, height = (int(str(one.check(getattr(parsed, one.name)))) for one in (WIDTH, HEIGHT))
    choices = choices_named(parsed.choose)
    panels = panels_named(parsed.panels)
    idle = next((panel for panel in choices if panel not in panels), None)
    if idle is not None:
        raise Refusal(f"--choose says something of {idle}, which --panels does not name.")
    form, scale, look = parsed.format, parsed.scale or 1, parsed.look
    wanted = Figures(parsed.out, panels, form, width, height, scale, look, choices)
    wanted.check()
    return wanted


def open_window(run_of: Run, wanted: Figures) -> Iterator[tuple[str, dict[Path, bytes], str]]:
    """Draw one panel after the other; the only place that brings in Qt."""
    draw_off_screen()
    from rnnviz.gui.pictures.figures import figures

    return figures(run_of, wanted)


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as unfinished:
            unfinished.write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal(f"{path} cannot be written: {reason}. Choose another folder.") from None
