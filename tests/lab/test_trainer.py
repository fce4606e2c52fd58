"""Training: the same curve from the same seed, settings that act at once, an end for the lost."""

import numpy as np
import pytest
from trainers import (
    CORPUS,
    assert_same,
    differ,
    make_corpus,
    make_trainer,
    material_for,
    other_values,
    settings_for,
    train,
)

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.core.schedules import REGISTRY as SCHEDULES
from rnnviz.lab.settings import declarations
from rnnviz.lab.snapshot import Request
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN

every_cell = pytest.mark.parametrize("cell", list(CELLS))
LEARNED_WITH = [
    name
    for name, d in declarations().items()
    if d.effect == "now" and d.group != "sampling" and name != "steps"
]
"""Settings that change what is learned from the next step on."""
VIVID = {"clip_threshold": 0.5}
"""Gradients are clipped now and then, so that other clipping shows."""


@every_cell
def test_the_same_seed_gives_the_same_run(cell):
    assert_same(train(make_trainer(cell=cell)), train(make_trainer(cell=cell)))


@every_cell
def test_another_seed_gives_another_run(cell):
    assert differ(train(make_trainer(cell=cell)), train(make_trainer(cell=cell, seed=1)))


def test_the_iterator_counts_the_steps_to_the_goal():
    trainer = make_trainer(steps=5)
    assert list(trainer) == [1, 2, 3, 4, 5]
    assert list(trainer) == []
    trainer.goal = 7
    assert list(trainer) == [6, 7]
    assert trainer.characters == 7 * 8 * 2


def test_a_pause_changes_nothing():
    paused, straight = make_trainer(), train(make_trainer())
    for step in paused:
        if step in (1, 13, 30):
            break
    while paused.step < 40:
        for _ in paused:
            break
    assert_same(paused, straight)


@pytest.mark.parametrize("schedule", list(SCHEDULES))
def test_the_number_of_steps_does_not_change_the_curve(schedule):
    few, many = (make_trainer(steps=n, schedule=schedule, schedule_length=60) for n in (30, 90))
    np.testing.assert_array_equal(
        train(few).history.curve("loss"), train(many).history.curve("loss")[:30]
    )


def test_the_learning_rate_follows_the_schedule():
    trainer = train(make_trainer(lr=0.5, schedule_length=20, lr_end=0.1, warmup=4, steps=30))
    rates = trainer.history.curve("lr")
    np.testing.assert_allclose(rates[:4], 0.5 * np.arange(1, 5) / 5, rtol=1e-6)
    assert rates[4] == pytest.approx(0.5)
    assert (np.diff(rates[4:21]) < 0).all()
    np.testing.assert_allclose(rates[20:], 0.05, rtol=1e-6)


@every_cell
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_a_step_is_one_update_of_the_clipped_gradient(cell, optimizer):
    trainer = make_trainer(cell=cell, optimizer=optimizer, clip_threshold=0.1)
    twin = make_trainer(cell=cell, optimizer=optimizer, clip_threshold=0.1)
    window = twin.sequence()
    twin.network.loss_and_gradients(window.inputs, window.targets, twin.state)
    norm = float(np.linalg.norm(twin.network.flat_gradient))
    assert norm > 0.1
    next(trainer)
    assert trainer.history.curve("gradient_norm")[0] == pytest.approx(norm, rel=1e-5)
    assert trainer.history.curve("clipped")[0]
    g = twin.network.flat_gradient * (0.1 / norm)
    twin.optimizer.update(twin.network.flat, g.astype(np.float32), trainer.settings.lr)
    np.testing.assert_allclose(trainer.network.flat, twin.network.flat, rtol=0, atol=1e-6)


@every_cell
def test_a_carried_state_is_that_of_the_window_before(cell):
    trainer = train(make_trainer(cell=cell, state="carried"), 3)
    window = trainer.sequence()
    ended = trainer.state.copy()
    assert window.state.h.any()
    next(trainer)
    np.testing.assert_array_equal(trainer.sequence().state.h, ended.h)
    for name, array in ended.arrays.items():
        np.testing.assert_array_equal(trainer.sequence().state.arrays[name], array)


@every_cell
def test_a_reset_state_is_zero_at_every_window(cell):
    trainer = make_trainer(cell=cell, state="reset")
    for _ in train(trainer, 2):
        assert not trainer.sequence().state.h.any()
        for state in CELLS[cell].states:
            assert (trainer.sequence().state.arrays[state.name] == state.start).all()
        assert trainer.state.h.any()
    assert differ(trainer, train(make_trainer(cell=cell, state="carried")))


