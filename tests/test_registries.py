"""Every registry: nothing unlisted, all described, and every pair of parts learns."""

import ast
import importlib
import pkgutil

import numpy as np
import pytest

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.core.schedules import REGISTRY as SCHEDULES
from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.panels import PANELS, SIGNALS
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.probes.base import Probe
from rnnviz.tasks import DRAWN, SCORED
from rnnviz.tasks import REGISTRY as TASKS
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.text import read_text

REGISTRIES = {
    "cells": CELLS,
    "initializers": INITIALIZERS,
    "optimizers": OPTIMIZERS,
    "schedules": SCHEDULES,
    "tasks": TASKS,
    "probes": PROBES,
    "interventions": INTERVENTIONS,
}
ONE_EACH = {"rnnviz.core.cells": CELLS, "rnnviz.core.optimizers": OPTIMIZERS}
ONE_EACH |= {"rnnviz.core.initializers": INITIALIZERS}
ENTRIES = [(kind, name) for kind, registry in REGISTRIES.items() for name in registry]
TEXT = "the sea is old and grey and the moon goes over it again and again\n" * 12

every_entry = pytest.mark.parametrize(("kind", "name"), ENTRIES)


def modules_in(package):
    """The modules that lie in a package's folder, but for its base."""
    folder = importlib.import_module(package).__path__
    return {found.name for found in pkgutil.iter_modules(folder)} - {"base"}


def class_of(entry):
    return entry if isinstance(entry, type) else type(entry)


@pytest.mark.parametrize("package", list(ONE_EACH))
def test_every_module_in_the_folder_is_registered(package):
    registered = {class_of(entry).__module__.rpartition(".")[2] for entry in _all(package)}
    assert modules_in(package) == registered, f"list the new module in {package}/__init__.py"


def _all(package):
    return ONE_EACH[package].values()


def subclasses(kind):
    """Every finished class of a kind in the program."""
    found = set()
    for child in kind.__subclasses__():
        found |= subclasses(child)
        if not getattr(child, "__abstractmethods__", None) and child.__module__.startswith(
            "rnnviz"
        ):
            found.add(child)
    return found


def test_every_probe_is_registered():
    for name in modules_in("rnnviz.probes"):
        importlib.import_module(f"rnnviz.probes.{name}")
    assert subclasses(Probe) == {type(probe) for probe in PROBES.values()}


def test_every_task_is_registered():
    for name in modules_in("rnnviz.tasks"):
        importlib.import_module(f"rnnviz.tasks.{name}")
    from rnnviz.tasks.task import Task

    assert subclasses(Task) == set(SCORED.values())


def test_the_panels_folder_has_no_unlisted_panel():
    from rnnviz.gui.panels import panel_class
    from rnnviz.gui.panels.base import Panel

    for name in modules_in("rnnviz.gui.panels"):
        importlib.import_module(f"rnnviz.gui.panels.{name}")
    named = {kind for kind in subclasses(Panel) if hasattr(kind, "name")}
    assert named == {panel_class(name) for name in PANELS}, "list it in rnnviz/lab/panels.py"
    for name, panel in PANELS.items():
        assert panel.name == panel_class(name).name == name
        assert panel.title
        assert panel.tooltip


def test_every_gate_has_a_name_and_can_be_chosen_in_panels():
    called = {}
    for cell in CELLS.values():
        assert tuple(cell.gate_names) == (cell.gates if len(cell.gates) > 1 else ())
        for gate, name in cell.gate_names.items():
            assert called.setdefault(gate, name) == name, f"{gate} is {called[gate]} elsewhere"
    assert ("h", "c", *called) == SIGNALS


@every_entry
def test_the_key_is_the_name_and_everything_is_described(kind, name):
    entry = REGISTRIES[kind][name]
    assert entry.name == name
    assert name == name.lower()
    assert " " not in name
    assert entry.label
    first = entry.label.split()[0]  # "sLSTM" is written so
    assert first != first.lower() or not first[0].isalpha()
    assert entry.hint.endswith(".")
    assert "!" not in entry.hint


@every_entry
def test_every_declared_option_accepts_its_default(kind, name):
    for option in getattr(REGISTRIES[kind][name], "options", ()):
        assert option.check(option.default) == option.default
        assert option.label
        assert option.tooltip.endswith(".")


@pytest.mark.parametrize("name", list(BUILTIN))
def test_every_builtin_text_says_where_it_comes_from(name):
    builtin = BUILTIN[name]
    assert builtin.name == name
    assert builtin.title
    assert builtin.origin.endswith(".")


@pytest.mark.parametrize("package", list(ONE_EACH))
def test_registration_is_by_explicit_import_lines(package):
    """A program that is frozen, and a type checker, find what is imported by name."""
    source = importlib.import_module(package).__spec__.loader.get_source(package)
    imported = {
        node.module.rpartition(".")[2]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
    }
    assert modules_in(package) <= imported


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
@pytest.mark.parametrize("cell", list(CELLS))
def test_the_loss_of_every_cell_with_every_optimizer_falls(cell, optimizer):
    lr = OPTIMIZERS[optimizer].default_lr
    settings = Settings().change(
        cell=cell, optimizer=optimizer, lr=lr, hidden=16, window=10, batch=4, steps=30
    )
    trainer = Trainer(settings, read_text(TEXT, "sea"))
    losses = [trainer.loss for _ in trainer]
    assert len(losses) == 30
    assert np.mean(losses[-5:]) < 0.95 * np.log(trainer.corpus.alphabet)
    assert np.mean(losses[-5:]) < np.mean(losses[:5])


@pytest.mark.parametrize("init", list(INITIALIZERS))
@pytest.mark.parametrize("cell", list(CELLS))
def test_every_cell_learns_from_every_start(cell, init):
    settings = Settings().change(cell=cell, init=init, hidden=8, window=10, batch=4, steps=30)
    trainer = Trainer(settings, read_text(TEXT, "sea"))
    losses = [trainer.loss for _ in trainer]
    assert np.mean(losses[-5:]) < np.mean(losses[:5])


@pytest.mark.parametrize("task", list(DRAWN))
def test_every_cell_takes_a_step_at_every_task(task):
    for cell in CELLS:
        settings = Settings().change(cell=cell, task=task, hidden=8, batch=4, steps=3)
        trainer = Trainer(settings, None)
        assert list(trainer) == [1, 2, 3]
        assert np.isfinite(trainer.history.curve("loss")).all()
