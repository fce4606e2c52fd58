"""rnnviz import: weights from PyTorch become a run that is asked, looked into and trained on."""

import json

import numpy as np
import pytest
from pytorch_weights import SYMBOLS, H, V, refused, weights_of
from safetensors.numpy import load_file, save_file

from rnnviz.core.architecture import Architecture, Connections
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.layer_norm import normalized
from rnnviz.lab.pytorch.steps import STEPS
from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.tasks import DRAWN


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", list(STEPS))
def test_what_is_exported_and_imported_evaluates_alike(rnnviz, here, sea, cell, layers):
    flags = ("--cell", cell, "--layers", layers, "--hidden", 4, "--window", 8, "--steps", 3)
    assert rnnviz("train", sea, *flags, "--out", "a.safetensors").code == 0
    assert rnnviz("export", "a.safetensors", "--to", "pytorch", "out").code == 0
    answer = rnnviz("import", "out/model.safetensors", "--text", sea, "--out", "b.safetensors")
    assert answer.code == 0, answer.err
    assert answer.err == ""
    first, second = (rnnviz("evaluate", f"{name}.safetensors", sea).out for name in "ab")
    assert first == second
    assert load_run(here / "b.safetensors").settings == load_run(here / "a.safetensors").settings


CONNECTED = {
    "attention": ("--attention", 4, "--cell", "lstm"),
    "skip": ("--skip", "on", "--dropout", 0.2, "--layers", 2, "--cell", "gru"),
    "layer norm": ("--layer-norm", "on", "--leak", 0.5),
    "both ways": ("--task", "missing_spaces", "--length", 8, "--bidirectional", "on"),
    "class": ("--task", "brackets", "--bidirectional", "on", "--attention", 3),
    "alone": ("--task", "reverse", "--attention", 5, "--cell", "slstm"),
}


@pytest.mark.parametrize("name", list(CONNECTED))
def test_every_option_of_a_network_comes_back(rnnviz, here, sea, name):
    task = CONNECTED[name][1]
    text = () if task in DRAWN else (sea,)
    flags = (*CONNECTED[name], "--hidden", 4, "--steps", 2)
    assert rnnviz("train", *text, *flags, "--out", "a.safetensors").code == 0
    assert rnnviz("export", "a.safetensors", "--to", "pytorch", "out").code == 0
    named = ("--text", sea) if text else ()
    answer = rnnviz("import", "out/model.safetensors", *named, "--out", "b.safetensors")
    assert answer.code == 0, answer.err
    first, second = (load_run(here / f"{run}.safetensors") for run in "ab")
    assert first.settings == second.settings
    for array, weights in second.network().parameters.items():
        np.testing.assert_array_equal(weights, first.network().parameters[array])


def test_names_tell_of_both_directions_and_of_norms_but_not_how_far_attention_looks(bring, here):
    connections = Connections(bidirectional=True)
    both = Architecture(normalized(CELLS["gru"])(), 2, H, 1, 1, connections).shapes()
    arrays = {name: np.ones(shape, np.float32) for name, shape in both.items()}
    assert bring(arrays, "--task", "adding", vocabulary=None).code == 0
    settings = load_run(here / "run.safetensors").settings
    assert (settings.bidirectional, settings.layer_norm) == (True, True)
    (here / "run.safetensors").unlink()
    shapes = Architecture(CELLS["gru"](), V, H, V, 1, Connections(attention=3)).shapes()
    arrays = {name: np.ones(shape, np.float32) for name, shape in shapes.items()}
    refused(bring(arrays), "name their number with --attention", here)
    assert bring(arrays, "--attention", 3).code == 0


@pytest.mark.parametrize("cell", ["gru", "lstm", "peephole", "min_gru"])
def test_shapes_and_names_tell_the_cell_and_its_size(bring, here, cell):
    answer = bring(weights_of(cell, 2, dtype=np.float64))
    assert answer.code == 0, answer.err
    settings = load_run(here / "run.safetensors").settings
    found = (settings.cell, settings.hidden, settings.layers, settings.dtype)
    assert found == (cell, H, 2, "float64")


def test_what_shapes_do_not_tell_is_taken_and_said(bring, here):
    assert "--cell slstm names the other" in bring(weights_of("slstm")).err
    assert load_run(here / "run.safetensors").settings.cell == "lstm"
    assert "names the other" not in bring(weights_of("slstm"), "--cell", "slstm").err
    assert load_run(here / "run.safetensors").settings.cell == "slstm"
    assert "tanh is taken; --activation" in bring(weights_of("vanilla")).err
    assert "is taken" not in bring(weights_of("vanilla"), "--activation", "relu").err
    assert load_run(here / "run.safetensors").settings.value("activation") == "relu"


