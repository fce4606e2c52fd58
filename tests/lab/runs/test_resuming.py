"""A run that is saved and resumed is the run that went on, to the last bit."""

import numpy as np
import pytest
from in_turn import in_turn
from safetensors import safe_open
from trainers import CORPUS, assert_same, differ, make_corpus, make_trainer, through_a_file, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.core.schedules import REGISTRY as SCHEDULES
from rnnviz.lab.build import build_network
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.trainer import Trainer
from rnnviz.lab.usual_settings import PRESETS, preset
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN


def assert_resumes(tmp_path, steps=20, corpus=CORPUS, **settings):
    """`steps`, a file, `steps` more: the same as all of them in one go."""
    settings = {"steps": 2 * steps} | settings
    whole = train(make_trainer(corpus, **settings))
    half = train(make_trainer(corpus, **settings), steps)
    resumed = through_a_file(half, tmp_path / "run.safetensors")
    assert_same(resumed, half)
    assert_same(train(resumed), whole)
    assert resumed.goal == whole.goal


@pytest.mark.parametrize(("cell", "optimizer"), in_turn(CELLS, OPTIMIZERS))
def test_200_steps_a_file_and_200_more_are_400_in_one_go(tmp_path, cell, optimizer):
    assert_resumes(tmp_path, 200, cell=cell, optimizer=optimizer)


@pytest.mark.parametrize("name", list(INITIALIZERS))
def test_it_holds_for_every_start(tmp_path, name):
    assert_resumes(tmp_path, init=name)


@pytest.mark.parametrize("name", list(SCHEDULES))
def test_it_holds_for_every_schedule(tmp_path, name):
    assert_resumes(tmp_path, schedule=name, schedule_length=35, warmup=25)


@pytest.mark.parametrize(
    "settings",
    [
        {"dtype": "float64"},
        {"layers": 3, "cell": "lstm"},
        {"state": "reset"},
        {"activation": "relu"},
        {"clip": "value", "clip_threshold": 0.01},
        {"clip": "none"},
        {"cell": "gru", "forget_bias": 2.0},
        {"cell": "lstm", "chrono": 30},
        {"optimizer": "adam", "beta1": 0.5},
        {"batch": 1, "window": 1},
        {"validation": 0.0},
        {"fold": "none", "seed": 12345},
        {"own_outputs": 0.5},
    ],
    ids=str,
)
def test_it_holds_for_other_settings(tmp_path, settings):
    assert_resumes(tmp_path, **settings)


@pytest.mark.parametrize("task", list(DRAWN))
def test_it_holds_for_every_task_that_draws_its_sequences(tmp_path, task):
    assert_resumes(tmp_path, 60, corpus=None, task=task)


def test_it_holds_for_layers_that_read_in_both_directions(tmp_path):
    settings = {"task": "first_element", "length": 9, "layers": 2, "cell": "lstm"}
    assert_resumes(tmp_path, 20, corpus=None, bidirectional=True, **settings)


@pytest.mark.parametrize("task", ["noisy_sine", "reverse"])
def test_it_holds_for_tasks_that_read_their_own_outputs(tmp_path, task):
    assert_resumes(tmp_path, 20, corpus=None, task=task, own_outputs=0.5)


@pytest.mark.parametrize("task", list(DRAWN))
def test_a_run_whose_batches_come_after_its_weights_goes_on_as_it_was(tmp_path, task):
    """As the files of 0.1.0 have it: one generator draws the weights, then the batches."""

    def by_the_old_rule():
        trainer = make_trainer(None, task=task)
        trainer.rng = np.random.default_rng(trainer.settings.seed)
        feed = trainer.feed
        build_network(trainer.settings, feed.inputs, feed.outputs, feed.loss, trainer.rng)
        return trainer

    whole, half = train(by_the_old_rule()), train(by_the_old_rule(), 20)
    resumed = through_a_file(half, tmp_path / "run.safetensors")
    assert_same(train(resumed), whole)
    assert differ(whole, train(make_trainer(None, task=task)))


def test_it_holds_across_the_end_of_the_text(tmp_path):
    assert_resumes(tmp_path, 60, corpus=make_corpus(repeats=3), window=16)


@pytest.mark.parametrize("name", list(PRESETS))
def test_it_holds_for_every_preset(tmp_path, name):
    settings = preset(name).change(hidden=8, steps=20)
    whole = train(Trainer(settings, CORPUS))
    half = train(Trainer(settings, CORPUS), 10)
    assert_same(train(through_a_file(half, tmp_path / "run.safetensors")), whole)


