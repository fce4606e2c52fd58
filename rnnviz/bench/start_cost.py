"""How long the program takes to a painted window, against a bare window of the same libraries."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from rnnviz.refusal import Refusal

SAID = "painted"
OURS = f"""
import gc
gc.disable()
{{before}}
from rnnviz.bench.first_paint import start
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


def start_cost(turns: int, before: str) -> dict[str, float]:
    """Start both in turns; the medians in seconds, and the median of the turns' ratios.

    `before` is the line that the program has run before it opens its window.

    `ready_seconds` is when the first text has been read, too.
    The bytecode of both lies in a folder of its own and is written by a first start that does not
    count: installed programs have theirs.
    """
    ours = OURS.format(before=before)
    with tempfile.TemporaryDirectory() as bytecode:
        pairs = [(_seconds(ours, bytecode), _seconds(BARE, bytecode)) for _ in range(turns + 1)]
    painted, bare = zip(*pairs[1:], strict=True)
    return {
        "ours_seconds": median(one for one, _ in painted),
        "bare_seconds": median(one for one, _ in bare),
        "ratio": median(one / other for (one, _), (other, _) in pairs[1:]),
        "ready_seconds": median(ready for _, ready in painted),
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
