"""rnnviz sample, evaluate, gradients and list: what they answer about a saved run."""

import numpy as np
import pytest

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.core.schedules import REGISTRY as SCHEDULES
from rnnviz.lab.panels import PANELS
from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.probes import Sequence
from rnnviz.tasks import REGISTRY as TASKS
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.table.builtin import TABLES

LISTED = {
    "cells": CELLS,
    "optimizers": OPTIMIZERS,
    "initializers": INITIALIZERS,
    "schedules": SCHEDULES,
    "tasks": TASKS,
    "probes": PROBES,
    "corpora": BUILTIN,
    "tables": TABLES,
}


def test_a_sample_is_the_same_for_the_same_seed(rnnviz, trained):
    flags = ("--prime", "the sea", "--length", 60)
    texts = [rnnviz("sample", trained, *flags, "--seed", seed).out for seed in (0, 0, 1)]
    assert texts[0] == texts[1] != texts[2]
    assert texts[0].startswith("the sea")
    assert len(texts[0]) == len("the sea") + 60 + 1


def test_a_sample_is_of_500_characters_by_default(rnnviz, trained):
    answer = rnnviz("sample", trained, "--json")
    assert answer.code == 0
    assert len(answer.json["text"]) == 500
    assert set(answer.json["text"]) <= set(load_run(trained).coding.vocabulary)


def test_temperature_and_top_k_reach_the_sampling(rnnviz, trained):
    cold = rnnviz("sample", trained, "--temperature", 0.05, "--seed", 1, "--json").json["text"]
    likeliest = rnnviz("sample", trained, "--top-k", 1, "--seed", 2, "--json").json["text"]
    hot = rnnviz("sample", trained, "--temperature", 5, "--json").json["text"]
    assert cold[:8] == likeliest[:8]
    assert len(set(hot)) > len(set(cold))


def test_the_surprise_at_every_character_has_the_mean_that_evaluate_prints(rnnviz, trained, here):
    text = "the moon is old and the sea is grey\n" * 30
    (here / "new.txt").write_text(text)
    answer = rnnviz("evaluate", trained, "new.txt", "--json").json
    run = load_run(trained)
    state = run.network().zero_state(1)
    window = Sequence(np.zeros((1, 1), int), np.zeros((1, 1), int), state, run.coding)
    found = PROBES["next_character"].measure(run.network(), window, {"phrase": text})
    assert found.losses.mean(dtype=float) == pytest.approx(answer["nats_per_char"], rel=1e-6)
    assert found.bits.mean(dtype=float) == pytest.approx(answer["bits_per_char"], rel=1e-6)


def test_evaluate_reads_the_whole_text_as_one_stream_from_zero(rnnviz, trained, here):
    text = "the moon is old and the sea is grey\n" * 30
    (here / "new.txt").write_text(text)
    answer = rnnviz("evaluate", trained, "new.txt", "--json")
    assert answer.code == 0
    run = load_run(trained)
    codes, network = run.coding.encode(text).astype(int)[:, None], run.network()
    losses = network.evaluate(codes[:-1], codes[1:], network.zero_state(1))
    nats = answer.json["nats_per_char"]
    assert nats == pytest.approx(losses.mean(dtype=float), rel=1e-5)
    assert answer.json["bits_per_char"] == pytest.approx(nats / np.log(2))
    assert answer.json["perplexity"] == pytest.approx(np.exp(nats))
    assert "nats" in rnnviz("evaluate", trained, "new.txt").out


def test_evaluate_says_what_was_scored_and_what_folding_did(rnnviz, text_file, here):
    flags = ("--hidden", 4, "--fold", "letters", "--steps", 3, "--out", "folded.safetensors")
    assert rnnviz("train", text_file, *flags).code == 0
    (here / "capitals.txt").write_text("THE  sea, the SEA")
    answer = rnnviz("evaluate", "folded.safetensors", "capitals.txt").out
    assert "14 characters were scored, all but the first." in answer
    assert "(letters). Capitals made small: 6" in answer
    report = rnnviz("evaluate", "folded.safetensors", "capitals.txt", "--json").json
    assert (report["characters"], report["scored"]) == (15, 14)
    assert report["folded"].startswith("Capitals made small: 6")


@pytest.mark.parametrize("symbols", ["e", "\n", " "])
def test_evaluate_reads_one_repeated_symbol_that_the_network_knows(rnnviz, trained, here, symbols):
    (here / "same.txt").write_text(symbols * 300)
    answer = rnnviz("evaluate", trained, "same.txt", "--json")
    assert answer.code == 0, answer.err
    assert answer.json["characters"] == 300


def test_gradients_are_of_n_steps_for_n_plus_1_characters(rnnviz, trained):
    text = "the sea is old"
    answer = rnnviz("gradients", trained, text, "--json")
    assert answer.code == 0
    found, T = answer.json, len(text) - 1
    triangle = np.array(found["triangle"])
    assert triangle.shape == (T, T)
    assert not np.triu(triangle, 1).any()
    np.testing.assert_array_equal(triangle[-1], found["by_step"])
    assert len(found["by_step_sum"]) == len(found["losses"]) == T
    assert found["by_step"][-1] == pytest.approx(found["by_step_sum"][-1])
    assert (np.array(found["by_step"]) > 0).all()
    run = load_run(trained)
    codes, network = run.coding.encode(text).astype(int)[:, None], run.network()
    losses = network.evaluate(codes[:-1], codes[1:], network.zero_state(1))[:, 0]
    np.testing.assert_allclose(found["losses"], losses, rtol=1e-4)


def test_gradients_of_two_characters_are_one_number_each(rnnviz, trained):
    found = rnnviz("gradients", trained, "th", "--json").json
    assert len(found["losses"]) == len(found["by_step"]) == 1
    assert np.array(found["triangle"]).shape == (1, 1)


def test_gradients_in_words_have_a_row_for_every_symbol_that_is_read(rnnviz, text_file):
    flags = ("--hidden", 6, "--window", 6, "--steps", 5, "--fold", "letters")
    rnnviz("train", text_file, *flags, "--out", "run.safetensors")
    answer = rnnviz("gradients", "run.safetensors", "The  SEA!  is")
    _, *rows, what = answer.out.splitlines()
    assert [row.split("'")[1] for row in rows] == list("the sea i")
    assert what.startswith("Losses in nats; norms of the gradient")


@pytest.mark.parametrize("kind", list(LISTED))
def test_everything_registered_is_listed(rnnviz, kind):
    answer = rnnviz("list", kind, "--json")
    assert answer.code == 0
    rows = answer.json[kind]
    assert [row["name"] for row in rows] == list(LISTED[kind])
    assert all(row["label"] and row["hint"] for row in rows)
    plain = rnnviz("list", kind).out
    assert [line.split()[0] for line in plain.splitlines()] == list(LISTED[kind])


def test_the_panels_are_listed(rnnviz):
    rows = rnnviz("list", "panels", "--json").json["panels"]
    assert [row["name"] for row in rows] == list(PANELS)
    assert rows[0]["label"] == "Loss"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("interventions", "spectral_radius"),
        ("choices", "gradient_flow.mode"),
        ("measures", "decay at N"),
    ],
)
def test_what_lessons_may_name_is_listed(rnnviz, kind, name):
    rows = rnnviz("list", kind, "--json").json[kind]
    assert name in {row["name"] for row in rows}
    assert all(row["hint"] for row in rows)
    plain = rnnviz("list", kind).out.splitlines()
    assert len(plain) == len(rows)
    assert any(line.startswith(f"{name}  ") for line in plain)
