"""Every benchmark runs, briefly: what they find depends on the machine, that they find it not."""

import json
import subprocess
import sys
from pathlib import Path

import compare_pytorch
import kill_sweep
import numpy as np
import past_cost
import pytest
import race_cost
import sweep_jobs
from naive_char_rnn import NaiveCharRNN
from turns import Worker, in_turns

from rnnviz.lab.core_bench import Case, Training, measure

HERE = Path(__file__).resolve().parent
TINY = ("gru", 8, 2, 5)
FLAGS = ["--cells", "lstm", "--grid", "8x2x5", "--seconds", "0.01", "--turns", "1"]


def test_a_measurement_has_rates_and_a_share():
    found = measure(Case(*TINY), seconds=0.02)
    assert found.steps_per_second > 0
    assert found.chars_per_second == pytest.approx(10 * found.steps_per_second)
    assert 0 < found.product_share < 1


def test_useful_products_are_counted_by_hand():
    H, B, T, V, G = 8, 2, 5, 65, 3
    assert Case(*TINY).product_flops == 3 * 2 * T * B * (G * H * H + H * V)


def test_the_bench_trains():
    training = Training(Case("vanilla", 32, 4, 10))
    first = np.mean([training.step() for _ in range(8)])
    training.seconds(400)
    assert np.mean([training.step() for _ in range(8)]) < first - 0.5


def test_two_programs_take_turns():
    with (
        Worker(sys.executable, "worker_rnnviz.py") as ours,
        Worker(sys.executable, "worker_rnnviz.py") as theirs,
    ):
        found = in_turns(ours, theirs, TINY, seconds=0.02, turns=3)
    assert len(found.ratios) == 3
    assert min(found.ratios) <= found.ratio <= max(found.ratios)
    assert 0.1 < found.ratio < 10


def test_the_comparison_is_skipped_with_a_word_where_pytorch_is_missing(capsys):
    assert compare_pytorch.main([*FLAGS, "--torch-python", "no-such-python"]) == 0
    assert capsys.readouterr().out.startswith("Skipped: no PyTorch in no-such-python")


def test_the_comparison_prints_a_row_for_each_case():
    parsed = compare_pytorch.arguments(FLAGS)
    if compare_pytorch.torch_version(parsed.torch_python) is None:
        pytest.skip("PyTorch is not installed; RNNVIZ_TORCH_PYTHON may name a Python that has it")
    command = [sys.executable, HERE / "compare_pytorch.py", *FLAGS, "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    (row,) = json.loads(ran.stdout)["rows"]
    assert (row["cell"], row["hidden"], row["batch"], row["window"]) == ("lstm", 8, 2, 5)
    assert row["ratio"] > 0


def test_a_race_is_measured_against_the_same_networks_alone(capsys):
    flags = ["--hidden", "8", "--steps", "20", "--turns", "3"]
    assert race_cost.main([*flags, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["alone"] > 0
    assert found["race"] / found["alone"] == pytest.approx(found["ratio"], rel=0.5)
    assert race_cost.main(flags) == 0
    assert "20 steps of vanilla, GRU and LSTM, H=8, B=1" in capsys.readouterr().out


def test_what_the_past_costs_is_measured_and_it_is_the_past(capsys):
    flags = ["--steps", "50", "--shown-after", "2", "--rewound-from", "130", "--json"]
    assert past_cost.main(flags) == 0
    found = json.loads(capsys.readouterr().out)
    for row in found["keeping"].values():
        assert row["moments"] > 30
        assert 0 < row["share"] < 2
        assert row["bytes"] <= row["budget"]
    assert all(row["median"] > 0 for row in found["showing"].values())
    assert set(found["differences"].values()) == {""}


def test_the_naive_network_learns_and_its_gradient_is_right():
    network = NaiveCharRNN(V=5, H=7)
    inputs, targets = [0, 1, 2, 3, 4, 0], [1, 2, 3, 4, 0, 1]
    start = network.h
    _, found = network.gradients(inputs, targets)
    for parameter, gradient in zip(network.parameters, found, strict=True):
        place = np.unravel_index(np.abs(gradient).argmax(), gradient.shape)
        assert gradient[place] == pytest.approx(slope(network, parameter, place, start), rel=1e-4)
    first = network.step(inputs, targets)
    for _ in range(100):
        last = network.step(inputs, targets)
    assert last < first / 4


def slope(network, parameter, place, start, epsilon=1e-5):
    """The central difference of the window's loss."""
    kept, losses = parameter[place], []
    for shifted in (kept + epsilon, kept - epsilon):
        parameter[place], network.h = shifted, start
        losses.append(network.forward([0, 1, 2, 3, 4, 0], [1, 2, 3, 4, 0, 1])[0])
    parameter[place] = kept
    return (losses[0] - losses[1]) / (2 * epsilon)


def test_a_sweep_that_is_killed_twice_keeps_what_it_finished(capsys):
    assert kill_sweep.main(["--kills", "2", "--steps", "100", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kills"] >= 2
    assert found["sweeps that came to their end"] >= 1
    assert found["wrong"] == []


def test_sweeps_on_one_and_two_processes_are_compared(capsys):
    assert sweep_jobs.main(["--steps", "5", "--turns", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["times as fast"] == found["seconds on 1"] / found["seconds on 2"]
