"""Whatever the program writes, it reads: runs of any settings, thinned or not, go on to the bit."""

import contextlib
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from safetensors import safe_open
from trainers import CORPUS, assert_same, make_trainer, material_for, through_a_file, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab import history
from rnnviz.lab.runs import checkpoint
from rnnviz.lab.runs.carried_series import SERIES
from rnnviz.lab.runs.carried_text import TEXT
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.runs.run_layout import parts_of
from rnnviz.lab.snapshot import Sample
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN, READING
from rnnviz.tasks import REGISTRY as TASKS
from rnnviz.tasks.numbers import Numbers


@contextlib.contextmanager
def curves_of_at_most(rows):
    """Runs that are made meanwhile keep so many rows of their curves, not a million."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "MOST", rows)
        yield


def any_settings():
    return st.fixed_dictionaries(
        {
            "task": st.sampled_from(list(TASKS)),
            "cell": st.sampled_from(list(CELLS)),
            "optimizer": st.sampled_from(list(OPTIMIZERS)),
            "hidden": st.integers(1, 5),
            "layers": st.integers(1, 3),
            "batch": st.integers(1, 3),
            "window": st.integers(1, 6),
            "length": st.integers(5, 9),
            "dtype": st.sampled_from(["float32", "float64"]),
            "state": st.sampled_from(["carried", "reset"]),
            "clip": st.sampled_from(["none", "norm", "value"]),
            "schedule": st.sampled_from(["constant", "cosine"]),
            "validation": st.sampled_from([0.0, 0.1]),
            "lr": st.floats(1e-5, 1e-2),
            "seed": st.integers(0, 99),
        }
    )


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    changes=any_settings(),
    first=st.integers(0, 90),
    more=st.integers(0, 60),
    rows=st.sampled_from([8, 16, 1 << 20]),
    written=st.booleans(),
)
def test_a_run_is_read_and_goes_on_to_the_bit(changes, first, more, rows, written):
    corpus = material_for(changes["task"])
    if changes["task"] in (Numbers.name, *READING):  # of which a part must be held out
        changes = changes | {"validation": 0.1}
    with curves_of_at_most(rows), tempfile.TemporaryDirectory() as folder:
        whole, half = (make_trainer(corpus, steps=1000, **changes) for _ in range(2))
        for trainer in (whole, half):
            train(trainer, first)
            if written:
                trainer.write()
        resumed = through_a_file(half, Path(folder) / "run.safetensors")
        assume(not half.diverged)
        assert_same(resumed, half)
        assert resumed.history.samples == half.history.samples
        assert_same(train(resumed, more), train(whole, more))
        assert len(resumed.history.curve("loss")) <= rows


@pytest.mark.parametrize("rows", [8, 32])
def test_a_thinned_run_goes_on_thinning_with_a_file_at_every_step(tmp_path, rows):
    with curves_of_at_most(rows):
        whole, trainer = (make_trainer(hidden=2, window=2, steps=1000) for _ in range(2))
        for _ in range(6 * rows):
            train(whole, 1)
            trainer = train(through_a_file(trainer, tmp_path / "run.safetensors"), 1)
            assert_same(trainer, whole)
        steps = trainer.history.curve("steps")
        assert steps[0] > 2
        assert len(steps) <= rows


def test_a_thinned_run_goes_on_where_curves_may_be_longer(tmp_path):
    path = tmp_path / "run.safetensors"
    with curves_of_at_most(16):
        half = train(make_trainer(hidden=2, window=2, steps=1000), 100)
        save_run(half, path)
    resumed = load_run(path).resume(CORPUS)
    assert_same(resumed, half)
    train(resumed, 100)
    steps = resumed.history.curve("steps")
    np.testing.assert_array_equal(steps, np.arange(8, 201, 8))


def test_a_run_that_has_diverged_is_read_as_such(tmp_path):
    lost = {"activation": "relu", "clip": "none", "lr": 10.0, "schedule": "constant"}
    trainer = make_trainer(hidden=16, window=25, steps=300, **lost)
    assert list(trainer)[-1] < 300
    save_run(trainer, tmp_path / "run.safetensors")
    run = load_run(tmp_path / "run.safetensors")
    assert run.diverged
    resumed = run.resume(CORPUS)
    assert resumed.diverged
    assert list(resumed) == []


@pytest.mark.parametrize("task", list(TASKS))
def test_the_file_holds_the_declared_arrays_and_no_others(tmp_path, task):
    trainer = train(make_trainer(material_for(task), task=task), 3)
    save_run(trainer, tmp_path / "run.safetensors")
    parts = parts_of(trainer.settings, trainer.network.inputs, trainer.network.outputs)
    lengths = {}
    with safe_open(tmp_path / "run.safetensors", "numpy") as file:
        names = set(file.keys())
        for name in names:
            array = file.get_tensor(name)
            assert parts[name].fits(array.shape, array.dtype, lengths), name
    carried = SERIES if task == "numbers" else None if task in DRAWN else TEXT
    assert names == parts.keys() - ({TEXT, SERIES} - {carried})


def test_what_could_not_be_read_again_does_not_take_the_earlier_copys_place(tmp_path, monkeypatch):
    path, trainer = tmp_path / "run.safetensors", train(make_trainer(), 5)
    save_run(trainer, path)
    before = path.read_bytes()
    train(trainer, 5)
    write = checkpoint.write_arrays

    def write_half(place, *what):
        write(place, *what)
        place.write_bytes(place.read_bytes()[:-100])

    monkeypatch.setattr(checkpoint, "write_arrays", write_half)
    with pytest.raises(Refusal, match=r"run\.safetensors could not be saved.*cannot be read"):
        save_run(trainer, path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["run.safetensors"]


def test_more_samples_and_marks_than_a_file_holds_leave_the_newest(tmp_path):
    trainer = train(make_trainer(), 2)
    trainer.history.samples = [Sample(2, 1.0, "\u6d77" * 100_000, f"{i}", 0.8) for i in range(40)]
    trainer.history.samples += [Sample(2, 1.0, "x", f"{i}", 0.8) for i in range(12_000)]
    save_run(trainer, tmp_path / "run.safetensors")
    found = load_run(tmp_path / "run.safetensors").samples
    assert found == trainer.history.samples[-len(found) :]
    assert len(found) == 10_000
    trainer.history.samples = trainer.history.samples[:40]
    save_run(trainer, tmp_path / "run.safetensors")
    found = load_run(tmp_path / "run.safetensors").samples
    assert found == trainer.history.samples[-len(found) :]
    assert 10 < len(found) < 40
