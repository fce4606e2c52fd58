"""Runs of numbers: they learn, free-run, are saved with their numbers and go on to the bit."""

from dataclasses import replace

import numpy as np
import pytest
from trainers import SERIES, assert_same, make_series, make_trainer, train

from rnnviz.core.free_run import free_run
from rnnviz.lab.forecasts import errors_along, forecasts_of, go_on
from rnnviz.lab.measuring import EXAMPLE
from rnnviz.lab.report import report_of
from rnnviz.lab.runs import kept_rows
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.runs.kept_runs import Kept
from rnnviz.lab.runs.source import from_builtin, from_files
from rnnviz.lab.runs.sources import find_text
from rnnviz.lab.snapshot import Request, RunId
from rnnviz.refusal import Refusal

LEARNING = {
    "task": "numbers", "cell": "gru", "hidden": 16, "batch": 32, "length": 30, "lr": 1e-2,
    "schedule": "constant", "init": "pytorch", "horizon": 20,
}  # fmt: skip
WAY_OUT = "Put it there."


def save(trainer, path, **more):
    save_run(trainer, path, **more)
    return load_run(path)


def table(folder, series=SERIES, name="waves.csv"):
    path = folder / name
    rows = "".join(f"{n},{value!r}\n" for n, value in enumerate(series.values.tolist()))
    path.write_text(f"n,height\n{rows}")
    return path


def test_a_network_learns_to_forecast_far_better_than_the_naive_one():
    trainer = train(make_trainer(SERIES, **LEARNING, steps=300))
    found = forecasts_of(trainer.feed, trainer.network)
    assert found.ahead < 0.4 * found.naive
    assert found.free < 0.5 * found.free_naive
    assert found.linear < found.naive
    assert found.count == 40
    assert trainer.history.curve("validation_score")[-1] == pytest.approx(found.ahead)
    assert report_of(trainer)["forecasts"]["ahead"] == pytest.approx(found.ahead)


def test_losses_are_in_the_columns_unit_whatever_that_is():
    scaled = replace(SERIES, values=SERIES.values * 1000 + 5)
    one, other = (train(make_trainer(s, **LEARNING, steps=20)) for s in (SERIES, scaled))
    for name in ("loss", "smoothed", "validation_loss"):
        np.testing.assert_allclose(
            other.history.curve(name), one.history.curve(name) * 1e6, rtol=2e-3
        )
    scores = other.history.curve("validation_score") / one.history.curve("validation_score")
    np.testing.assert_allclose(scores, 1000, rtol=1e-3)
    np.testing.assert_allclose(
        one.history.curve("validation_loss"), one.history.curve("validation_score") ** 2, rtol=1e-4
    )


def test_a_free_run_reads_its_own_outputs():
    network = train(make_trainer(SERIES, **LEARNING, steps=5)).network
    read = np.linspace(-1, 1, 12, dtype=np.float32)[:, None, None]
    free = free_run(network, read, 4)
    for step in range(4):
        again = np.concatenate([read, free[:step]])
        outputs = network.forward(again, network.zero_state(1))
        np.testing.assert_allclose(free[step], outputs[-1], atol=1e-6)
    np.testing.assert_array_equal(go_on(network, read[:, 0, 0], 4), free[:, 0, 0])


def test_errors_along_a_series_are_those_of_one_long_reading():
    trainer = train(make_trainer(SERIES, **LEARNING, steps=5))
    values = trainer.feed.numbers.learned
    ahead, naive, count = errors_along(trainer.network, values, 360)
    state = trainer.network.zero_state(1)
    outputs = trainer.network.forward(values[:-1, None, None], state)[:, 0, 0]
    assert ahead == pytest.approx(np.sqrt(np.mean((outputs[359:] - values[360:]) ** 2)), rel=1e-4)
    assert naive == pytest.approx(np.sqrt(np.mean(np.diff(values[359:]) ** 2)), rel=1e-4)
    assert count == 40


def test_an_example_shows_four_rows_of_numbers():
    trainer = train(make_trainer(SERIES, **LEARNING, steps=2))
    request = Request(EXAMPLE, (("index", 3),))
    example = trainer.measure([request])[request]
    names = [row.name for row in example.lines]
    assert names == ["series", "one step ahead", "free-running", "naive forecast"]
    assert "off by" in example.noted


def test_a_run_carries_its_numbers_and_goes_on_with_them_to_the_bit(tmp_path):
    whole, half = (make_trainer(SERIES, **LEARNING, steps=20) for _ in range(2))
    saved = save(train(half, 8), tmp_path / "run.safetensors")
    source, series = find_text(saved, WAY_OUT)
    np.testing.assert_array_equal(series.values, SERIES.values)
    assert_same(train(saved.resume(series), 12), train(whole, 20))
    assert source.read_column("height", None) is series
    with pytest.raises(Refusal, match="carries the column height of waves alone"):
        source.read_column("depth", None)


def test_numbers_are_found_in_their_file_and_beside_the_run(tmp_path):
    path = table(tmp_path)
    series = from_files([str(path)]).read_column("height", None)
    np.testing.assert_array_equal(series.values, SERIES.values)
    saved = save(train(make_trainer(series, **LEARNING, steps=3)), tmp_path / "run.safetensors")
    assert find_text(saved, WAY_OUT)[0].files == (str(path),)
    (tmp_path / "there").mkdir()
    moved = table(tmp_path / "there")
    path.unlink()
    there = save(saved.resume(series), tmp_path / "there" / "run.safetensors", text_at_most=0)
    assert find_text(there, WAY_OUT)[0].files == (str(moved),)
    table(tmp_path / "there", make_series(noise=0.5))
    with pytest.raises(Refusal, match=r"needs the numbers.*holds other numbers by now\. Put it"):
        find_text(there, WAY_OUT)


def test_a_built_in_table_is_found_by_its_name(tmp_path):
    series = from_builtin("tides").read_column("price", None)
    trainer = train(make_trainer(series, **LEARNING, column="price", steps=3))
    saved = save(trainer, tmp_path / "run.safetensors", text_at_most=0)
    source, found = find_text(saved, WAY_OUT)
    assert source.builtin == "tides"
    assert found.fingerprint == series.fingerprint


def test_other_numbers_are_refused(tmp_path):
    saved = save(train(make_trainer(SERIES, **LEARNING, steps=3)), tmp_path / "run.safetensors")
    with pytest.raises(Refusal, match="numbers of height in waves, and what was given, waves, hol"):
        saved.resume(make_series(noise=0.5))
    with pytest.raises(Refusal, match="Give the table"):
        saved.resume(None)


def test_a_row_of_a_kept_run_tells_of_its_task_without_its_numbers(tmp_path):
    trainer = train(make_trainer(SERIES, **LEARNING, steps=3))
    save_run(trainer, tmp_path / "run.safetensors", text_at_most=0)
    kept = Kept(tmp_path / "run.safetensors", "waves", 3, 0.0)
    row = kept_rows.row_of_kept(kept, RunId("waves"))
    assert row.task == trainer.feed.facts


def test_a_task_without_its_numbers_is_refused():
    with pytest.raises(Refusal, match="no numbers to learn; open a table"):
        make_trainer(None, task="numbers")
    with pytest.raises(Refusal, match="no numbers to learn; open a table"):
        make_trainer(task="numbers")
    with pytest.raises(Refusal, match="no text to learn"):
        make_trainer(SERIES)
