"""Numbers on the command line: train, go on, evaluate, forecast; bad tables are one sentence."""

import numpy as np
import pytest

SMALL = ("--task", "numbers", "--hidden", 6, "--batch", 8, "--length", 12, "--horizon", 10)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "waves.csv"
    rows = "".join(f"{n};{20 + 5 * np.sin(n / 3):.3f};x\n".replace(".", ",") for n in range(400))
    path.write_text(f"n;height;word\n{rows}")
    return path


@pytest.fixture
def run_file(rnnviz, table, tmp_path):
    path = tmp_path / "run.safetensors"
    answer = rnnviz("train", table, *SMALL, "--steps", 150, "--lr", 0.01, "--out", path)
    assert answer.code == 0
    return path


def test_training_tells_what_was_found_and_whom_the_network_beats(rnnviz, table):
    answer = rnnviz("train", table, *SMALL, "--steps", 30)
    assert answer.code == 0
    assert "waves.csv: 400 rows, parted by semicolons, with a header, decimal commas" in answer.err
    assert "Learned is height, 400 numbers." in answer.err
    assert "mean of 40 held-out numbers" in answer.out
    assert "One step ahead, on 40 held-out numbers, the root mean squared error is" in answer.out
    assert "Free-running over 10 steps it is" in answer.out


def test_the_report_has_all_forecasts(rnnviz, table):
    report = rnnviz("train", table, *SMALL, "--steps", 150, "--lr", 0.01, "--json").json
    found = report["forecasts"]
    assert report["score"] == found["ahead"] < found["naive"]
    assert found["count"] == report["heldout_count"] == 40
    assert found["horizon"] == 10
    assert report["heldout"] == pytest.approx(found["ahead"] ** 2, rel=1e-4)


def test_a_run_goes_on_with_the_numbers_that_it_carries(rnnviz, table, run_file, tmp_path):
    whole = rnnviz("train", table, *SMALL, "--steps", 200, "--lr", 0.01, "--json").json
    for more in ((), (table,)):
        if not more:
            gone = table.rename(tmp_path / "elsewhere.csv")
        answer = rnnviz("train", *more, "--resume", run_file, "--steps", 50, "--json")
        assert answer.code == 0
        assert answer.json["forecasts"] == whole["forecasts"]
        if not more:
            assert "goes on with the numbers that it carries" in answer.err
            gone.rename(table)


def test_evaluate_counts_what_was_held_out_of_the_runs_own_table(rnnviz, table, run_file, tmp_path):
    own = rnnviz("evaluate", run_file, table, "--json").json
    assert own["scored"] == 40
    assert own["held_out"]
    assert own["rmse"] < own["naive"]
    other = tmp_path / "other.csv"
    other.write_text("height\n" + "".join(f"{20 + 5 * np.sin(n / 3 + 1):.3f}\n" for n in range(90)))
    answer = rnnviz("evaluate", run_file, other)
    assert "89 numbers of height forecast one step ahead" in answer.out


def test_sample_forecasts_what_comes_after_the_last_number(rnnviz, run_file):
    answer = rnnviz("sample", run_file, "--length", 6)
    assert answer.code == 0
    numbers = [float(line) for line in answer.out.split()]
    assert len(numbers) == 6
    assert all(10 < number < 30 for number in numbers)
    told = rnnviz("sample", run_file, "--length", 6, "--json").json
    assert told["column"] == "height"
    np.testing.assert_allclose(told["forecast"], numbers, rtol=1e-4)
    refused = rnnviz("sample", run_file, "--temperature", 0.5)
    assert refused.code == 2
    assert "leave all but --length out" in refused.err


def test_a_built_in_table_has_a_name(rnnviz):
    answer = rnnviz("train", "tides", *SMALL, "--column", "price", "--steps", 3)
    assert answer.code == 0
    assert "Learned is price, 4,000 numbers." in answer.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "none was given: name a CSV or TSV file, or a built-in table (tides)"),
        (("{table}", "{table}"), "learns one table, and 2 were given"),
        (("tide",), "no such built-in table (did you mean tides?)"),
        (("{table}", "--column", "word"), "word in waves.csv holds text, no numbers"),
        (("{table}", "--column", "depth"), "no column 'depth'. Columns of numbers: n, height"),
        (("{table}", "--encoding", "cp1252"), "leave it out"),
        (("{table}", "--validation", "0"), "Hold out a share of 0.1"),
        (("{table}", "--length", "300"), "Choose a Length of at most 180"),
        (("{table}", "--window", "5"), "--window has no meaning"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(rnnviz, table, arguments, words):
    answer = rnnviz("train", "--task", "numbers", *(str(a).format(table=table) for a in arguments))
    assert answer.code == 2
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_a_column_means_nothing_to_a_text(rnnviz, table):
    answer = rnnviz("train", table, "--column", "height")
    assert answer.code == 2
    assert "--column has no meaning for the task text" in answer.err


def test_race_and_sweep_learn_numbers_too(rnnviz, table, tmp_path):
    answer = rnnviz(
        "race", table, *SMALL, "--steps", 20, "--contestant", "cell=vanilla", "--contestant",
        "cell=gru", "--json",
    )  # fmt: skip
    assert answer.code == 0
    swept = rnnviz(
        "sweep", table, *SMALL, "--steps", 10, "--vary", "lr=0.01,0.001", "--out", tmp_path / "s",
        "--jobs", 1,
    )  # fmt: skip
    assert swept.code == 0
