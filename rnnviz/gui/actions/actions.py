"""What can be done in the window: names, keys and tooltips, without the doing."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from rnnviz.captions.loss_units import CHOICES
from rnnviz.gui.appearance.icons import icon
from rnnviz.gui.appearance.look import LOOKS
from rnnviz.gui.appearance.theme import Theme

WORDS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "open": ("&Open text…", ("Ctrl+O",), "Read one text file, or several joined"),
    "paste": ("&Paste text", ("Ctrl+V", "Ctrl+Shift+V"), "Read the text that was copied"),
    "open_run": ("Open &run…", ("Ctrl+R",), "Go on with a saved run"),
    "save_run": ("&Save run…", ("Ctrl+S",), "Save weights, curves and settings in one file"),
    "open_workspace": ("Open wor&kspace…", (), "Bring back runs that were saved together"),
    "save_workspace": ("Save &workspace…", (), "Save all runs together, in a folder"),
    "save_past": (
        "Save with its &past…",
        (),
        "Save the run and the moments that it keeps, to look back at it later",
    ),
    "export": (
        "&Export for PyTorch…",
        (),
        "Write the network as its weights and one Python file that rebuilds it",
    ),
    "resume": ("Resume &last run", (), "Bring back the latest of the earlier runs"),
    "open_lesson": ("Open &lesson…", (), "Open a lesson's file (.md)"),
    "save_lesson": ("Save as l&esson…", (), "Save settings, text and panels for a lesson of yours"),
    "quit": ("&Quit", ("Ctrl+Q",), "Close the window; an unsaved run is kept"),
    "run": ("Run", ("Space",), "Run or pause the training (Space)"),
    "step": ("One step", ("Right",), "Train one step, then pause (Right)"),
    "restart": ("Start over", ("Home",), "Start over with the same seed (Home)"),
    "memory": (
        "&Memory for runs…",
        (),
        "How much memory all runs may take; beyond it the oldest hidden ones go to files",
    ),
    "slower": ("Slower", ("Ctrl+Left",), "Fewer steps a second"),
    "faster": ("Faster", ("Ctrl+Right",), "More steps a second"),
    "race": ("&Race…", ("Ctrl+E",), "Two to six networks learn at once: which is better?"),
    "sweep": ("&Sweep…", (), "Train with every combination of some settings, and compare"),
    "memory_bench": ("Long-memory &bench…", (), "Which cell learns to remember over which length"),
    "reset_layout": ("&Reset layout", (), "Show all panels where they were at first"),
    "larger": ("&Larger text", ("Ctrl++", "Ctrl+="), "For the back rows of a class"),
    "smaller": ("&Smaller text", ("Ctrl+-",), "Make all text smaller"),
    "usual": ("&Usual size of text", ("Ctrl+0",), "The system's size of text"),
    "what_is_this": (
        "What is this?",
        ("Shift+F1",),
        "Explain what is pointed at, or what has the focus",
    ),
    "point": ("&What is this?\tShift+F1", (), "Click what is to be explained"),
    "shortcuts": ("&Keyboard shortcuts", ("F1",), "What the keys do"),
    "log": ("Show &log", (), "What failed in the program itself, for a report"),
    "about": ("&About rnnviz", (), "Versions and credits"),
}
"""By name: text, keys and tooltip."""

UNITS = "How losses are written and drawn; lessons, sweeps, files and the command line keep nats"
ICONS = {"open": "open", "paste": "paste", "save_run": "save", "reset_layout": "panels"}


class Actions(QObject):
    """The window's actions, by attribute; the looks are a group of their own."""

    open: QAction
    paste: QAction
    open_run: QAction
    save_run: QAction
    open_workspace: QAction
    save_workspace: QAction
    save_past: QAction
    export: QAction
    resume: QAction
    open_lesson: QAction
    save_lesson: QAction
    quit: QAction
    run: QAction
    step: QAction
    restart: QAction
    memory: QAction
    slower: QAction
    faster: QAction
    race: QAction
    sweep: QAction
    memory_bench: QAction
    reset_layout: QAction
    larger: QAction
    smaller: QAction
    usual: QAction
    what_is_this: QAction
    point: QAction
    shortcuts: QAction
    log: QAction
    about: QAction

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        for name, (text, keys, tooltip) in WORDS.items():
            action = QAction(text, self)
            action.setObjectName(name)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setToolTip(tooltip)
            setattr(self, name, action)
        for name in ("run", "restart"):
            getattr(self, name).setAutoRepeat(False)
        self.looks = QActionGroup(self)
        for name, text in LOOKS.items():
            look = self.looks.addAction(text)
            look.setData(name)
            look.setCheckable(True)

        self.loss_units = QActionGroup(self)
        for name, text in CHOICES.items():
            unit = self.loss_units.addAction(text)
            unit.setObjectName(f"losses in {name}")
            unit.setData(name)
            unit.setCheckable(True)
            unit.setToolTip(UNITS)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons of the menus in the colours of the look."""
        for name, file in ICONS.items():
            getattr(self, name).setIcon(icon(file, theme.text))

    def check_look(self, name: str) -> None:
        """Mark the chosen look."""
        for look in self.looks.actions():
            look.setChecked(look.data() == name)

    def check_loss_unit(self, name: str) -> None:
        """Mark the unit that losses are shown in."""
        for unit in self.loss_units.actions():
            unit.setChecked(unit.data() == name)

    def listed(self) -> list[QAction]:
        """Return the actions that have keys, in the order of the menus."""
        named = [getattr(self, name) for name in WORDS]
        return [action for action in named if action.shortcuts()]
