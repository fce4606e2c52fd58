"""A registered part is compared with something written independently, or is asked for it here."""

import ast
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from naive_network import REGISTERED
from references import cells, initializers, optimizers, schedules, tasks

from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.core.schedules import REGISTRY as SCHEDULES
from rnnviz.lab.panels import PANELS
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.tasks import DRAWN

TESTS = Path(__file__).parent
KINDS = {
    "cell": (REGISTERED, cells),
    "optimizer": (OPTIMIZERS, optimizers),
    "initializer": (INITIALIZERS, initializers),
    "schedule": (SCHEDULES, schedules),
    "task": (DRAWN, tasks),
}
PARTS = [(kind, name) for kind, (registry, _) in KINDS.items() for name in registry]
STORED = {
    "cell": ("core/vectors/parity.npz", "probes/vectors/gradients.npz"),
    "optimizer": ("core/vectors/optimizers.npz",),
}
IN_PYTORCH = {
    "cell": {name: [name] for name, r in cells.REFERENCES.items() if r.in_pytorch},
    "optimizer": {name: list(r.pytorch) for name, r in optimizers.REFERENCES.items() if r.pytorch},
}
IN_PYTORCH_TOO = [(kind, name) for kind, names in IN_PYTORCH.items() for name in names]


@pytest.mark.parametrize(("kind", "name"), PARTS)
def test_every_part_has_its_reference(kind, name):
    _, references = KINDS[kind]
    assert name in references.REFERENCES, references.WHAT_TO_WRITE.format(name=name)


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_reference_is_that_of_a_part(kind):
    registry, references = KINDS[kind]
    assert set(references.REFERENCES) <= set(registry), f"take it out of {references.__name__}"


@pytest.mark.parametrize(("kind", "name"), IN_PYTORCH_TOO)
def test_what_pytorch_has_too_is_compared_with_its_numbers(kind, name):
    for path in STORED[kind]:
        with np.load(TESTS / path) as vectors:
            stored = {array.partition("/")[0] for array in vectors.files}
        what = KINDS[kind][1].WHAT_TO_STORE.format(name=name)
        assert stored.issuperset(IN_PYTORCH[kind][name]), what


@cache
def words_of(folder):
    """The modules that the tests of a folder import from, and all strings in them."""
    words = set()
    for path in (TESTS / folder).glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                words.add(node.module)
            elif isinstance(node, ast.Constant):
                words.add(node.value)
    return words


@pytest.mark.parametrize("name", list(PROBES))
def test_every_probe_has_a_test_of_its_own_beside_those_of_all_probes(name):
    assert {name, type(PROBES[name]).__module__} & words_of("probes"), (
        f"no test in tests/probes speaks of the probe {name!r}: write "
        f"tests/probes/test_{name}.py, which compares it with numbers found in another way"
    )


@pytest.mark.parametrize("name", list(PANELS))
def test_every_panel_has_a_test_of_its_own_beside_those_of_all_panels(name):
    assert f"rnnviz.gui.panels.{name}" in words_of("gui/panels"), (
        f"no test in tests/gui/panels is of the panel {name!r}: write "
        f"tests/gui/panels/test_{name}_panel.py, which looks at what it draws and says"
    )