def test_at_the_texts_end_the_streams_begin_again_from_zero():
    trainer = make_trainer(make_corpus(repeats=3), cell="lstm", window=16, steps=60)
    beginnings = 0
    for _ in trainer:
        state = trainer.sequence().state
        if not state.h.any():
            beginnings += 1
            assert not any(array.any() for array in state.arrays.values())
    assert 2 <= beginnings <= 30


@pytest.mark.parametrize("name", LEARNED_WITH)
def test_a_setting_that_acts_at_once_acts_from_the_next_step_on(name):
    straight, acted = train(make_trainer(**VIVID)), []
    for value in other_values(declarations()[name]):
        changed = train(make_trainer(**VIVID), 10)
        changed.change(changed.settings.change(**{name: value}))
        before = changed.history.curve("loss").copy()
        train(changed)
        np.testing.assert_array_equal(before, straight.history.curve("loss")[:10])
        acted.append(not np.array_equal(changed.network.flat, straight.network.flat))
    assert any(acted)


def test_sampling_settings_act_at_once_and_change_nothing_that_is_learned():
    changed, straight = make_trainer(), train(make_trainer())
    train(changed, 10)
    changed.change(
        changed.settings.change(temperature=2.0, top_k=2, prime="the sea", sample_length=7)
    )
    sample = changed.write()
    assert (sample.prime, sample.temperature, len(sample.text)) == ("the sea", 2.0, 7)
    train(changed)
    np.testing.assert_array_equal(changed.network.flat, straight.network.flat)


def test_other_steps_move_the_goal():
    trainer = train(make_trainer(steps=10))
    trainer.change(trainer.settings.change(steps=15))
    assert list(trainer) == [11, 12, 13, 14, 15]
    trainer.change(trainer.settings.change(steps=12))
    assert list(trainer) == []


@pytest.mark.parametrize("name", [n for n, d in declarations().items() if d.effect != "now"])
def test_a_setting_that_needs_a_new_network_is_refused(name):
    small = settings_for(name).change(hidden=6, batch=2)
    trainer = train(Trainer(small, material_for(small.task)), 3)
    for value in other_values(small.rows()[name]):
        with pytest.raises(Refusal, match="new network"):
            trainer.change(small.change(**{name: value}))
        assert trainer.settings == small


LOST = {
    "sgd": {"optimizer": "sgd"},
    "deep sgd": {"optimizer": "sgd", "layers": 3},
    "deep adagrad": {"optimizer": "adagrad", "layers": 3},
    "deep rmsprop": {"optimizer": "rmsprop", "layers": 3},
    "deep adam": {"optimizer": "adam", "layers": 3},
}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("lost", list(LOST))
def test_a_run_that_diverges_ends_with_finite_weights_and_without_a_warning(lost, dtype):
    settings = {"activation": "relu", "lr": 10.0, "clip": "none", "schedule": "constant"}
    trainer = make_trainer(window=60, steps=1000, dtype=dtype, **settings | LOST[lost])
    for _ in trainer:
        pass
    assert trainer.diverged
    assert trainer.step < 1000
    assert np.isfinite(trainer.network.flat).all()
    for name in ("loss", "smoothed", "gradient_norm"):
        curve = trainer.history.curve(name)
        assert len(curve) == trainer.step
        assert np.isfinite(curve).all(), name
    assert list(trainer) == []
    with pytest.raises(Refusal, match="The training has diverged, so this network writes nothing"):
        trainer.write()
    assert not trainer.history.samples
    requests = [Request("hidden_units"), Request("gradient_flow")]
    snapshot = trainer.snapshot(trainer.measure(requests))
    assert snapshot.diverged
    assert snapshot.step == trainer.step


@pytest.mark.parametrize("task", list(DRAWN))
def test_one_seed_shows_every_network_the_same_sequences(task):
    seen = []
    for changes in ({}, {"cell": "lstm"}, {"hidden": 5}, {"init": "gaussian"}, {"seed": 1}):
        trainer = train(make_trainer(None, task=task, **changes), 3)
        seen.append(trainer.sequence().inputs)
    for inputs in seen[1:-1]:
        np.testing.assert_array_equal(inputs, seen[0])
    assert not np.array_equal(seen[-1], seen[0])


def test_the_slow_average_starts_at_ln_v_and_keeps_999_parts_of_1000():
    trainer = train(make_trainer())
    expected = np.log(CORPUS.alphabet)
    for loss in trainer.history.curve("loss").astype(float):
        expected = 0.999 * expected + 0.001 * loss
    assert trainer.slow == pytest.approx(expected, rel=1e-6)


def test_a_text_too_short_for_its_streams_is_refused():
    with pytest.raises(Refusal, match="too short"):
        make_trainer(make_corpus(repeats=2), window=500)