def test_it_holds_at_every_step_with_a_file_each_time(tmp_path):
    whole, trainer = train(make_trainer(steps=15)), make_trainer(steps=15)
    while trainer.step < 15:
        trainer = train(through_a_file(trainer, tmp_path / "run.safetensors"), 1)
    assert_same(trainer, whole)


def test_it_holds_for_settings_changed_on_the_way(tmp_path):
    runs = [train(make_trainer(), 10) for _ in range(2)]
    for trainer in runs:
        trainer.change(trainer.settings.change(lr=0.02, clip="value", state="reset", steps=50))
    straight, half = train(runs[0]), train(runs[1], 10)
    resumed = through_a_file(half, tmp_path / "run.safetensors")
    assert resumed.goal == 50
    assert_same(train(resumed), straight)


def test_a_run_saved_by_a_resumed_run_has_the_same_contents(tmp_path):
    half = train(make_trainer(cell="lstm"), 20)
    first, second = tmp_path / "first.safetensors", tmp_path / "second.safetensors"
    resumed = through_a_file(half, first)
    save_run(resumed, second)
    with safe_open(first, "numpy") as one, safe_open(second, "numpy") as other:
        assert one.metadata() == other.metadata()
        assert sorted(one.keys()) == sorted(other.keys())
        for name in one.keys():  # noqa: SIM118
            np.testing.assert_array_equal(one.get_tensor(name), other.get_tensor(name))


def test_a_resumed_runs_samples_and_measurements_are_those_of_the_run(tmp_path):
    half = train(make_trainer(), 20)
    half.write()
    resumed = through_a_file(half, tmp_path / "run.safetensors")
    assert list(resumed.snapshot().samples) == list(half.snapshot().samples)
    assert resumed.write() == half.write()
    next(half)
    next(resumed)
    np.testing.assert_array_equal(resumed.sequence().inputs, half.sequence().inputs)
    np.testing.assert_array_equal(resumed.sequence().state.h, half.sequence().state.h)


@pytest.mark.parametrize("cell", list(CELLS))
def test_before_its_first_step_a_resumed_run_shows_the_window_that_comes_next(tmp_path, cell):
    resumed = through_a_file(train(make_trainer(cell=cell), 20), tmp_path / "run.safetensors")
    shown = resumed.sequence()
    inputs, state = shown.inputs.copy(), shown.state.copy()
    next(resumed)
    np.testing.assert_array_equal(resumed.sequence().inputs, inputs)
    np.testing.assert_array_equal(resumed.sequence().state.h, state.h)
    for name, array in state.arrays.items():
        np.testing.assert_array_equal(resumed.sequence().state.arrays[name], array)


def test_a_finished_run_resumes_finished_and_goes_on_when_its_goal_moves(tmp_path):
    whole = train(make_trainer(steps=30))
    short = train(make_trainer(steps=20))
    resumed = through_a_file(short, tmp_path / "run.safetensors")
    assert list(resumed) == []
    resumed.goal = 30
    train(resumed)
    np.testing.assert_array_equal(resumed.network.flat, whole.network.flat)
    np.testing.assert_array_equal(resumed.history.curve("loss"), whole.history.curve("loss"))


def test_another_text_is_refused_with_both_names(tmp_path):
    path = tmp_path / "run.safetensors"
    save_run(train(make_trainer(), 3), path)
    other = make_corpus(repeats=30, name="another sea")
    with pytest.raises(Refusal, match=r"run\.safetensors .* sea .*another sea"):
        load_run(path).resume(other)
    with pytest.raises(Refusal, match=r"run\.safetensors"):
        load_run(path).resume(None)


def test_the_same_text_under_another_name_is_taken(tmp_path):
    path = tmp_path / "run.safetensors"
    save_run(train(make_trainer(), 20), path)
    resumed = load_run(path).resume(make_corpus(name="renamed"))
    np.testing.assert_array_equal(train(resumed).network.flat, train(make_trainer()).network.flat)


def test_a_diverged_run_is_saved_and_stays_at_its_end(tmp_path):
    lost = {"activation": "relu", "optimizer": "sgd", "lr": 10.0, "clip": "none", "layers": 3}
    trainer = make_trainer(window=60, schedule="constant", steps=500, **lost)
    for _ in trainer:
        pass
    assert trainer.diverged
    resumed = through_a_file(trainer, tmp_path / "run.safetensors")
    assert np.isfinite(resumed.network.flat).all()
    assert list(resumed) == []
    assert resumed.step == trainer.step
