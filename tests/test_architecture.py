"""The walls between the rooms: who may import whom, read from the source of every module."""

import subprocess
import sys
from pathlib import Path

import pytest
from architecture_imports import Import, Tree, members
from architecture_rules import (
    RULES,
    captions,
    direction,
    doors,
    hidden_imports,
    pure_core,
    sideways,
    third_party,
)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def program() -> Tree:
    return Tree.read(ROOT / "rnnviz")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_program_keeps_the_rule(program, rule):
    broken = list(rule(program))
    assert not broken, f"{rule.__doc__}\n" + "\n".join(broken)


def test_the_reader_sees_every_module_of_the_program(program):
    files = [path for path in (ROOT / "rnnviz").rglob("*.py") if path.read_bytes().strip()]
    assert len(program.modules) >= len(files) > 10
    assert len(program.imports) > len(files)


@pytest.mark.parametrize("module", ["rnnviz.lab", "rnnviz.cli"])
def test_importing_it_leaves_qt_out(module):
    code = (
        f"import pkgutil, sys, {module} as top\n"
        "for found in pkgutil.walk_packages(getattr(top, '__path__', []), top.__name__ + '.'):\n"
        "    __import__(found.name)\n"
        "print(*sorted(n for n in sys.modules if n.partition('.')[0] in ('PySide6', 'pyqtgraph')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "", f"{module} brings in Qt: {run.stdout}"


FAMILY = {
    "core.cells": "from .gru import GRU\nfrom .lstm import LSTM\nfrom .base import Cell\n"
    "ALL = (GRU, LSTM)\nREGISTRY: dict[str, type[Cell]] = {cell.name: cell for cell in ALL}",
    "core.cells.base": "",
    "core.cells.gates": "",
    "core.cells.lstm": "",
}
TASKS = {
    "tasks": "from rnnviz.tasks.text import Text\nfrom rnnviz.tasks.adding import Adding\n"
    "from rnnviz.tasks.streams import Streams\nREGISTRY = {t.name: t for t in (Text, Adding)}",
    "tasks.text": "",
    "tasks.streams": "",
}
PLOTS = {
    "gui.plotting.live_plot": "from rnnviz.gui.plotting.live_plot.plot import LivePlot",
    "gui.plotting.live_plot.plot": "",
    "gui.plotting.heat_map": "",
    "gui.plotting.heat_map.marks": "",
}
PANELS = {
    "lab.panels": "PANELS = {kind.name: kind for kind in (Kind('loss', 'Loss'), Kind('task', ''))}",
    "gui.panels": "from importlib import import_module\nimport_module(f'{__name__}.{name}')",
    "gui.panels.captioned": "",
    "gui.panels.loss": "from rnnviz.gui.panels.captioned import CaptionedPanel",
    "gui.panels.task": "",
}

BROKEN = {
    "core imports a layer above": (
        direction,
        {"core.bptt": "from rnnviz.lab import trainer", "lab.trainer": ""},
    ),
    "a lazy import inside a function": (
        direction,
        {"core.bptt": "def f():\n    from rnnviz.lab.trainer import T", "lab.trainer": ""},
    ),
    "an import under TYPE_CHECKING": (
        direction,
        {
            "lab.trainer": "from typing import TYPE_CHECKING\n"
            "if TYPE_CHECKING:\n    import rnnviz.session.session",
            "session.session": "",
        },
    ),
    "a relative import from a private module": (
        direction,
        {"lab._frames": "from ..gui import theme", "gui.theme": ""},
    ),
    "a relative import from a package's own file": (
        direction,
        {"lab": "from ..session import worker", "lab.trainer": "", "session.worker": ""},
    ),
    "a task that imports a probe": (
        direction,
        {"tasks.text": "import rnnviz.probes.flow", "probes.flow": ""},
    ),
    "core that reads resources": (
        direction,
        {"core.bptt": "from rnnviz.resources import path", "resources": ""},
    ),
    "a common module that knows a room": (
        direction,
        {"refusal": "import rnnviz.core.bptt", "core.bptt": ""},
    ),
    "the package's own file": (direction, {"lab.trainer": "", "core.bptt": "import rnnviz.lab"}),
    "a window imported when the command line is imported": (
        direction,
        {"cli": "from rnnviz.gui import app", "gui.app": ""},
    ),
    "a window imported for another reason": (
        direction,
        {"cli.train": "def train():\n    import rnnviz.gui.app", "gui.app": ""},
    ),
    "a cell that imports another": (
        sideways,
        {**FAMILY, "core.cells.gru": "from rnnviz.core.cells.lstm import LSTM"},
    ),
    "a cell that imports another by a relative import": (
        sideways,
        {**FAMILY, "core.cells.gru": "def f():\n    from . import lstm"},
    ),
    "a cell that imports the list of cells": (
        sideways,
        {**FAMILY, "core.cells.gru": "from rnnviz.core.cells import REGISTRY"},
    ),
    "a base that knows a cell": (
        sideways,
        {**FAMILY, "core.cells.gru": "", "core.cells.base": "from .gru import GRU"},
    ),
    "a task that imports another": (
        sideways,
        {**TASKS, "tasks.adding": "from rnnviz.tasks import text"},
    ),
    "a panel that goes around a door": (
        doors,
        {**PLOTS, "gui.panels.loss": "from rnnviz.gui.plotting.live_plot.plot import LivePlot"},
    ),
    "a map that goes around a door by a relative import": (
        doors,
        {**PLOTS, "gui.plotting.triangle.map": "from ..heat_map import marks"},
    ),
    "a panel that reaches into a plot": (
        doors,
        {**PLOTS, "gui.panels.path": "def f(self):\n    self.plot._overlay.repaint()"},
    ),
    "a window that reaches into a plot": (
        doors,
        {
            **PLOTS,
            "gui.window.dialog": "from rnnviz.gui.plotting.live_plot import LivePlot\n"
            "def f(plot: LivePlot): return plot.content",
        },
    ),
    "a panel that imports another": (
        sideways,
        {**PANELS, "gui.panels.task": "from rnnviz.gui.panels.loss import LossPanel"},
    ),
    "Qt in the lab": (third_party, {"lab.trainer": "from PySide6.QtCore import QObject"}),
    "Qt in the command line": (third_party, {"cli": "def f():\n    import PySide6"}),
    "widgets in the session": (third_party, {"session.worker": "from PySide6 import QtWidgets"}),
    "plots in the session": (third_party, {"session.worker": "import pyqtgraph as pg"}),
    "an undeclared package": (third_party, {"gui.app": "import scipy.signal"}),
    "a package in a common module": (third_party, {"declare": "import numpy"}),
    "a star import of Qt": (third_party, {"probes.flow": "from PySide6 import *"}),
    "an import in disguise": (
        hidden_imports,
        {"core.bptt": "import importlib\nimportlib.import_module('PySide6')"},
    ),
    "an import by name beyond the family": (
        hidden_imports,
        {"gui.panels": "import importlib\nimportlib.import_module(f'{root}.loss')"},
    ),
    "a clock in the core": (pure_core, {"core.bptt": "from time import perf_counter"}),
    "files in the core": (pure_core, {"core.bptt": "import pathlib"}),
    "threads in the core": (pure_core, {"core.bptt": "import threading"}),
    "an opened file in the core": (pure_core, {"core.bptt": "open('x')"}),
    "a print in the core": (pure_core, {"core.bptt": "def f():\n    print(1)"}),
    "Python's randomness in the core": (pure_core, {"core.bptt": "import random"}),
    "NumPy's global randomness": (pure_core, {"core.bptt": "x = np.random.rand(3)"}),
    "a panel that words what it shows": (captions, {"gui.flow": "def caption(flow): ..."}),
    "a measurement in words beside a command": (
        captions,
        {"cli.bench": "class Bench:\n    def _row_in_words(self): ..."},
    ),
    "a probe that keeps its sentence": (
        captions,
        {"probes.flow": "class Flow:\n    norms: list[float]\n    words: str"},
    ),
    "an imported global random function": (
        pure_core,
        {"core.bptt": "from numpy.random import rand"},
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_rule_is_found(case):
    rule, sources = BROKEN[case]
    sentences = list(rule(Tree.made_up(sources)))
    assert len(sentences) == 1, sentences
    assert sentences[0].startswith("rnnviz")


GOOD = {
    "a cell that uses what cells share": {
        **FAMILY,
        "core.cells.gru": "from .base import Cell\nfrom .gates import split",
    },
    "a task that uses what tasks share": {
        **TASKS,
        "tasks.adding": "from rnnviz.tasks.streams import Streams",
    },
    "a panel that comes through the door": {
        **PLOTS,
        "gui.panels.loss": "from rnnviz.gui.plotting.live_plot import LivePlot\n"
        "def f(plot): return plot.message",
        "gui.plotting.live_plot.plot": "def f(plot): return plot._overlay",
    },
    "a window with an overlay of its own": {
        **PLOTS,
        "gui.window.main_window": "def f(self): self.overlay = self.content",
    },
    "panels that are imported late and use what panels share": PANELS,
    "the command line opening the window": {
        "cli": "def open_window():\n    from rnnviz.gui import app",
        "gui.app": "from PySide6.QtWidgets import QApplication",
        "__main__": "def main():\n    from rnnviz.cli import main",
    },
    "a session on top of the lab": {
        "session.worker": "from PySide6 import QtCore\nfrom ..lab.trainer import Trainer",
        "lab.trainer": "import time, threading\nfrom rnnviz import __version__",
    },
    "captions beside what is measured": {
        "captions.flow": "def caption(flow): ...\ndef point_caption(lag): ...",
        "gui.flow": "from rnnviz.captions.flow import caption\ndef caption_lines(): ...",
        "probes.flow": "class Flow:\n    norms: list[float]",
    },
    "a core with its generator": {
        "core.bptt": "import numpy as np\nfrom rnnviz.refusal import Refusal\n"
        "def f(rng: np.random.Generator): return rng.normal()",
        "refusal": "",
    },
}


@pytest.mark.parametrize("case", GOOD)
def test_a_kept_rule_is_not_complained_about(case):
    tree = Tree.made_up(GOOD[case])
    assert [sentence for rule in RULES for sentence in rule(tree)] == []


@pytest.mark.parametrize(
    "family", ["core.cells", "core.initializers", "core.optimizers", "gui.panels"]
)
def test_the_registry_of_a_family_is_understood(program, family):
    names = members(program, f"rnnviz.{family}")
    assert len(names) >= 3
    assert f"rnnviz.{family}.base" not in names


def test_relative_imports_are_resolved():
    tree = Tree.made_up({"core.cells.gru": "from ..numerics import exp", "core.numerics": ""})
    assert tree.imports == (Import("rnnviz.core.cells.gru", "rnnviz.core.numerics", 1, ""),)


def test_members_are_what_the_registry_lists():
    tree = Tree.made_up({**FAMILY, "core.cells.gru": ""})
    assert members(tree, "rnnviz.core.cells") == {"rnnviz.core.cells.gru", "rnnviz.core.cells.lstm"}
    tree = Tree.made_up({**TASKS, "tasks.adding": ""})
    assert members(tree, "rnnviz.tasks") == {"rnnviz.tasks.text", "rnnviz.tasks.adding"}
    assert members(Tree.made_up(PANELS), "rnnviz.gui.panels") == {
        "rnnviz.gui.panels.loss",
        "rnnviz.gui.panels.task",
    }
