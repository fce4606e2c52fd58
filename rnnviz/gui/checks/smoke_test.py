"""Proves that an installed program works: opens it, trains, looks at every panel, saves, closes."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from rnnviz import __version__
from rnnviz.gui.actions.last_text import FIRST_TEXT
from rnnviz.gui.app import application, open_window
from rnnviz.gui.controls.transport import FULL
from rnnviz.gui.preferences import Preferences
from rnnviz.log_file import log_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from rnnviz.gui.window.main_window import MainWindow
    from rnnviz.gui.window.panel_dock import PanelDock

STEPS = 200
PATIENCE = 60.0
"""Seconds that everything together may take."""
SIZE = (1366, 768)
FEWEST_COLOURS = 8
FEWEST_CHANGED = 0.005
"""Share of its pixels by which a panel must differ from its look without a run."""
LOOK_AT = 100
"""Pixels a side that a panel is compared at."""
ENDS = ("finished", "diverged", "failed")


class Failed(Exception):  # noqa: N818  (a finding of the test, with its sentence)
    """What does not work."""


@dataclass(frozen=True)
class Verdict:
    """The exit code, and what is to be printed."""

    code: int
    lines: tuple[str, ...]


def smoke_test(screenshots: Path | None = None) -> Verdict:
    """Run the whole program once, leaving the user's settings alone, within `PATIENCE`.

    The screenshots go to the folder that is given: the window, and each panel by its name.
    """
    app = application()
    with tempfile.TemporaryDirectory() as folder:
        window = open_window(app, Preferences(Path(folder) / "rnnviz.ini"), FIRST_TEXT)
        try:
            lines = _Test(window, Path(folder), screenshots).run()
        except Failed as failed:
            return Verdict(1, (f"The smoke test failed: {failed}",))
        finally:
            window.close()
            window.deleteLater()
            app.processEvents()
    return Verdict(0, (*lines, f"rnnviz {__version__} is ready"))


class _Test:
    """The steps of the test, in their order."""

    def __init__(self, window: MainWindow, folder: Path, screenshots: Path | None) -> None:
        self.window, self.folder, self.screenshots = window, folder, screenshots
        self.deadline = time.monotonic() + PATIENCE

    def run(self) -> tuple[str, ...]:
        """Return what was found to work, or raise Failed."""
        self.open()
        self.train()
        self.look()
        self.save()
        return (
            f"trained {STEPS} steps on {FIRST_TEXT}",
            "drew " + ", ".join(self.window.panels.panels),
            "saved the run",
        )

    def open(self) -> None:
        """Show the window with a network that is ready to train."""
        self.window.resize(*SIZE)
        self.window.show()
        self.wait(self.ready, "the built-in text was not ready")

    def train(self) -> None:
        """Train, as Space does."""
        self.window.transport.speed.setValue(FULL)
        self.window.session.change(steps=STEPS)
        self.window.commands.run.trigger()
        self.wait(self.ended, f"{STEPS} steps of training did not end")
        if self.window.session.state != "finished":
            raise Failed("; ".join(self.window.notices.texts) or "training stopped early")
        self.wait(self.shown, "the last step did not reach the window")

    def look(self) -> None:
        """Find every panel drawn, and otherwise than it is without a run."""
        self.keep("window", self.window.grab().toImage())
        for dock in self.window.panels.docks:
            name, picture = dock.kind.name, self.picture(dock)
            self.keep(name, picture)
            if dock.has_failed:
                raise Failed(f"the panel {name} failed; see {log_path()}")
            dock.panel.clear()
            empty = dock.panel.grab().toImage()
            if len(_colours(picture)) < FEWEST_COLOURS:
                raise Failed(f"the panel {name} is blank")
            if dock.kind.of_run and _changed(empty, picture) < FEWEST_CHANGED:
                raise Failed(f"the panel {name} looks as if nothing had been trained")

    def save(self) -> None:
        """Save the run, and read in the window how that went."""
        path = self.folder / "run.safetensors"
        self.window.notices.clear()
        self.window.session.save(str(path))
        self.wait(self.told, "nothing was said about saving")
        if not path.is_file():
            raise Failed("; ".join(self.window.notices.texts))

    def picture(self, dock: PanelDock) -> QImage:
        """Return what a panel shows when it is in front and has drawn the newest snapshot."""
        dock.show()
        dock.raise_()
        self.wait(self.still, f"the panel {dock.kind.name} did not come to rest")
        return dock.panel.grab().toImage()

    def keep(self, name: str, picture: QImage) -> None:
        """Write a screenshot, if they are wanted."""
        if self.screenshots is None:
            return
        self.screenshots.mkdir(parents=True, exist_ok=True)
        if not picture.save(str(self.screenshots / f"{name}.png")):
            raise Failed(f"no screenshot could be written to {self.screenshots}")

    def ready(self) -> bool:
        """Whether a run is there."""
        return self.window.session.state == "ready"

    def ended(self) -> bool:
        """Whether training has ended."""
        return self.window.session.state in ENDS

    def shown(self) -> bool:
        """Whether the panels in front have been given the last step."""
        docks = [dock for dock in self.window.panels.docks if dock.can_be_seen]
        return all(dock.drawn is not None and dock.drawn.step == STEPS for dock in docks)

    def told(self) -> bool:
        """Whether the window says something."""
        return bool(self.window.notices.texts)

    def still(self) -> bool:
        """Whether nothing more is to be drawn."""
        return self.window.clock.standing

    def wait(self, until: Callable[[], bool], otherwise: str) -> None:
        """Let the program run until something is so; raises Failed when time is up."""
        while not until():
            if time.monotonic() > self.deadline:
                raise Failed(f"{otherwise} within {PATIENCE:.0f} seconds")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
            time.sleep(0.005)


def _colours(picture: QImage) -> set[int]:
    small = _small(picture)
    return {small.pixel(x, y) for x in range(LOOK_AT) for y in range(LOOK_AT)}


def _changed(empty: QImage, picture: QImage) -> float:
    """Return the share of pixels that differ."""
    a, b = _small(empty), _small(picture)
    pixels = [(x, y) for x in range(LOOK_AT) for y in range(LOOK_AT)]
    return sum(a.pixel(x, y) != b.pixel(x, y) for x, y in pixels) / len(pixels)


def _small(picture: QImage) -> QImage:
    return picture.scaled(
        LOOK_AT,
        LOOK_AT,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
