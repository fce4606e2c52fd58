"""Nats, bits and perplexity: the same loss in each, everywhere, and a squared error in none."""

import math
from dataclasses import replace

import numpy as np
import pytest
from trainers import CORPUS, make_trainer
from triangles import snapshot

from rnnviz.captions import losses
from rnnviz.captions.loss_units import (
    CHOICES,
    all_shown,
    chosen,
    measure_of,
    nats_of,
    shown,
    snapshot_in,
)
from rnnviz.captions.race import conclusion_caption, standing_caption
from rnnviz.captions.runs import held_out_text, loss_text
from rnnviz.captions.samples import caption as sample_caption
from rnnviz.lab.race.standing import Place
from rnnviz.lab.snapshot import Sample, TaskFacts

BITS, PERPLEXITY = "bits per character", "perplexity per character"
STEP_BITS, STEP_PERPLEXITY = "bits per step", "perplexity per step"
SQUARES = "squared error"


@pytest.mark.parametrize("unit", [losses.NATS_PER_CHARACTER, BITS, PERPLEXITY, SQUARES])
def test_what_is_drawn_comes_back_to_nats(unit):
    for nats in (1e-6, 0.5, 2.0, 30.0):
        assert nats_of(shown(nats, unit), unit) == pytest.approx(nats, rel=1e-9, abs=1e-12)
        assert all_shown(np.array([nats]), unit)[0] == pytest.approx(shown(nats, unit))


def test_losses_in_nats_are_the_same_array_to_the_last_bit():
    curve = np.array([1.0, 2.0], np.float32)
    assert all_shown(curve, losses.NATS_PER_CHARACTER) is curve
    assert all_shown(curve, SQUARES) is curve


def test_a_perplexity_beyond_all_numbers_is_infinite():
    assert shown(1e4, PERPLEXITY) == math.inf
    assert all_shown(np.array([1e4, np.nan]), PERPLEXITY)[0] == math.inf
    assert losses.value(1e4, PERPLEXITY) == "infinite"


def test_a_squared_error_stays_one():
    for choice in CHOICES:
        assert chosen(SQUARES, choice) == SQUARES
    assert measure_of(SQUARES) == ""


@pytest.mark.parametrize(
    ("unit", "told", "brief", "short", "exact"),
    [
        (BITS, "1.00 bits, 0.69 nats", "1.00 bits", "1.00 (0.69 nats)", "1.000 bits"),
        (
            PERPLEXITY,
            "perplexity 2.00, 1.00 bits",
            "perplexity 2.00",
            "2.00 (1.00 bits)",
            "perplexity 2.000",
        ),
        (STEP_BITS, "1 bits per step", "1 bits per step", "1", "1 bits per step"),
        (
            STEP_PERPLEXITY,
            "perplexity 2 per step",
            "perplexity 2 per step",
            "2",
            "perplexity 2 per step",
        ),
    ],
)
def test_a_loss_is_written_in_the_chosen_unit_and_one_more(unit, told, brief, short, exact):
    loss = math.log(2)
    assert losses.caption(loss, unit) == told
    assert losses.briefly(loss, unit) == brief
    assert losses.short(loss, unit) == short
    assert losses.exactly(loss, unit) == exact


@pytest.mark.parametrize("unit", [BITS, PERPLEXITY])
def test_what_is_read_is_called_characters_in_every_unit(unit):
    assert losses.of_characters(unit)
    assert losses.axis(losses.INPUTS, unit) == "characters seen"
    assert losses.inputs(STEP_BITS) == "inputs"


def test_a_snapshot_the_runs_beside_it_and_the_list_are_shown_in_one_unit():
    trainer = make_trainer(CORPUS)
    for _ in trainer:
        pass
    one = trainer.snapshot()
    found = snapshot_in(replace(one, beside=(one,)), "perplexity")
    assert found.task.unit == found.beside[0].task.unit == PERPLEXITY
    assert found.smoothed == one.smoothed  # numbers stay in nats: whoever writes them converts
    assert losses.mean_caption(found).startswith(f"perplexity {math.exp(one.smoothed):.2f}, ")
    told = losses.point_caption("training", one.smoothed, found.task.unit, 5)
    assert told.startswith(f"training {math.exp(one.smoothed):.2f} (")
    assert snapshot_in(one, "nats") is one


def test_samples_and_the_list_of_runs_follow():
    sample = Sample(1000, math.log(8), "a", "", 0.8)
    assert sample_caption(sample, BITS) == "Step 1,000, 3.00 bits, temperature 0.8"
    from run_rows import row

    task = TaskFacts("text", "Text", "", BITS, ("uniform", 3.3))
    listed = row(0, smoothed=math.log(8), heldout=math.log(16), task=task)
    assert loss_text(listed) == "3.00"
    assert held_out_text(listed) == "4.00"


def test_the_standing_of_a_race_is_in_the_unit_and_seeds_differ_by_what_is_shown():
    task = TaskFacts("text", "Text", "", PERPLEXITY, ("uniform", 3.3))
    low, high = math.log(4.0), math.log(6.0)
    places = [Place("LSTM", (low, high), 0), Place("GRU", (math.log(9.0),) * 2, 0)]
    mean = math.exp((low + high) / 2)
    told = standing_caption(places, task)
    assert told.startswith(f"Best first: LSTM {mean:.3f} (4.000 to 6.000), GRU 9.000")
    assert told.endswith(" (perplexity per character).")
    assert conclusion_caption(places, task).startswith("Seeds differ by about 1.000.")


@pytest.mark.parametrize("choice", CHOICES)
def test_a_diverged_run_is_named_so_in_every_unit(choice):
    lost = snapshot_in(replace(snapshot(), smoothed=math.nan, diverged=True, step=5), choice)
    assert losses.mean_caption(lost) == losses.DIVERGED
