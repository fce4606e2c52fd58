"""The networks whose files for PyTorch are looked at, and what makes two files the same code."""

import ast
import hashlib
from dataclasses import replace

import numpy as np

from rnnviz.core.architecture import Connections
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.layer_norm import normalized
from rnnviz.core.network import Network
from rnnviz.lab.architecture import architecture_of
from rnnviz.lab.pytorch.planning import planned
from rnnviz.lab.pytorch.steps import STEPS
from rnnviz.lab.settings import Settings
from rnnviz.tasks.coding import Coding

VOCABULARY = tuple(sorted("\n \"'abcde\\\u00e9\u2019"))
PHRASE = "abba cade\n'ed\u00e9 a\\be\" \u2019dad"
OPTIONS = {
    "relu": {"cell": "vanilla", "activation": "relu"},
    "double": {"cell": "lstm", "dtype": "float64"},
}
PLAIN = {f"{c}-{n}": {"cell": c, "layers": n} for c in STEPS for n in (1, 2)}
CASES = PLAIN | OPTIONS
CONNECTIONS = {
    "both-lstm": ("lstm", Connections(bidirectional=True, dropout=0.25)),
    "both-peephole": ("peephole", Connections(bidirectional=True, skip=True, attention=3)),
    "both-attention": ("gru", Connections(bidirectional=True, attention=4)),
    "attention-lstm": ("lstm", Connections(attention=5)),
    "attention-slstm": ("slstm", Connections(attention=30, dropout=0.5)),
    "skip-vanilla": ("vanilla", Connections(skip=True)),
    "skip-gru": ("gru", Connections(skip=True, dropout=0.2)),
    "skip-lstm": ("lstm", Connections(skip=True, attention=2)),
    "dropout-gru": ("gru", Connections(dropout=0.2)),
    "both-gru": ("gru", Connections(bidirectional=True, skip=True, dropout=0.1)),
}
"""Networks of two layers, each connected otherwise."""
CASES |= {name: {"cell": cell, "layers": 2} for name, (cell, _) in CONNECTIONS.items()}
NORMALIZED = {f"norm-{cell}": cell for cell in STEPS}
CASES |= {name: {"cell": cell, "layers": 2} for name, cell in NORMALIZED.items()}
CASES["norm-leaky"] = {"cell": "vanilla", "leak": 0.25}
CASES["leaky"] = {"cell": "vanilla", "leak": 0.25, "layers": 2, "activation": "relu"}


def settings_of(case):
    return Settings().change(hidden=7, **CASES[case])


def network_of(case):
    """A network with weights large enough to show in its outputs."""
    settings, V = settings_of(case), len(VOCABULARY)
    architecture = architecture_of(settings, V, V)
    if case in CONNECTIONS:
        architecture = replace(architecture, connections=CONNECTIONS[case][1])
    if case.startswith("norm-"):
        cell = normalized(CELLS[settings.cell])(**settings.options_of("cell"))
        architecture = replace(architecture, cell=cell)
    network = Network.of(architecture, "cross_entropy", settings.dtype)
    rng = np.random.default_rng(list(case.encode()))
    network.flat[...] = rng.uniform(-0.9, 0.9, network.flat.size)
    return network


def plan_of(case):
    return planned(settings_of(case), network_of(case), "a text", Coding(VOCABULARY), None)


def fingerprint(source):
    """What the code of a file is, whatever its docstrings and comments say."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        has_words = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if has_words and ast.get_docstring(node) is not None:
            del node.body[0]
    return hashlib.sha256(ast.unparse(tree).encode()).hexdigest()
