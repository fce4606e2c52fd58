"""rnnviz bench memory: the list it prints, its words, its refusals and Ctrl-C."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from programs import Program

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.tasks import DRAWN

ROOT = Path(__file__).resolve().parents[2]
KEYS = ["cell", "length", "seed", "solved", "steps", "accuracy", "seconds"]
ENDLESS = ("--cells", "vanilla", "--lengths", "2,1000", "--max-steps", "100000000")


def test_the_json_list_has_one_entry_a_run(rnnviz):
    answer = rnnviz(
        *("bench", "memory", "--task", "first_element", "--cells", "vanilla,gru"),
        *("--lengths", "5,4", "--forget-bias", "4", "--seeds", "2", "--max-steps", "150", "--json"),
    )
    assert answer.code == 0
    assert len(answer.out.splitlines()) == 1
    rows = answer.json
    assert [list(row) for row in rows] == [KEYS] * 8
    asked = [(T, cell, seed) for T in (4, 5) for cell in ("vanilla", "gru") for seed in (0, 1)]
    assert [(row["length"], row["cell"], row["seed"]) for row in rows] == asked
    for row in rows:
        assert row["solved"] == (row["accuracy"] >= 0.97)
        assert row["steps"] in (range(100, 151) if row["solved"] else [150])
        assert row["seconds"] > 0
    assert [row["solved"] for row in rows if row["cell"] == "vanilla"] == [True] * 4


def test_the_table_says_failures_as_failures(rnnviz):
    answer = rnnviz("bench", "memory", "--cells", "vanilla", "--lengths", "4,100",
                    "--max-steps", "150")  # fmt: skip
    heading, line_to_beat, solved, failed = answer.out.splitlines()
    assert "First element: 32 units, adam 0.003, batch 64" in heading
    assert "chance 0.5" in line_to_beat
    assert "solved in 1" in solved
    assert "failed: not solved in 150 steps" in failed


@pytest.mark.parametrize("task", list(DRAWN))
def test_every_task_that_draws_its_sequences_can_be_benched(rnnviz, task):
    answer = rnnviz("bench", "memory", "--task", task, "--cells", "lstm", "--lengths", "3",
                    "--max-steps", "2", "--batch", "4", "--hidden", "5", "--json")  # fmt: skip
    (row,) = answer.json
    assert row["steps"] == 2
    assert not row["solved"]
    if DRAWN[task].measure == "accuracy":
        assert 0 <= row["accuracy"] <= 1
    else:
        assert row["accuracy"] is None
        assert row["mean_squared_error"] > 0


def test_the_training_flags_act(rnnviz):
    def accuracy(*flags):
        given = ("--cells", "lstm", "--lengths", "3", "--max-steps", "40", *flags)
        return rnnviz("bench", "memory", *given, "--json").json[0]["accuracy"]

    usual = accuracy()
    changed = [("--lr", "0.1"), ("--hidden", "3"), ("--init", "he"), ("--forget-bias", "-5")]
    assert accuracy() == usual
    assert all(accuracy(*flags) != usual for flags in changed)


def test_a_tasks_own_options_have_flags(rnnviz):
    def error(*flags):
        given = ("--task", "noisy_sine", "--cells", "vanilla", "--lengths", "5", "--max-steps", "1")
        return rnnviz("bench", "memory", *given, *flags, "--json").json[0]["mean_squared_error"]

    assert error("--noise", "9") > 10 * error("--noise", "0.1")


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--cells", "vanilla,none"), f"There is no cell 'none'; the cells are {', '.join(CELLS)}"),
        (("--cells", ","), "--cells names nothing"),
        (("--lengths", "5,x"), "--lengths needs whole numbers, not 'x'"),
        (("--lengths", "0"), "--lengths must be at least 1"),
        (("--lengths", "1"), "--lengths must lie between 2 and 1,000; 1 does not"),
        (("--seeds", "0"), "--seeds must be at least 1"),
        (("--seeds", "2.5"), "--seeds needs whole numbers"),
        (("--max-steps", "-3"), "--max-steps must be at least 1"),
        (("--lr", "fast"), "--lr needs a number"),
        (("--task", "adding", "--noise", "1"), "Adding has no option 'noise'"),
        (("--task", "no-task"), "--task cannot be 'no-task'"),
    ],
)
def test_a_wrong_flag_is_refused_in_one_sentence(rnnviz, flags, words):
    answer = rnnviz("bench", "memory", *flags)
    assert answer.code == 2
    assert words in answer.err
    assert len(answer.err.splitlines()) == 1


def test_a_bench_must_be_named(rnnviz):
    answer = rnnviz("bench")
    assert answer.code == 2
    assert "BENCH" in answer.err


def test_ctrl_c_keeps_the_lines_of_what_is_done():
    with Program(
        [sys.executable, "-m", "rnnviz", "bench", "memory", *ENDLESS],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "OPENBLAS_NUM_THREADS": "1"},
    ) as process:  # fmt: skip
        lines = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGINT)
        more, err = process.communicate(timeout=90)
    assert process.returncode == 0
    assert "solved in" in lines[2]
    assert more == ""
    assert "Stopped with 1 of 2 runs done." in err
    assert "Traceback" not in err


def test_ctrl_c_still_prints_the_json_list_so_far(rnnviz):
    before = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, 2.0)
    try:
        answer = rnnviz("bench", "memory", *ENDLESS, "--json")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
    assert answer.code == 0
    assert [(row["length"], row["solved"]) for row in answer.json] == [(2, True)]
    assert "Stopped with 1 of 2 runs done." in answer.err


def test_processes_and_a_folder_find_the_same_and_compute_it_once(rnnviz, here):
    line = ("bench", "memory", "--cells", "vanilla,gru", "--lengths", "3,4", "--max-steps", "40")
    alone = rnnviz(*line, "--json").json
    kept = rnnviz(*line, "--jobs", "2", "--out", "rows", "--json").json
    again = rnnviz(*line, "--out", "rows", "--json").json
    assert kept == again
    for row in (*alone, *kept):
        row.pop("seconds")
    assert alone == kept
    shown = rnnviz("sweep", "show", "rows", "--sort", "score", "--json").json
    assert [row["score"] for row in shown] == sorted(row["accuracy"] for row in kept)
    assert rnnviz("sweep", "show", "rows").out.split()[:3] == ["cell", "length", "seed"]


def test_a_folder_of_trainings_is_no_benchs(rnnviz, text_file):
    trained = ("sweep", text_file, "--steps", "5", "--vary", "hidden=3", "--out", "rows")
    assert rnnviz(*trained).code == 0
    answer = rnnviz("bench", "memory", "--out", "rows")
    assert answer.code == 2
    assert "rows of another kind (training, not memory)" in answer.err
