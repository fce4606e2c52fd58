"""The present numbers in help texts: true of the run, and never a broken brace."""

import math
import re

import numpy as np
import pytest
from trainers import CORPUS

from rnnviz.captions.help.help_text import HelpText, filled, help_names, help_text
from rnnviz.captions.help.markdown import markdown
from rnnviz.captions.help.measured_numbers import MEASURED, PROBES, requests
from rnnviz.captions.help.numbers import Numbers, Present, moment
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Request
from rnnviz.lab.trainer import Trainer
from rnnviz.probes import REGISTRY

TAKEN = ("decay", "lyapunov", "spectrum", "saturation", "triangle", "truncation")
REQUESTS = [Request(name, (("stream", 0),)) for name in TAKEN]


def trained(steps=20, **changes):
    settings = Settings().change(hidden=8, validation=0.1, **changes)
    corpus = CORPUS if settings.task == "text" else None
    trainer = Trainer(settings, corpus)
    for _ in range(steps):
        next(trainer)
    return Present(settings, trainer.snapshot(trainer.measure(REQUESTS)), corpus)


def shown(present):
    """All texts with the numbers of a run."""
    numbers = Numbers(present)
    return {name: markdown(help_text(name), numbers, moment(present), {}) for name in help_names()}


CASES = {
    "vanilla": {},
    "lstm": {"cell": "lstm"},
    "gru of two layers": {"cell": "gru", "layers": 2},
    "relu": {"activation": "relu"},
    "one step": {"window": 1},
    "two steps": {"window": 2},
    "one loss": {"task": "first_element", "length": 6},
    "squared error": {"task": "adding", "length": 6},
    "sine": {"task": "noisy_sine"},
    "unclipped sgd": {"optimizer": "sgd", "clip": "none"},
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_no_text_shows_a_brace_or_what_is_no_number(case):
    for name, words in shown(trained(**CASES[case])).items():
        assert not re.search(r"[{}]|\bnan\b|\binf\b|None", words), (name, words)


def test_texts_are_whole_before_there_is_a_network():
    for name, words in shown(Present(Settings())).items():
        assert not re.search(r"[{}]|\bnan\b|None", words), (name, words)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_texts_are_whole_where_the_training_has_diverged():
    present = trained(optimizer="sgd", lr=10.0, clip="none", activation="relu", steps=1)
    nan = present.snapshot.__class__
    broken = nan(**{**vars(present.snapshot), "smoothed": math.nan, "diverged": True})
    for name, words in shown(Present(present.settings, broken, present.corpus)).items():
        assert not re.search(r"[{}]|\bnan\b", words), (name, words)


def test_the_three_units_of_a_loss_agree():
    present = trained()
    numbers, loss = Numbers(present), present.snapshot.smoothed
    assert float(numbers["loss"]) == pytest.approx(loss, abs=0.005)
    assert float(numbers["loss_bits"]) == pytest.approx(loss / math.log(2), abs=0.005)
    assert float(numbers["perplexity"]) == pytest.approx(math.exp(loss), abs=0.005)
    assert float(numbers["likelihood"]) == pytest.approx(math.exp(-loss), rel=0.005)


def test_what_is_measured_is_what_the_probes_found():
    present = trained(window=40, steps=200)
    results = {request.probe: found for request, found in present.snapshot.results.items()}
    numbers = Numbers(present)
    assert float(numbers["sigma_1"]) == pytest.approx(results["spectrum"].sigma_1[0], rel=5e-3)
    assert float(numbers["radius"]) == pytest.approx(results["spectrum"].radius[0], rel=5e-3)
    mean = float(np.mean(results["saturation"].saturated["h"]))
    assert float(numbers["saturated"].rstrip(" %")) == pytest.approx(100 * mean, abs=0.5)


def test_what_means_nothing_here_is_left_out():
    numbers = Numbers(trained(task="adding", length=6))
    for name in ("loss", "perplexity", "window", "V", "per_step", "horizon", "bias"):
        assert numbers[name] == ""
    assert numbers["length"] == "6"
    assert Numbers(trained(cell="lstm"))["sigma_1"] == ""  # one W_hh a gate


def test_a_line_with_an_unknown_number_is_left_out_as_a_whole():
    text = HelpText("x", "X", "What.", "Not.", numbers=("T = {window}", "half {half_life}"))
    words = markdown(text, Numbers(Present(Settings())), "", {})
    assert "T = 25" in words
    assert "half" not in words
    assert filled("{a} {b}", {"a": "1", "b": ""}) == ""


def test_a_part_in_brackets_is_left_out_alone():
    line = "Window[, T = {a} steps]: M[t, t] is cut off."
    assert filled(line, {"a": "25"}) == "Window, T = 25 steps: M[t, t] is cut off."
    assert filled(line, {"a": ""}) == "Window: M[t, t] is cut off."


def test_numbers_that_could_be_taken_for_one_another_are_told_apart_also_unmeasured():
    for name in ("decay", "facts/half_life", "facts/memory", "facts/horizon", "settings/window"):
        words = markdown(help_text(name), Numbers(Present(Settings())), "", {})
        others = {"Half\\-life", "Memory of", "Horizon of", "Window"}
        told = {other for other in others if f"- {other}" in words}
        assert len(told) == 3, (name, told)


def test_a_prime_cannot_be_markup():
    present = Present(Settings().change(prime="`<b>*x*"))
    words = markdown(help_text("settings/prime"), Numbers(present), "", {})
    assert "`prime = “'<b>*x*”`" in words


def test_what_is_not_known_of_a_text_can_be_asked_for():
    small, large = Settings(), Settings().change(hidden=1024)
    asked = {request.probe for request in requests(help_text("facts/memory").placeholders, small)}
    assert asked == {"lyapunov", "decay", "saturation"}
    assert requests(["sigma_1"], small) == {Request("spectrum")}
    assert requests(["sigma_1", "hidden", "V"], large) == frozenset()
    assert set(PROBES) <= set(MEASURED)
    assert set(PROBES.values()) <= set(REGISTRY)
