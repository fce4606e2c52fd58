"""The Python file of an export: it is what PyTorch was asked about, good style, and short."""

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from export_cases import CASES, PHRASE, VOCABULARY, fingerprint, network_of, plan_of

from rnnviz.lab.build import build_network
from rnnviz.lab.pytorch.module_text import module_text
from rnnviz.lab.pytorch.plan import Shown
from rnnviz.lab.pytorch.planning import drawn, passage, planned
from rnnviz.lab.pytorch.steps import STEPS
from rnnviz.lab.settings import Settings
from rnnviz.tasks import DRAWN
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.text import read_text

VECTORS = Path(__file__).parent / "vectors" / "exported.npz"
STALE = "the file has changed: run vectors/make_export_vectors.py where PyTorch is installed"
CHINESE = tuple(chr(point) for point in range(0x4E00, 0x4E00 + 300))
ODD = ("\x07", "\n", *'"\\abz', "\u0301", "\u200b", "\ufffd")
MOST_LINES = 150


@pytest.fixture(scope="module")
def vectors():
    with np.load(VECTORS) as stored:
        return dict(stored)


def of_text(vocabulary, folding=None, name="a text", **changes):
    """The file of a text's network with these symbols."""
    settings, V = Settings().change(hidden=3, **changes), len(vocabulary)
    coding = Coding(vocabulary, folding or Folding())
    return module_text(planned(settings, build_network(settings, V, V), name, coding, None))


def of_task(name, **changes):
    """The file of a network for a task that draws its sequences."""
    settings, task = Settings().change(task=name, **changes), DRAWN[name]
    network = build_network(settings, task.inputs, task.outputs, task.loss)
    return module_text(planned(settings, network, task.label, None, drawn(settings)))


def of_missing_spaces():
    settings, corpus = Settings().change(task="missing_spaces"), read_text("the sea " * 99, "sea")
    network = build_network(settings, corpus.alphabet, 2)
    shown = passage(settings, corpus)
    return module_text(planned(settings, network, "sea", corpus.coding, shown))


def of_numbers(values):
    settings = Settings().change(task="numbers")
    network = build_network(settings, 1, 1, "mean_squared_error")
    shown = Shown(np.array(values), np.array([]), "", 2.5, 0.125, 20)
    return module_text(planned(settings, network, "water of tides.csv", None, shown))


FILES = {
    **{f"case-{case}": lambda case=case: module_text(plan_of(case)) for case in CASES},
    **{f"task-{name}": lambda name=name: of_task(name) for name in DRAWN},
    "long-sequence": lambda: of_task("adding", length=1000, dtype="float64"),
    "numbers": lambda: of_numbers(np.linspace(0.1, 4.7, 50).tolist()),
    "missing-spaces": of_missing_spaces,
    "few-numbers": lambda: of_numbers([1.0, 2.0]),
    "chinese": lambda: of_text(CHINESE),
    "odd": lambda: of_text(ODD),
    "quotes": lambda: of_text(('"', "a"), name='"""\\x"'),
    "long-name": lambda: of_text(VOCABULARY, name="n" * 300),
    "rare": lambda: of_text(ODD, Folding(symbols=10)),
    "small-letters": lambda: of_text(VOCABULARY, Folding.named("case")),
}


@pytest.fixture(scope="module")
def sources():
    return {name: make() for name, make in FILES.items()}


@pytest.mark.parametrize("case", list(CASES))
def test_the_file_is_the_code_that_gave_these_outputs_in_pytorch(case, vectors):
    """So that it gives in PyTorch what the network gives here."""
    assert fingerprint(module_text(plan_of(case))) == str(vectors[f"{case}/code"]), STALE
    network, codes = network_of(case), [VOCABULARY.index(symbol) for symbol in PHRASE]
    outputs = network.forward(np.array(codes)[:, None], network.zero_state(1))[:, 0]
    np.testing.assert_allclose(outputs, vectors[f"{case}/outputs"], rtol=0, atol=3e-6)
    assert np.ptp(outputs) > 1


def test_every_cell_that_the_file_knows_has_such_outputs(vectors):
    assert {name.partition("-")[0] for name in vectors} >= set(STEPS)


def test_the_files_are_laid_out_and_written_as_this_program_is(sources, tmp_path):
    for name, source in sources.items():
        (tmp_path / f"{name.replace('-', '_')}.py").write_text(source, encoding="utf-8")
    config = Path(__file__).parents[3] / "pyproject.toml"
    for command in (["check", "--extend-ignore", "T20"], ["format", "--diff"]):
        arguments = [*command, "--no-cache", "--config", str(config), str(tmp_path)]
        whole = [sys.executable, "-m", "ruff", *arguments]
        done = subprocess.run(whole, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_files_are_short_and_need_torch_and_safetensors_only(sources):
    for name, source in sources.items():
        imported = set()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module.partition(".")[0])
            elif isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
        assert imported == {"pathlib", "torch", "safetensors"}, name
        assert len(source.splitlines()) <= MOST_LINES, name
        compile(source, name, "exec")


def test_a_file_holds_what_its_network_needs_and_nothing_else(sources):
    lstm, peephole = sources["case-lstm-2"], sources["case-peephole-1"]
    assert "nn.LSTM(INPUTS, HIDDEN, LAYERS)" in lstm
    assert "class Recurrent" not in lstm
    assert "nn.LSTM" not in peephole
    assert "W_ci * c" in peephole
    assert "nonlinearity" not in sources["case-vanilla-1"]
    assert 'nonlinearity="relu"' in sources["case-relu"]
    assert "double()" not in lstm
    assert "Network().double()" in sources["case-double"]
    assert "RARE" not in lstm
    assert "logits[-1, 0, RARE] = -torch.inf" in sources["rare"]
    assert "text.lower()" in sources["small-letters"]
    assert "def sample" not in sources["task-adding"]


@pytest.mark.parametrize("name", ["chinese", "odd", "quotes", "case-gru-1"])
def test_a_file_holds_the_symbols_in_the_order_of_their_codes(sources, name):
    wanted = {"chinese": CHINESE, "odd": ODD, "quotes": ('"', "a"), "case-gru-1": VOCABULARY}
    assert constant(sources[name], "VOCABULARY") == "".join(wanted[name])


def constant(source, name):
    """The value that a file gives a constant."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    raise LookupError(name)


def test_a_drawn_task_is_shown_by_a_sequence_with_what_is_wanted(sources):
    copying = sources["task-copying"]
    assert constant(copying, "WANTED")[-10:] == constant(copying, "READ")[:10]
    assert len(constant(sources["task-first_element"], "WANTED")) == 1
    assert len(constant(sources["task-noisy_sine"], "WANTED")) == 50
    assert constant(sources["task-brackets"], "WANTED") in ([0], [1])
    reverse = sources["task-reverse"]
    assert constant(reverse, "READ") == constant(reverse, "WANTED")[::-1] + "|"
    assert "symbols = outputs[-1:].argmax(dim=2)" in reverse


def test_a_passage_is_shown_with_what_is_wanted_at_each_letter(sources):
    read, wanted = (constant(sources["missing-spaces"], name) for name in ("READ", "WANTED"))
    assert (
        "".join(a + " " * int(n) for a, n in zip(read, wanted, strict=True))[:50] in "the sea " * 9
    )
