"""The loss that is shown: a mean over the last steps, as many as it says."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
from trainers import CORPUS, assert_same, make_trainer, through_a_file, train

from rnnviz.lab import history
from rnnviz.lab.recent_losses import RecentLosses, means_of, recent_of, steps_averaged
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.refusal import Refusal


def test_a_tenth_of_the_steps_is_averaged_and_at_most_200():
    steps = (0, 1, 2, 19, 20, 300, 1999, 2000, 10**9)
    assert [steps_averaged(step) for step in steps] == [0, 1, 1, 1, 2, 30, 199, 200, 200]


@given(losses=st.lists(st.floats(0, 10), min_size=1, max_size=60), repeats=st.integers(1, 60))
def test_it_is_the_mean_of_the_last_losses(losses, repeats):
    recent, losses = RecentLosses(), losses * repeats
    for step in range(1, len(losses) + 1):
        mean = recent.add(losses[step - 1], step)
    last = losses[-steps_averaged(len(losses)) :]
    assert mean == pytest.approx(np.mean(last), rel=1e-12)
    older, newer = recent.parts()
    assert older + newer == last


def test_a_spike_that_is_over_leaves_nothing_behind():
    recent = RecentLosses()
    for step in range(1, 3001):
        mean = recent.add(1e30 if step == 2500 else 2.0, step)
    assert mean == 2.0


def test_a_falling_loss_is_not_lagged_behind():
    """A mean over 200 steps is 0.13 nats behind at step 300."""
    recent = RecentLosses()
    falling = [1.9 + 1.4 * np.exp(-step / 200) for step in range(300)]
    means = [recent.add(loss, step) for step, loss in enumerate(falling, start=1)]
    assert means[-1] - falling[-1] < 0.03
    assert np.mean(falling[-200:]) - falling[-1] > 0.13


@given(steps=st.integers(0, 500), more=st.integers(1, 500))
def test_it_goes_on_from_its_parts_to_the_bit(steps, more):
    losses = np.random.default_rng(steps).normal(2, 0.3, steps + more).tolist()
    whole, half = RecentLosses(), RecentLosses()
    for step, loss in enumerate(losses[:steps], start=1):
        assert whole.add(loss, step) == half.add(loss, step)
    resumed = RecentLosses()
    resumed.restore(*half.parts())
    for step, loss in enumerate(losses[steps:], start=steps + 1):
        assert whole.add(loss, step) == resumed.add(loss, step)


def test_the_trainer_shows_the_mean_and_so_does_its_curve():
    trainer = train(make_trainer(steps=300))
    losses = trainer.history.curve("loss").astype(float)
    assert trainer.smoothed == pytest.approx(losses[-30:].mean(), rel=1e-6)
    curve = trainer.history.curve("smoothed")
    for step in (1, 19, 20, 150, 300):
        count = steps_averaged(step)
        assert curve[step - 1] == pytest.approx(losses[step - count : step].mean(), rel=1e-5)


def without_recent_losses(path, smoothed):
    """Make a file as version 0.1.0 wrote it, with another average."""
    with safe_open(path, "numpy") as file:
        metadata = file.metadata()
    arrays = load_file(path)
    progress = json.loads(metadata["progress"]) | {"smoothed": smoothed}
    del progress["recent"]
    arrays["curve.smoothed"][:] = smoothed
    save_file(arrays, path, metadata | {"progress": json.dumps(progress)})


def test_a_file_of_the_first_version_gets_the_means_of_its_losses(tmp_path):
    whole = train(make_trainer(steps=500), 330)
    path = tmp_path / "run.safetensors"
    save_run(whole, path)
    without_recent_losses(path, 2.5)
    run = load_run(path)
    for _ in range(2):  # a file may be gone on from twice
        resumed = run.resume(CORPUS)
        assert resumed.smoothed == pytest.approx(whole.smoothed, rel=1e-6)
        np.testing.assert_allclose(
            resumed.history.curve("smoothed"), whole.history.curve("smoothed"), rtol=1e-6
        )
    train(resumed, 170)
    train(whole, 170)
    np.testing.assert_array_equal(resumed.network.flat, whole.network.flat)
    assert resumed.smoothed == pytest.approx(whole.smoothed, rel=1e-6)
    assert_same(through_a_file(resumed, path), resumed)


def test_a_file_of_the_first_version_that_was_not_begun_is_read(tmp_path):
    path = tmp_path / "run.safetensors"
    save_run(make_trainer(), path)
    without_recent_losses(path, 2.5)
    np.testing.assert_array_equal(
        train(load_run(path).resume(CORPUS)).network.flat, train(make_trainer()).network.flat
    )


@pytest.mark.parametrize("rows", [16, 256])
def test_thinned_curves_of_the_first_version_give_means_of_what_they_know(
    tmp_path, rows, monkeypatch
):
    monkeypatch.setattr(history, "MOST", rows)
    trainer = train(make_trainer(hidden=2, window=2, steps=1000), 700)
    path = tmp_path / "run.safetensors"
    save_run(trainer, path)
    without_recent_losses(path, 2.5)
    resumed = load_run(path).resume(CORPUS)
    steps, losses = (trainer.history.curve(name) for name in ("steps", "loss"))
    for step, mean in zip(steps, resumed.history.curve("smoothed"), strict=True):
        known = losses[(steps <= step) & (steps > step - steps_averaged(step))]
        assert mean == pytest.approx(known.mean(), rel=1e-5)
    assert resumed.smoothed == pytest.approx(trainer.smoothed, abs=0.2)
    train(resumed, 200)
    recent = resumed.recent.parts()
    assert len(recent[0]) + len(recent[1]) == steps_averaged(900)


@given(count=st.integers(1, 5000), stride=st.sampled_from([1, 2, 4, 64]))
def test_the_means_of_a_curve_are_those_of_its_rows(count, stride):
    losses = np.random.default_rng(count).normal(2, 0.3, count).astype(np.float32)
    means, steps = means_of(losses, stride), stride * np.arange(1, count + 1)
    for row in {0, 1, count // 2, count - 1} & set(range(count)):
        within = (steps <= steps[row]) & (steps > steps[row] - steps_averaged(int(steps[row])))
        assert means[row] == pytest.approx(losses[within].mean(dtype=float), rel=1e-6)
    assert len(recent_of(losses, stride, int(steps[-1]))) == steps_averaged(int(steps[-1]))


@pytest.mark.parametrize(
    "recent", [[], [[], []], [[1.0], [2.0, 3.0]], [[1.0], None], 5, [["a"], [1]]]
)
def test_recent_losses_that_cannot_be_are_refused(tmp_path, recent):
    path = tmp_path / "run.safetensors"
    save_run(train(make_trainer(), 20), path)
    with safe_open(path, "numpy") as file:
        metadata = file.metadata()
    progress = json.loads(metadata["progress"])
    assert len(progress["recent"][0]) + len(progress["recent"][1]) == 2
    changed = metadata | {"progress": json.dumps(progress | {"recent": recent})}
    save_file(load_file(path), path, changed)
    with pytest.raises(Refusal, match="damaged"):
        load_run(path)
