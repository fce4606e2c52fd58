"""The networks whose files for PyTorch are looked at, and what makes two files the same code."""

import ast
import hashlib

import numpy as np

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.build import build_network
from rnnviz.lab.pytorch.planning import planned
from rnnviz.lab.settings import Settings
from rnnviz.tasks.coding import Coding

VOCABULARY = tuple(sorted("\n \"'abcde\\\u00e9\u2019"))
PHRASE = "abba cade\n'ed\u00e9 a\\be\" \u2019dad"
OPTIONS = {
    "relu": {"cell": "vanilla", "activation": "relu"},
    "double": {"cell": "lstm", "dtype": "float64"},
}
PLAIN = {f"{c}-{n}": {"cell": c, "layers": n} for c in CELLS for n in (1, 2)}
CASES = PLAIN | OPTIONS


def settings_of(case):
    return Settings().change(hidden=7, **CASES[case])


def network_of(case):
    """A network with weights large enough to show in its outputs."""
    settings, V = settings_of(case), len(VOCABULARY)
    network = build_network(settings, V, V)
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
