"""Every benchmark of the window runs, briefly, in a process of its own, and prints its figures."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
SHORT = {
    "large_text.py": ("--megabytes", "2"),
    "soak.py": ("--minutes", "0.02"),
    "hover.py": ("--times", "3"),
}


@pytest.mark.parametrize("script", SHORT)
def test_a_benchmark_of_the_window_prints_figures_and_machine(script):
    command = [sys.executable, HERE / script, *SHORT[script], "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    if ran.stdout.startswith("Skipped"):
        pytest.skip(ran.stdout)
    figures = json.loads(ran.stdout)
    assert figures.pop("machine")
    assert len(figures) >= 5
    assert all(math.isfinite(value) for value in figures.values())


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL to send")
def test_what_a_kill_at_a_random_moment_leaves_is_whole_and_offered():
    slack = ["--slack", "30"]  # how soon it is kept, the machine decides
    flags = ["--rounds", "4", "--every", "0.4", *slack, "--json"]
    command = [sys.executable, HERE / "kill_at_random.py", *flags]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert sum(json.loads(ran.stdout)["rounds"].values()) == 4


def test_the_window_and_the_start_are_measured():
    window = "window", "--seconds", "1", "--hidden", "8"
    several = "window", "--seconds", "1.5", "--hidden", "8", "--runs", "2"
    for flags in (window, several, ("start", "--turns", "1")):
        command = [sys.executable, "-m", "rnnviz", "bench", *flags, "--json"]
        ran = subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=HERE.parents[1]
        )
        found = json.loads(ran.stdout.splitlines()[-1])
        assert found["ratio"] > 0
    assert found["ready_seconds"] >= found["ours_seconds"] > 0


def test_a_start_is_not_measured_a_negative_number_of_times():
    command = [sys.executable, "-m", "rnnviz", "bench", "start", "--turns", "-1"]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parents[1])
    assert ran.returncode == 2
    assert "--turns must lie between 1 and 100" in ran.stderr
