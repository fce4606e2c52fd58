"""rnnviz sample, evaluate and gradients with files that are broken, foreign or of lost runs."""

import json
import os

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

COMMANDS = {"sample": (), "evaluate": ("sea.txt",), "gradients": ("the sea",)}


@pytest.fixture(params=list(COMMANDS))
def ask(request, rnnviz):
    """Asks a run's file one of the commands."""
    return lambda path, *flags: rnnviz(request.param, path, *COMMANDS[request.param], *flags)


def changed(path, array=None, entry=None, value=None):
    """The file with one array filled with a value, or one entry of its description replaced."""
    with safe_open(path, "numpy") as file:
        metadata = file.metadata()
    arrays = load_file(path)
    if array is not None:
        arrays[array][:] = value
    if entry is not None:
        metadata[entry] = value
    save_file(arrays, path, metadata)
    return path


def assert_refused(answer, *words):
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("rnnviz: run.safetensors")
    for word in (*words, "."):
        assert word in answer.err
    assert "Traceback" not in answer.err
    assert answer.err.count("\n") == 1


def test_a_file_cut_short_is_refused(ask, trained):
    trained.write_bytes(trained.read_bytes()[:-50])
    assert_refused(ask(trained), "damaged", "earlier copy")


@pytest.mark.parametrize("value", ["9" * 400, "[" * 9000, '{"a": ' * 9000, "{}", "-7", '"\\ud800"'])
@pytest.mark.parametrize("entry", ["settings", "vocabulary", "progress", "samples", "format"])
def test_a_description_that_cannot_be_is_refused(ask, trained, entry, value):
    assert_refused(ask(changed(trained, entry=entry, value=value)), "damaged")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_refused(ask, trained, value):
    path = changed(trained, array="decoder.weight", value=value)
    assert_refused(ask(path), "not finite numbers", "earlier copy")


@pytest.mark.parametrize("value", [3e38, -3e38, 1e30])
@pytest.mark.parametrize("array", ["decoder.weight", "rnn.weight_hh_l0", "decoder.bias"])
def test_weights_that_are_too_large_are_answered_or_refused(ask, trained, array, value):
    answer = ask(changed(trained, array=array, value=value), "--json")
    assert answer.code in (0, 2)
    assert "Warning" not in answer.err
    if answer.code == 0:
        json.loads(answer.out, parse_constant=pytest.fail)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX has them")
def test_a_fifo_is_refused_and_not_waited_for(ask, here):
    os.mkfifo(here / "run.safetensors")
    (here / "sea.txt").write_text("the sea " * 9)
    assert_refused(ask("run.safetensors"), "is a pipe")


def test_a_run_that_has_diverged_answers_with_a_sentence_only(ask, rnnviz, text_file):
    lost = ("--activation", "relu", "--optimizer", "sgd", "--lr", 10, "--clip", "none")
    flags = ("--layers", 3, "--window", 60, "--schedule", "constant", "--hidden", 8)
    trained = rnnviz("train", text_file, *lost, *flags, "--out", "run.safetensors")
    assert trained.code == 1
    answer = ask("run.safetensors")
    assert_refused(answer, "run.safetensors: The loss stopped being a number after step")


def test_a_run_of_the_first_version_that_has_diverged_answers_so_too(ask, trained):
    with safe_open(trained, "numpy") as file:
        progress = json.loads(file.metadata()["progress"])
    del progress["diverged"]
    path = changed(trained, entry="progress", value=json.dumps(progress | {"loss": float("nan")}))
    assert_refused(ask(path), "The loss stopped being a number after step 30")


def test_outputs_that_are_no_numbers_answer_nothing_even_if_the_weights_are_some(rnnviz, trained):
    changed(trained, array="decoder.weight", value=3e38)
    for command in ("sample", "evaluate"):
        answer = rnnviz(command, trained, *COMMANDS[command])
        assert_refused(answer, "The network's outputs are no finite numbers")
