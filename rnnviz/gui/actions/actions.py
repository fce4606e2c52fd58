"""What can be done in the window: names, keys and tooltips, without the doing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from rnnviz.captions.loss_units import CHOICES
from rnnviz.gui.appearance.icons import icon
from rnnviz.gui.appearance.look import LOOKS
from rnnviz.gui.appearance.theme import Theme
from rnnviz.lab.panels import PANELS, PanelKind

STEP = "Train one step, then pause (Right, or F8 where arrows move something)"
RESTART = "Start over with the same seed (Home, or Ctrl+Home where that moves something)"
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
    "record": (
        "Re&cord…",
        ("Ctrl+Shift+R",),
        "Take pictures of the window or of a panel while it trains, or stop that",
    ),
    "resume": ("Resume &last run", (), "Bring back the latest of the earlier runs"),
    "open_lesson": ("Open &lesson…", (), "Open a lesson's file (.md)"),
    "save_lesson": ("Save as l&esson…", (), "Save settings, text and panels for a lesson of yours"),
    "quit": ("&Quit", ("Ctrl+Q",), "Close the window; an unsaved run is kept"),
    "undo": ("&Undo", ("Ctrl+Z",), "Take back what was done last: a setting, a text, a new start"),
    "redo": ("&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do again what was taken back last"),
    "copy_settings": (
        "&Copy settings",
        (),
        "Copy the settings as lines of TOML, named like the flags of the command line",
    ),
    "copy_picture": (
        "Copy p&icture of the panel",
        ("Ctrl+Shift+C",),
        "Copy the picture of the panel that has the keyboard, else of the first that is seen",
    ),
    "paste_settings": ("&Paste settings", (), "Take such lines on the clipboard as settings"),
    "run": ("Run", ("Space",), "Run or pause the training (Space)"),
    "step": ("One step", ("Right", "F8"), STEP),
    "restart": ("Start over", ("Home", "Ctrl+Home"), RESTART),
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
    "presentation": (
        "&Presentation",
        ("F11",),
        "Show a class one panel, or the lesson with its pair, large on the whole screen",
    ),
    "to_settings": ("&Settings", ("Ctrl+,",), "Go to the column of text and settings"),
    "to_lesson": ("&Lesson", ("Ctrl+L",), "Go to the lesson, or to the list of lessons"),
    "to_timeline": ("&Timeline", ("Ctrl+T",), "Go to the moments of the run"),
    "next_part": ("&Next part", ("F6",), "Go round the parts of the window"),
    "part_before": ("Part &before", ("Shift+F6",), "Go round the parts the other way"),
    "next_panel": ("Ne&xt panel", ("Ctrl+PgDown",), "Go to the next panel, also behind a tab"),
    "panel_before": ("Panel bef&ore", ("Ctrl+PgUp",), "Go to the panel before"),
    "column": (
        "Settings &column",
        ("F9",),
        "Show text and settings, or fold them away",
    ),
    "palette": (
        "&Find anything…",
        ("Ctrl+K",),
        "An action, a setting, a panel, a lesson, a text",
    ),
    "larger": ("&Larger text", ("Ctrl++", "Ctrl+="), "For the back rows of a class"),
    "smaller": ("&Smaller text", ("Ctrl+-",), "Make all text smaller"),
    "usual": ("&Usual size of text", ("Ctrl+0",), "The system's size of text"),
    "what_is_this": (
        "What is this?",
        ("Shift+F1",),
        "Explain what is pointed at, or what has the focus",
    ),
    "point": ("&What is this?\tShift+F1", (), "Click what is to be explained"),
    "shortcuts": ("&Keys and mouse", ("F1",), "What the keys and the mouse do"),
    "log": ("Show &log", (), "What failed in the program itself, for a report"),
    "about": ("&About rnnviz", (), "Versions and credits"),
}
"""By name: text, keys and tooltip."""

UNITS = "How losses are written and drawn; lessons, sweeps, files and the command line keep nats"
DIGITS = (*(f"Ctrl+{n}" for n in range(1, 10)), *(f"Alt+{n}" for n in (*range(1, 10), 0)))
"""The keys of the panels, in the order of the View menu; Ctrl+0 is the usual size of text."""
IN_PARTS = (
    ("Ctrl+1 to Ctrl+9, Alt+1 to Alt+0", "Go to a panel, in the order of the menu View"),
    ("Tab, Shift+Tab", "Go from part to part as the eye does: across, then down"),
    ("Left, Right", "In a group of buttons and lists: go to the next one; Return presses it"),
    ("Arrows, Home, End", "In a picture: move its cursor, and read it out as the pointer does"),
    ("Return, Escape", "In a picture: do what a click there does; let go of the cursor"),
    ("Shift+Left, Shift+Right", "In a cell: go from wire to wire"),
    ("+, -, A", "In a plot: zoom in, zoom out, show everything"),
    ("Escape", "Give the keyboard back to the window"),
    ("1 to 9, 0", "In front of a class (F11): show a panel alone; go back to the lesson"),
    ("PageDown, PageUp", "In front of a class: do it, reveal, next, as a clicker does; go back"),
    ("A to F, Shift+A to F", "While a question takes votes: count one; take it back"),
    ("B or .", "In front of a class: make the screen black, and show everything again"),
)
"""What keys do in parts of the window, beside those of its actions."""
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
    record: QAction
    resume: QAction
    open_lesson: QAction
    save_lesson: QAction
    quit: QAction
    undo: QAction
    redo: QAction
    copy_settings: QAction
    copy_picture: QAction
    paste_settings: QAction
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
    presentation: QAction
    to_settings: QAction
    to_lesson: QAction
    to_timeline: QAction
    next_part: QAction
    part_before: QAction
    next_panel: QAction
    panel_before: QAction
    column: QAction
    palette: QAction
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
        self.to_panels = {kind.name: self._to_panel(kind, key) for kind, key in keys_of_panels()}
        self.column.setCheckable(True)
        self.column.setChecked(True)
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

    def _to_panel(self, kind: PanelKind, key: str) -> QAction:
        action = QAction(kind.title, self)
        action.setObjectName(f"to {kind.name}")
        action.setData(kind.name)
        action.setShortcut(QKeySequence(key))
        action.setToolTip(f"Bring the panel to the front: {kind.tooltip.lower()}")
        return action

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

    def named(self) -> list[QAction]:
        """Return the actions that have names of their own, in the order of the menus."""
        return [getattr(self, name) for name in WORDS]

    def listed(self) -> list[QAction]:
        """Return the actions that have keys, in the order of the menus."""
        named = [getattr(self, name) for name in WORDS]
        return [action for action in named if action.shortcuts()]


def keys_of_panels() -> Iterator[tuple[PanelKind, str]]:
    """Return every panel with the key that brings it, "" for more than there are keys."""
    return zip(PANELS.values(), chain(DIGITS, repeat("")), strict=False)
