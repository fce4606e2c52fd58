"""rnnviz bench start: from nothing to a painted window, against a bare window of the libraries."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from rnnviz.cli.output import print_json
from rnnviz.cli.screen import draw_in_memory
from rnnviz.refusal import Refusal

NAME = "start"
HELP = "start to a painted window against a bare PySide6 + pyqtgraph + NumPy window"
SAID = "painted"
OURS = f"""
import gc
gc.disable()
import rnnviz.cli
from rnnviz.gui.start_bench import start
start({SAID!r})
"""
BARE = f"""
import numpy
import pyqtgraph
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, app.quit)
        return False

app = QApplication([])
window, plot, painted = QMainWindow(), pyqtgraph.PlotWidget(), Painted()
window.setCentralWidget(plot)
window.resize(1280, 720)
plot.viewport().installEventFilter(painted)
window.show()
app.exec()
print({SAID!r}, flush=True)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often, and how it is told."""
    parser.add_argument("--turns", type=int, default=7, help="starts of each (default 7)")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(parsed: argparse.Namespace) -> int:
    """Measure and print."""
    if not 1 <= parsed.turns <= 100:
        raise Refusal(f"--turns must lie between 1 and 100; {parsed.turns} does not.")
    draw_in_memory()
    result = start_cost(parsed.turns)
    if parsed.json:
        print_json(result)
    else:
        print(
            f"painted after {result['ours_seconds']:.2f} s, a bare window after "
            f"{result['bare_seconds']:.2f} s: {result['ratio']:.2f} times as long"
        )
    return 0


def start_cost(turns: int) -> dict[str, float]:
    """Start both in turns; the medians in seconds, and the median of the turns' ratios.

    `ready_seconds` is when the first text has been read, too.
    The bytecode of both lies in a folder of its own and is written by a first start that does not
    count: installed programs have theirs.
    """
    with tempfile.TemporaryDirectory() as bytecode:
        pairs = [(_seconds(OURS, bytecode), _seconds(BARE, bytecode)) for _ in range(turns + 1)]
    ours, bare = zip(*pairs[1:], strict=True)
    return {
        "ours_seconds": median(painted for painted, _ in ours),
        "bare_seconds": median(painted for painted, _ in bare),
        "ratio": median(one / other for (one, _), (other, _) in pairs[1:]),
        "ready_seconds": median(ready for _, ready in ours),
    }


def _seconds(script: str, bytecode: str) -> tuple[float, float]:
    """Seconds from starting a Python process to its words that the window is painted, and ready."""
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": bytecode, "PYTHONPATH": paths}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        painted = perf_counter() - begun
        process.stdout.readline()
        ready = perf_counter() - begun
        _, problems = process.communicate()
    if said != SAID:
        lines = problems.strip().splitlines() or ["it said nothing"]
        raise Refusal(f"The window did not open: {lines[-1]}")
    return painted, ready
