"""A window that trains, for the benchmarks of the window, and how their figures are printed."""

import argparse
import json
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from turns import ONE_THREAD, machine

os.environ.update(ONE_THREAD)  # before NumPy is imported
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEventLoop, QTimer

from rnnviz.gui.app import application, open_window
from rnnviz.gui.preferences import Preferences

SIZE = (1366, 768)
ENDLESS = 100_000_000


def arguments(description, **options):
    """The given flags with their defaults, and --json."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    for name, (default, words) in options.items():
        parser.add_argument(f"--{name}", type=type(default), default=default, help=words)
    parser.add_argument("--json", action="store_true")
    return parser


def tell(figures, as_json):
    """Print what was measured and where."""
    if as_json:
        print(json.dumps({"machine": machine(), **figures}))
        return
    print(f"on {machine()}")
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):40} {value:,.3f}")


@contextmanager
def live_window(**settings):
    """The window at full speed with a text that is ready to train on."""
    app = application()
    with tempfile.TemporaryDirectory() as folder:
        preferences = Preferences(Path(folder) / "rnnviz.ini")
        preferences.settings = {"steps": ENDLESS, "schedule_length": ENDLESS, **settings}
        window = open_window(app, preferences, "verse")
        window.resize(*SIZE)
        window.show()
        window.panels.reset_layout()
        until(lambda: window.session.state == "ready")
        window.session.set_speed(None)
        try:
            yield window
        finally:
            window.close()
            window.deleteLater()
            app.processEvents()


def let_run(seconds):
    """Give the event loop so many seconds."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def until(condition, patience=120.0):
    """Give the event loop time until something is so; the seconds that took."""
    begun = perf_counter()
    while not condition():
        if perf_counter() - begun > patience:
            raise TimeoutError("it did not happen")
        let_run(0.01)
    return perf_counter() - begun


def resident():
    """The process's memory in bytes, as the system counts it now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def has_proc():
    """Whether the system says how much memory a process has, as Linux does."""
    return Path("/proc/self/statm").exists()
