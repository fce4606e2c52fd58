"""rnnviz sweep: its rows, what is computed again and what is not, kills, Ctrl-C and refusals."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from programs import Program

from rnnviz.lab.memory import memory_need, together

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--window", "6", "--steps", "20", "--sample-length", "20")
LONG = ("--window", "6", "--steps", "2000", "--sample-length", "20")
TIMES = ("seconds", "chars_per_second", "seconds_per_epoch")


def rows_in(folder):
    """The contents of the files of rows, by name."""
    found = [path for path in Path(folder).glob("*.json") if path.name != "sweep.json"]
    return {path.name: path.read_bytes() for path in found}


def test_every_row_finds_what_train_finds(rnnviz, text_file):
    answer = rnnviz("sweep", text_file, "--vary", "hidden=3,5", "--vary", "cell=vanilla,lstm",
                    "--seeds", 2, *SMALL, "--out", "rows", "--json")  # fmt: skip
    assert answer.code == 0, answer.err
    rows = answer.json
    asked = [(H, cell, s) for H in (3, 5) for cell in ("vanilla", "lstm") for s in (0, 1)]
    assert [(r["hidden"], r["settings"]["cell"], r["seed"]) for r in rows] == asked
    assert all(row["seconds_per_epoch"] > 0 for row in rows)
    assert rows[1]["name"] == "Vanilla, 3 units"
    for row in (rows[0], rows[7]):
        told = ("--hidden", row["hidden"], "--cell", row["settings"]["cell"], "--seed", row["seed"])
        alone = rnnviz("train", text_file, *told, *SMALL, "--json").json
        for found in (row, alone):
            for name in TIMES:
                found.pop(name, None)
        assert {name: row[name] for name in alone} == alone
        assert len(row["sample"]) == 20
        resumed = rnnviz("train", "--resume", row["run"], "--steps", 1, "--json")
        assert resumed.json["steps"] == 21


def test_the_same_line_computes_only_what_is_missing(rnnviz, text_file):
    line = ("sweep", text_file, *SMALL, "--out", "rows", "--json")
    first = rnnviz(*line, "--vary", "hidden=3,4").json
    before = rows_in("rows")
    assert rnnviz(*line, "--vary", "hidden=3,4").json == first
    more = rnnviz(*line, "--vary", "hidden=3,4,5").json
    assert more[:2] == [{**row, "name": row["name"]} for row in first]
    after = rows_in("rows")
    assert {name: after[name] for name in before} == before
    assert len(after) == 3


def test_another_text_gives_other_rows(rnnviz, text_file):
    line = (*SMALL, "--vary", "hidden=3", "--out", "rows")
    rnnviz("sweep", text_file, *line)
    text_file.write_text(text_file.read_text() + "another end")
    rnnviz("sweep", text_file, *line)
    assert len(rows_in("rows")) == 2


def test_standard_input_is_read_once_for_all_foldings(rnnviz, text_file, monkeypatch):
    stdin = SimpleNamespace(buffer=io.BytesIO(text_file.read_bytes().upper()))
    monkeypatch.setattr(sys, "stdin", stdin)
    answer = rnnviz("sweep", "-", "--hidden", 3, "--vary", "fold=none,case", *SMALL, "--out",
                    "rows", "--json")  # fmt: skip
    assert [row["settings"]["fold"] for row in answer.json] == ["none", "case"]
    assert answer.json[0]["sample"] == answer.json[0]["sample"].upper()
    assert answer.json[1]["sample"] == answer.json[1]["sample"].lower()


def test_the_course_question_is_what_varies_by_default(rnnviz, text_file):
    rows = rnnviz("sweep", text_file, *SMALL, "--out", "rows", "--json").json
    assert [row["hidden"] for row in rows] == [8, 64, 256]
    rows = rnnviz("sweep", text_file, *SMALL, "--hidden", 3, "--out", "rows", "--json").json
    assert [row["hidden"] for row in rows] == [3]


def test_a_drawn_task_needs_no_text_and_has_a_score(rnnviz, here):
    answer = rnnviz("sweep", "--task", "first_element", "--vary", "length=4,9", "--hidden", 4,
                    "--steps", 5, "--out", "rows", "--json")  # fmt: skip
    assert [row["settings"]["length"] for row in answer.json] == [4, 9]
    assert all(0 <= row["score"] <= 1 for row in answer.json)


def test_values_can_be_unset_and_seeds_begin_where_they_are_told(rnnviz, text_file):
    answer = rnnviz("sweep", text_file, "--cell", "lstm", "--hidden", 3, "--vary",
                    "forget-bias=usual,0.5", "--seed", 7, "--seeds", 2, *SMALL, "--out", "rows",
                    "--json")  # fmt: skip
    found = [(row["settings"]["forget_bias"], row["seed"]) for row in answer.json]
    assert found == [(None, 7), (None, 8), (0.5, 7), (0.5, 8)]


def test_the_table_has_a_line_for_each_row_its_sample_and_the_growth(rnnviz, text_file):
    answer = rnnviz("sweep", text_file, "--vary", "hidden=3,60", *SMALL, "--out", "rows")
    lines = answer.out.splitlines()
    assert lines[0].split()[:2] == ["hidden", "seed"]
    assert [line.split()[0] for line in lines[1:3]] == ["3", "60"]
    assert lines[3].startswith("3 units, seed 0: ")
    assert "from 3 to 60, 20 times as many, it takes" in lines[-1]


def have_all_memory(monkeypatch):
    """Let the plan believe that everything fits; processes of their own know better."""
    for module in (together, memory_need):
        monkeypatch.setattr(module, "available_bytes", lambda: None)


TOO_LARGE = ("--layers", 8, "--length", 1000, "--cell", "lstm", "--hidden", 4096, "--steps", 1)


def test_a_row_that_fails_says_why(rnnviz, here, monkeypatch):
    have_all_memory(monkeypatch)
    line = ("sweep", "--task", "adding", *TOO_LARGE, "--vary", "batch=512", "--out", "rows")
    answer = rnnviz(*line, "--json")
    assert answer.code == 1
    (row,) = answer.json
    assert "of memory" in row["error"]
    assert "failed: 8 layers of" in answer.err
    shown = rnnviz("sweep", "show", "rows")
    assert shown.code == 0
    assert "failed: 8 layers of" in shown.out
    before = rows_in("rows")
    assert "of memory" in rnnviz(*line, "--json").json[0]["error"]
    assert rows_in("rows") != before  # it was tried again


def test_show_says_how_many_rows_are_in_work(rnnviz, text_file):
    rnnviz("sweep", text_file, "--vary", "hidden=3", *SMALL, "--out", "rows")
    assert rnnviz("sweep", "show", "rows").err == ""
    Path("rows/0123456789abcdef01234567.claim").touch()
    assert rnnviz("sweep", "show", "rows").err == "1 row is in work.\n"


def test_show_sorts_and_writes(rnnviz, text_file):
    line = ("sweep", text_file, "--vary", "hidden=3,30", "--seeds", 2, *SMALL, "--out", "rows")
    rnnviz(*line)
    rows = rnnviz("sweep", "show", "rows", "--sort", "heldout", "--json").json
    assert [row["heldout"] for row in rows] == sorted(row["heldout"] for row in rows)
    assert [row["seed"] for row in rnnviz("sweep", "show", "rows", "--json").json] == [0, 1] * 2
    answer = rnnviz("sweep", "show", "rows", "--csv", "table.csv")
    assert (answer.code, answer.out) == (0, "")
    with Path("table.csv").open(newline="") as file:
        written = list(csv.DictReader(file))
    assert [row["hidden"] for row in written] == ["3", "3", "30", "30"]
    assert [float(row["heldout"]) for row in written] == [
        row["heldout"] for row in rnnviz("sweep", "show", "rows", "--json").json
    ]


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--vary", "forget_bias=1,2"), "(forget_bias) cannot be varied: it has no meaning"),
        (("--vary", "hiden=3"), "--vary hiden: there is no such setting; did you mean hidden?"),
        (("--vary", "hidden"), "--vary hidden names no values"),
        (("--vary", "hidden=,"), "names no values"),
        (("--vary", "hidden=0,3"), "--vary hidden must lie between 1 and 4,096; '0' does not"),
        (("--vary", "cell=vanilla,x"), "cannot be 'x'"),
        (("--vary", "hidden=3", "--vary", "hidden=4"), "--vary hidden is there twice"),
        (("--vary", "hidden=3", "--hidden", "4"), "--hidden and --vary hidden say two things"),
        (("--vary", "seed=1,2"), "--vary seed is called --seeds"),
        (("--vary", "window=6,900"), "too short for two windows"),
        (("--forget-bias", "1"), "--forget-bias has no meaning for the cell vanilla"),
        (("--seeds", "0"), "--seeds is a whole number from 1 to 1,000, not '0'"),
        (("--jobs", "many"), "--jobs is a whole number from 1 to 512"),
        (("--engine", "cloud"), "There is no engine 'cloud'"),
        (("--prime", "#"), "--prime"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_leaves_nothing(
    rnnviz, text_file, flags, words
):
    answer = rnnviz("sweep", text_file, *flags, "--out", "rows")
    assert answer.code == 2
    assert words in answer.err
    assert len(answer.err.splitlines()) == 1
    assert not Path("rows").exists()


def test_folders_that_are_not_a_sweeps_are_refused(rnnviz, text_file):
    answer = rnnviz("sweep", text_file, *SMALL, "--out", ".")
    assert answer.code == 2
    assert "what no sweep has written (sea.txt)" in answer.err
    assert rnnviz("sweep", text_file, *SMALL, "--vary", "hidden=3", "--out", "rows").code == 0
    marker = Path("rows/sweep.json")
    marker.write_text(json.dumps(json.loads(marker.read_text()) | {"sweep": 99}))
    for line in (("sweep", text_file, "--out", "rows"), ("sweep", "show", "rows")):
        answer = rnnviz(*line)
        assert answer.code == 2
        assert "of another version of this program" in answer.err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("nowhere",), "nowhere is not there"),
        (("."), "holds no sweep"),
        (("rows", "--sort", "beauty"), "There is no column 'beauty'"),
        (("rows", "--csv", "rows/a.csv"), "would be a foreign file"),
        (("rows", "--csv", "."), "is a folder"),
        (("rows", "--csv", "no/a.csv"), "cannot be written"),
    ],
)
def test_what_cannot_be_shown_is_refused(rnnviz, text_file, line, words):
    rnnviz("sweep", text_file, *SMALL, "--vary", "hidden=3", "--out", "rows")
    answer = rnnviz("sweep", "show", *line)
    assert answer.code == 2
    assert words in answer.err


def test_nothing_is_computed_where_there_is_no_room(rnnviz, text_file, monkeypatch):
    import shutil

    usual = shutil.disk_usage
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usual(path)._replace(free=1000))
    answer = rnnviz("sweep", text_file, *SMALL, "--vary", "hidden=3,4", "--out", "rows")
    assert answer.code == 2
    assert "rows has room for 1 kB, and the rows that are missing take about" in answer.err
    assert not rows_in("rows")


def started(*line):
    return Program(
        [sys.executable, "-m", "rnnviz", "sweep", *map(str, line)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def wait_for_rows(count):
    deadline = time.monotonic() + 90
    while len(rows_in("rows")) < count and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(rows_in("rows")) >= count


def test_a_kill_costs_the_rows_in_work_alone(rnnviz, text_file):
    line = (text_file, "--vary", "hidden=3,4,5,6", *LONG, "--jobs", "2", "--out", "rows", "--json")
    with started(*line) as program:
        wait_for_rows(1)
        program.kill()
    before = rows_in("rows")
    assert all(json.loads(row) for row in before.values())
    answer = rnnviz("sweep", *line)
    assert [row["hidden"] for row in answer.json] == [3, 4, 5, 6]
    after = rows_in("rows")
    assert {name: after[name] for name in before} == before
    left = [name for name in os.listdir("rows") if name.endswith((".claim", ".part"))]
    assert not left


def test_ctrl_c_keeps_what_is_done_and_says_so(rnnviz, text_file):
    line = (text_file, "--vary", "hidden=3,4,5,6,7,8,9,10", *LONG, "--jobs", "1", "--out", "rows")
    with started(*line, "--json") as program:
        wait_for_rows(1)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=90)
    assert program.returncode == 0
    rows = json.loads(out)
    assert 1 <= len(rows) < 8
    assert f"Stopped with {len(rows)} of 8 rows done; the same again goes on from there." in err
    assert "Traceback" not in err
    assert len(rows_in("rows")) == len(rows)
    assert not list(Path("rows").glob("*.claim"))


def test_programs_share_a_folder_and_one_takes_over_what_a_killed_one_had_claimed(text_file):
    line = (text_file, "--vary", "hidden=3,4,5,6,7", *LONG, "--jobs", "1", "--out", "rows")
    with started(*line) as first, started(*line, "--json") as second:
        wait_for_rows(1)
        first.kill()
        out, err = second.communicate(timeout=120)
    assert second.returncode == 0, err
    rows = json.loads(out)
    assert [row["hidden"] for row in rows] == [3, 4, 5, 6, 7]
    assert len(rows_in("rows")) == 5
    assert not list(Path("rows").glob("*.claim"))
