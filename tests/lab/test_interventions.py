"""Interventions on a running network: their marks, their undo, and what is refused."""

import numpy as np
import pytest

from rnnviz.lab.checkpoint import load_run, save_run
from rnnviz.lab.interventions import REGISTRY
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import UNDO_AT_MOST, Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks.text import read_text

TEXT = "the tide comes in, the tide goes out again. " * 40


@pytest.fixture
def trainer():
    settings = Settings().change(cell="lstm", hidden=8, window=5, steps=1000)
    made = Trainer(settings, read_text(TEXT, "tide"))
    for _ in range(10):
        next(made)
    return made


@pytest.mark.parametrize("name", REGISTRY)
def test_an_intervention_changes_the_network_and_leaves_a_mark(trainer, name):
    before = trainer.network.flat.copy()
    trainer.intervene(name)
    assert not np.array_equal(trainer.network.flat, before)
    (event,) = trainer.history.events
    assert event.step == 10
    assert event.text.startswith(REGISTRY[name].label)
    assert trainer.snapshot().events == (event,)


@pytest.mark.parametrize("name", REGISTRY)
def test_undo_brings_back_the_weights_and_the_optimizer(trainer, name):
    before = trainer.network.flat.copy()
    slots = {slot: array.copy() for slot, array in trainer.optimizer.state.items()}
    trainer.intervene(name)
    for _ in range(5):
        next(trainer)
    trainer.undo()
    np.testing.assert_array_equal(trainer.network.flat, before)
    for slot, array in slots.items():
        np.testing.assert_array_equal(trainer.optimizer.state[slot], array)
    assert trainer.optimizer.count == 10
    assert trainer.history.events[-1].text.startswith("undone: ")
    assert trainer.history.events[-1].step == 15
    assert next(trainer) == 16


def test_interventions_are_undone_in_reverse_order(trainer):
    trainer.intervene("spectral_radius", 2.0)
    between = trainer.network.flat.copy()
    trainer.intervene("orthogonal")
    assert trainer.snapshot().undo == "Orthogonal W_hh"
    trainer.undo()
    np.testing.assert_array_equal(trainer.network.flat, between)
    assert trainer.snapshot().undo == "Spectral radius 2"


def test_only_the_last_interventions_are_remembered(trainer):
    for _ in range(UNDO_AT_MOST + 3):
        trainer.intervene("identity")
    for _ in range(UNDO_AT_MOST):
        trainer.undo()
    with pytest.raises(Refusal, match="no intervention to undo"):
        trainer.undo()


def test_a_value_out_of_bounds_is_refused_and_changes_nothing(trainer):
    before = trainer.network.flat.copy()
    with pytest.raises(Refusal, match="between"):
        trainer.intervene("spectral_radius", -1.0)
    np.testing.assert_array_equal(trainer.network.flat, before)
    assert trainer.history.events == []


def test_a_cell_without_gates_refuses_a_keep_bias():
    made = Trainer(Settings().change(hidden=8, window=5), read_text(TEXT, "tide"))
    with pytest.raises(Refusal, match="no gate that keeps the past"):
        made.intervene("keep_bias", 2.0)


def test_the_marks_are_kept_in_the_file(trainer, tmp_path):
    trainer.intervene("sigma_1", 1.5)
    save_run(trainer, tmp_path / "run.safetensors")
    resumed = load_run(tmp_path / "run.safetensors").resume(trainer.corpus)
    assert resumed.history.events == trainer.history.events
