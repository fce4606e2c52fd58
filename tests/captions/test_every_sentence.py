"""What is said of real networks in every state: nothing crooked, and nothing that does not hold."""

import math
import re

import pytest
from every_sentence import sentences
from lives import SHORT, Life, every_life, some_lives
from measured import wrong_in

from rnnviz.probes import REGISTRY

SOME = some_lives()
MEMORY = re.compile(r"; memory (?:about )?([\d.,]+)")


@pytest.fixture(scope="module", params=SOME, ids=str)
def life(request):
    return request.param


@pytest.fixture(scope="module")
def said(life):
    """Every caption of a case with its sentence, measured once."""
    return list(sentences(life))


def test_nothing_crooked_is_said(said):
    for caption, told in said:
        if caption != "gradient_table":
            assert not wrong_in(told), (caption, told)
            assert "endles " not in told


def test_nothing_is_said_that_does_not_hold(life, said):
    trainer, at = life.trainer(), {"layer": life.layer}
    sequence = trainer.sequence()
    other_ways = "below the top" in life.place or life.cell == "attending"
    for caption, told in said:
        if caption in ("spectrum", "lyapunov") and "diverged" not in told:
            assert ("hrough this layer alone" in told) == other_ways or "no W_hh" in told, told
        if "hides vanishing" in told:
            assert len(sequence.targets) > 1
        if found := MEMORY.search(told):
            memory = REGISTRY["lyapunov"].measure(trainer.network, sequence, at).growth
            assert 3 * float(found[1]) < len(memory)
            assert life.window > SHORT or float(found[1]) < 2
        if "No update yet" in told:
            assert trainer.step == 0
        if life.state == "diverged" and caption in ("decay", "unit_finder", "clipping.ratios"):
            assert "diverged" in told or "here are none" in told or "no words" in told, told


@pytest.mark.parametrize("window", [1, 2])
@pytest.mark.parametrize(("cell", "place"), [("vanilla", "below the top"), ("lstm", "one layer")])
def test_nothing_crooked_is_said_of_the_shortest_windows(cell, place, window):
    for state in ("untrained", "trained", "diverged"):
        life = Life(cell, place, "text", window, "float32", state)
        for caption, told in sentences(life):
            assert caption == "gradient_table" or not wrong_in(told), (caption, told)
            assert "one step long" not in told or caption == "direct_path", (caption, told)
            if state == "diverged" and caption == "decay":
                assert "diverged" in told
            if caption in ("lyapunov", "spectrum") and "along 1 step" in told:
                assert "no steady rate" not in told
            assert not re.search(r"its mean (?!of)", told), told


def test_every_kind_of_network_task_window_precision_and_state_is_looked_at():
    for name in ("cell", "place", "task", "window", "dtype", "state"):
        assert {getattr(life, name) for life in SOME} == {
            getattr(life, name) for life in every_life()
        }


def test_the_list_has_what_a_lower_layer_is_told():
    life = Life("vanilla", "below the top", "text", SHORT, "float64", "untrained")
    told = dict(sentences(life))
    assert told["spectrum"].startswith("σ₁ = 1: through this layer alone")
    assert math.isfinite(life.trainer().smoothed)
