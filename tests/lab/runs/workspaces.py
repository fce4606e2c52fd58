"""Workspaces for tests: a few small runs, and what a folder with them holds."""

from trainers import CORPUS, make_trainer, train

from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.lab.runs.workspace_name import FILE
from rnnviz.lab.runs.workspace_writing import Member

SMALL = {"hidden": 3, "window": 4}


def members(count=3, steps=2):
    """Runs that differ in their seeds; the second is hidden and has a name of its own."""
    trainers = [train(make_trainer(seed=seed, **SMALL), steps) for seed in range(count)]
    names = ["", "mine", *[""] * count]
    return [Member(t, names[n], n, n != 1) for n, t in enumerate(trainers)]


def resume(path):
    """The training of a run's file, as those do who open it."""
    return load_run(path).resume(CORPUS)


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def toml_in(folder):
    return (folder / FILE).read_text(encoding="utf-8")
