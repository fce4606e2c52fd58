"""Learning the readout alone: the recurrence stays to the bit, nothing goes back through time."""

import numpy as np
import pytest
from trainers import assert_same, make_trainer, through_a_file, train

from rnnviz.captions.triangle import loss_share_caption
from rnnviz.captions.truncation import ONLY_READOUT
from rnnviz.captions.truncation import caption as truncation_caption
from rnnviz.core.bptt import Unrolled
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.clipping import clip
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab.architecture import learned_count
from rnnviz.lab.memory.memory_need import Shape, need
from rnnviz.lab.past.moment import PastMoment
from rnnviz.lab.snapshot import Request

FROZEN = {"learns": "readout", "spectral_radius": 0.9, "leak": 0.5}


def frozen(**more):
    return make_trainer(learns="readout", **more)


@pytest.mark.parametrize("cell", list(CELLS))
def test_only_the_readout_moves_and_the_loss_falls(cell):
    trainer = frozen(cell=cell, layers=2)
    before = {name: array.copy() for name, array in trainer.network.parameters.items()}
    first = float(next(trainer) and trainer.loss)
    train(trainer)
    for name, array in trainer.network.parameters.items():
        assert np.array_equal(array, before[name]) != name.startswith("decoder."), name
    assert trainer.smoothed < first


def test_its_gradient_is_the_readouts_own_and_no_other_is_made():
    whole, part = (make_trainer(learns=what) for what in ("all", "readout"))
    batch = whole.feed.peek()
    for trainer in (whole, part):
        state = trainer.network.zero_state(trainer.settings.batch)
        trainer.network.loss_and_gradients(batch.inputs, batch.targets, state)
    for name, array in part.network.gradients.items():
        expected = whole.network.gradients[name] if name.startswith("decoder.") else 0.0
        np.testing.assert_array_equal(array, np.broadcast_to(expected, array.shape), err_msg=name)
    assert part.network.learned.size == learned_count(
        part.settings, part.network.inputs, part.network.outputs
    )
    assert whole.network.learned.size == whole.network.flat.size


def test_clipping_and_the_norm_are_of_what_is_learned():
    trainer = frozen(clip="norm", clip_threshold=1e-3)
    next(trainer)
    norm = np.linalg.norm(trainer.network.learned_gradient)
    assert norm == pytest.approx(1e-3, rel=1e-4)
    raw = frozen(clip="none")
    next(raw)
    assert raw.history.curve("gradient_norm")[0] == pytest.approx(
        clip(raw.network.learned_gradient, "none", 1.0).norm_before, rel=1e-6
    )


def test_a_step_goes_not_back_through_time(monkeypatch):
    def backward(*_):
        raise AssertionError("it went back")

    trainer = frozen()
    monkeypatch.setattr(Unrolled, "backward", backward)
    train(trainer, 3)


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_it_is_resumed_to_the_bit(tmp_path, optimizer):
    whole = train(make_trainer(optimizer=optimizer, **FROZEN))
    half = train(make_trainer(optimizer=optimizer, **FROZEN), 20)
    resumed = through_a_file(half, tmp_path / "run.safetensors")
    assert all(
        slot.size == resumed.network.learned.size for slot in resumed.optimizer.state.values()
    )
    assert_same(train(resumed), whole)


def test_gradients_through_time_are_measured_as_they_would_flow():
    trainer, free = frozen(), make_trainer()
    train(trainer, 20)
    free.feed.position = trainer.feed.position
    free.network.flat[...] = trainer.network.flat
    free.batch, free.batch_state = trainer.batch, trainer.batch_state
    requests = [Request(name) for name in ("decay", "shares", "gradient_flow", "truncation")]
    found, expected = trainer.measure(requests), free.measure(requests)
    np.testing.assert_array_equal(found[requests[0]].mean, expected[requests[0]].mean)
    np.testing.assert_array_equal(found[requests[1]].shares, expected[requests[1]].shares)
    assert found[requests[1]].frozen
    assert not expected[requests[1]].frozen
    told = loss_share_caption(found[requests[1]], 3)
    assert "share of the gradient of W_hh, which is not learned," in told
    assert "of the update of W_hh" in loss_share_caption(expected[requests[1]], 3)
    assert truncation_caption(found[requests[3]]).endswith(ONLY_READOUT)


def test_a_frozen_network_takes_less_memory():
    whole, part = (make_trainer(learns=what) for what in ("all", "readout"))
    network, first = whole.network, whole.feed.peek()
    shape = Shape.of(network.inputs, network.outputs, first, whole.settings.batch)
    assert need(part.settings, shape).total < need(whole.settings, shape).total


def test_a_moment_of_its_past_is_gone_on_from(tmp_path):
    trainer = train(make_trainer(**FROZEN), 15)
    assert trainer.optimizer.count == 15
    kept = PastMoment.of(trainer)
    train(trainer, 10)
    there = trainer.network.flat.copy()
    kept.go_on_in(trainer, trainer.network.pauses)
    train(trainer, 10)
    np.testing.assert_array_equal(trainer.network.flat, there)
