"""Makes the screenshots of the README from the running program, at a few moments of a training.

Usage: python packaging/make_screenshots.py FOLDER [WIDTHxHEIGHT] [--lessons]
"""

import argparse
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtWidgets import QApplication

from rnnviz.gui.app import application, open_window
from rnnviz.gui.controls.transport import FULL
from rnnviz.gui.preferences import Preferences

MOMENTS = {"before": 0, "early": 200, "training": 2000, "after": 5000}
TABS_AT, TABS = "training", ("triangle", "decay", "spectrum", "saturation")
KEY_MOMENTS = {
    "1-spell": 4,
    "2-vanish": 3,
    "3-explode": 3,
    "4-gates": 5,
    "5-start": 4,
    "6-radius": 4,
    "7-memory": 4,
    "8-sine": 5,
    "9-hello": 3,
    "10-unit": 2,
    "11-through": 2,
    "12-not-memory": 3,
    "13-numbers": 2,
    "14-attention": 4,
    "15-both-ways": 3,
    "16-shapes": 3,
    "17-reservoir": 4,
    "18-history": 5,
}
"""The number of a lesson's step after which its picture is taken."""
PATIENCE = 60


def wait(until):
    """Let the program run until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError("the program did not get there in time")
        QApplication.processEvents()
        time.sleep(0.005)


def settle(window):
    """Wait until everything is drawn."""
    wait(lambda: window.clock.standing)
    for _ in range(5):
        QApplication.processEvents()
        time.sleep(0.02)


def raise_panel(window, name):
    """Bring the tab of a panel to the front."""
    next(dock for dock in window.panels.docks if dock.objectName() == name).raise_()


def picture(window, folder, name):
    """Grab the window in both looks."""
    for look in ("light", "dark"):
        window.look.choose(look)
        settle(window)
        window.grab().save(str(folder / f"{name}-{look}.png"))


def main(folder, size):
    """Train the built-in verse in the window and stop at each moment for a picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with opened(size) as window:
        for name, steps in MOMENTS.items():
            if steps:
                window.session.change(steps=steps)
                window.session.run()
                wait(lambda: window.session.state == "finished")
            picture(window, folder, name)
            if name == TABS_AT:
                for panel in TABS:
                    raise_panel(window, panel)
                picture(window, folder, "triangle")
                window.panels.reset_layout()


@contextmanager
def opened(size):
    """A window of a size, with the built-in verse and at full speed; closed in the end."""
    app = application()
    with tempfile.TemporaryDirectory() as home:
        window = open_window(app, Preferences(Path(home) / "rnnviz.ini"), "verse")
        window.resize(*size)
        window.transport.speed.setValue(FULL)
        window.show()
        wait(lambda: window.session.state == "ready")
        wait(lambda: window.session.baselines)
        yield window
        window.close()


def lessons(folder, size):
    """Have every built-in lesson done up to its key moment, and take a picture of that."""
    folder.mkdir(parents=True, exist_ok=True)
    with opened(size) as window:
        for name, step in KEY_MOMENTS.items():
            window.lesson.open_builtin(name)
            view, player = window.lesson.view, window.lesson.player
            for number in range(step):
                view.turn_to(number)
                if view.lesson.steps[number].does:
                    view.do.click()
                    wait(lambda player=player: not player.playing)
            window.lesson.spotlight.end()
            settle(window)
            window.grab().save(str(folder / f"{name}.png"))


def arguments():
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("size", nargs="?", metavar="WIDTHxHEIGHT", help="of the window")
    parser.add_argument(
        "--lessons", action="store_true", help="the key moments of the lessons instead"
    )
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    width, height = (given.size or ("1024x768" if given.lessons else "1366x768")).split("x")
    (lessons if given.lessons else main)(given.folder, (int(width), int(height)))