def test_an_imported_run_is_sampled_and_trained_on(bring, rnnviz, here):
    answer = bring(weights_of(), "--window", 10, "--optimizer", "sgd", "--lr", 0.05)
    assert "goes on with sea.txt" in answer.out
    assert rnnviz("sample", "run.safetensors", "--length", 20).code == 0
    before = rnnviz("evaluate", "run.safetensors", "sea.txt", "--json").json["nats_per_char"]
    flags = ("--resume", "run.safetensors", "--steps", 60, "--out", "on.safetensors")
    assert rnnviz("train", *flags).code == 0
    after = rnnviz("evaluate", "on.safetensors", "sea.txt", "--json").json["nats_per_char"]
    assert after < before - 0.1
    assert load_run(here / "on.safetensors").progress["step"] == 60


def test_a_list_in_another_order_is_another_coding_of_the_same_network(bring, rnnviz, here):
    arrays = weights_of()
    assert bring(arrays).code == 0
    wanted = rnnviz("evaluate", "run.safetensors", "sea.txt").out
    order = np.random.default_rng(0).permutation(V)
    arrays["rnn.weight_ih_l0"] = np.ascontiguousarray(arrays["rnn.weight_ih_l0"][:, order])
    for name in ("decoder.weight", "decoder.bias"):
        arrays[name] = arrays[name][order]
    (here / "symbols.json").write_text(json.dumps([SYMBOLS[place] for place in order]))
    assert bring(arrays, "--text", "sea.txt", vocabulary="symbols.json").code == 0
    assert rnnviz("evaluate", "run.safetensors", "sea.txt").out == wanted


def test_symbols_in_another_order_are_suspected(bring, rnnviz, here):
    assert bring(weights_of(), "--window", 10, "--lr", 0.02).code == 0
    flags = ("--resume", "run.safetensors", "--steps", 150, "--out", "on.safetensors")
    assert rnnviz("train", *flags).code == 0
    weights = load_file(here / "on.safetensors")
    learned = {name: weights[name] for name in weights_of()}
    assert bring(learned, "--cell", "lstm").err == ""
    (here / "symbols.json").write_text(json.dumps(SYMBOLS[::-1]))
    answer = bring(learned, "--text", "sea.txt", vocabulary="symbols.json")
    assert answer.code == 0
    assert "more than knowing nothing would" in answer.err


def test_a_text_may_lack_some_of_the_symbols(bring, rnnviz, here):
    (here / "less.txt").write_text("the sea\n" * 40, encoding="utf-8", newline="\n")
    assert bring(weights_of(), "--text", "less.txt", "--window", 8).code == 0
    run = load_run(here / "run.safetensors")
    assert run.coding.vocabulary == tuple(SYMBOLS)
    for change in (lambda: None, (here / "less.txt").unlink):  # found again, then carried
        change()
        answer = rnnviz("train", "--resume", "run.safetensors", "--steps", 2)
        assert answer.code == 0, answer.err


def test_without_a_text_the_run_goes_on_with_what_the_network_writes(bring, rnnviz, here):
    (here / "symbols.json").write_text(json.dumps(SYMBOLS))
    answer = bring(weights_of(), vocabulary="symbols.json")
    assert "goes on with what the network wrote" in answer.out
    assert load_run(here / "run.safetensors").corpus["characters"] == 5000
    assert rnnviz("train", "--resume", "run.safetensors", "--steps", 1).code == 0


def test_a_task_that_draws_its_sequences_needs_no_symbols(rnnviz, here):
    flags = ("--task", "adding", "--hidden", 4, "--steps", 2, "--out", "a.safetensors")
    assert rnnviz("train", *flags).code == 0
    assert rnnviz("export", "a.safetensors", "--to", "pytorch", "out").code == 0
    weights = load_file(here / "out" / "model.safetensors")
    save_file(weights, here / "plain.safetensors")
    answer = rnnviz("import", "plain.safetensors", "--task", "adding", "--out", "b.safetensors")
    assert answer.code == 0, answer.err
    for name, array in load_run(here / "b.safetensors").network().parameters.items():
        np.testing.assert_array_equal(array, weights[name])
