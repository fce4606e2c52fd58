"""rnnviz train --optimizer: its usual learning rate comes along unless another is given."""

import pytest

from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.lab.settings import Settings


def rate_after(rnnviz, text_file, *flags):
    """The learning rate of a short run, and what is said on stderr."""
    more = ("--hidden", 6, "--window", 6, "--steps", 2, "--out", "run.safetensors")
    answer = rnnviz("train", text_file, *flags, *more)
    assert answer.code == 0
    return load_run("run.safetensors").settings.lr, answer.err


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_optimizer_that_is_chosen_brings_its_usual_rate_and_says_so(
    rnnviz, text_file, optimizer
):
    kind = OPTIMIZERS[optimizer]
    lr, said = rate_after(rnnviz, text_file, "--optimizer", optimizer)
    assert lr == kind.default_lr
    words = f"{kind.label} came with its usual learning rate, {lr:g}. --lr sets another."
    assert (words in said) == (lr != Settings().lr)


def test_a_given_rate_stays(rnnviz, text_file):
    for flags in (("--optimizer", "sgd", "--lr", 0.02), ("--lr", 0.02)):
        lr, said = rate_after(rnnviz, text_file, *flags)
        assert lr == 0.02
        assert "usual" not in said
    lr, said = rate_after(rnnviz, text_file, "--preset", "min-char-rnn")
    assert lr == 0.1
    assert "usual" not in said


def test_an_optimizer_instead_of_the_presets_brings_its_own_rate(rnnviz, text_file):
    lr, said = rate_after(rnnviz, text_file, "--preset", "min-char-rnn", "--optimizer", "adam")
    assert lr == OPTIMIZERS["adam"].default_lr
    assert "usual" in said


def test_a_resumed_run_keeps_its_rate(rnnviz, text_file):
    rate_after(rnnviz, text_file, "--optimizer", "sgd", "--lr", 0.02)
    flags = ("--resume", "run.safetensors", "--optimizer", "sgd", "--out", "more.safetensors")
    answer = rnnviz("train", text_file, *flags, "--steps", 2)
    assert answer.code == 0
    assert load_run("more.safetensors").settings.lr == 0.02
    assert "usual" not in answer.err
