"""A run's file: everything comes back, by PyTorch's names, and a kill leaves a whole file."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from programs import Program
from safetensors import safe_open
from safetensors.numpy import save_file
from trainers import CORPUS, make_trainer, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.runs import checkpoint
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.refusal import Refusal

HERE = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> Path:
    """The file of a run of 20 steps with a sample."""
    trainer = train(make_trainer(cell="lstm", layers=2), 20)
    trainer.write()
    path = tmp_path_factory.mktemp("saved") / "run.safetensors"
    save_run(trainer, path)
    return path


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("cell", list(CELLS))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_everything_comes_back(tmp_path, cell, dtype):
    trainer = train(make_trainer(cell=cell, layers=2, dtype=dtype), 20)
    sample = trainer.write()
    path = tmp_path / "run.safetensors"
    save_run(trainer, path)
    run = load_run(path)
    assert run.path == path
    assert run.settings.as_dict() == trainer.settings.as_dict()
    assert run.coding.vocabulary == CORPUS.vocabulary
    assert run.samples == [sample]
    assert run.corpus["name"] == CORPUS.name
    assert run.corpus["fingerprint"] == CORPUS.fingerprint
    network = run.network()
    np.testing.assert_array_equal(network.flat, trainer.network.flat)
    assert network.flat.dtype == dtype
    for name, curve in trainer.history.arrays().items():
        np.testing.assert_array_equal(run.arrays[f"curve.{name}"], curve)


def test_the_weights_have_pytorchs_names_and_shapes(saved):
    H, V = 8, CORPUS.alphabet
    with safe_open(saved, "numpy") as file:
        shapes = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118
    expected = {"decoder.weight": (V, H), "decoder.bias": (V,)}
    for layer in range(2):
        expected |= {
            f"rnn.weight_ih_l{layer}": (4 * H, H if layer else V),
            f"rnn.weight_hh_l{layer}": (4 * H, H),
            f"rnn.bias_ih_l{layer}": (4 * H,),
            f"rnn.bias_hh_l{layer}": (4 * H,),
        }
    weights = {n: s for n, s in shapes.items() if n.startswith(("rnn.", "decoder."))}
    assert weights == expected
    others = {name.partition(".")[0] for name in shapes.keys() - weights.keys()}
    assert others == {"optimizer", "state", "curve", "text"}


def test_the_description_is_json_with_what_the_run_was_made_of(saved):
    with safe_open(saved, "numpy") as file:
        metadata = file.metadata()
    assert metadata["program"] == "rnnviz"
    assert int(metadata["format"]) == checkpoint.FORMAT
    assert json.loads(metadata["vocabulary"]) == list(CORPUS.vocabulary)
    assert json.loads(metadata["settings"])["cell"] == "lstm"
    assert json.loads(metadata["corpus"])["fingerprint"] == CORPUS.fingerprint


def test_an_unset_forget_bias_in_a_file_of_the_first_format_is_pytorchs(saved, tmp_path):
    with safe_open(saved, "numpy") as file:
        metadata = file.metadata()
    assert load_run(saved).settings.forget_bias is None
    path = tmp_path / "first.safetensors"
    save_file(load_run(saved).arrays, path, metadata | {"format": "1"})
    settings = load_run(path).settings
    assert (settings.forget_bias, settings.keep_bias) == (0.0, 0.0)


def test_a_loaded_run_does_not_follow_its_file(saved, tmp_path):
    path = tmp_path / "run.safetensors"
    path.write_bytes(saved.read_bytes())
    run = load_run(path)
    before = {name: array.copy() for name, array in run.arrays.items()}
    save_run(train(make_trainer(cell="lstm", layers=2, seed=5), 20), path)
    for name, array in before.items():
        np.testing.assert_array_equal(run.arrays[name], array)


def test_saving_does_not_change_the_run_and_replaces_the_older_file(tmp_path):
    trainer, path = train(make_trainer(), 5), tmp_path / "run.safetensors"
    before = trainer.network.flat.copy()
    save_run(trainer, path)
    np.testing.assert_array_equal(trainer.network.flat, before)
    train(trainer, 5)
    save_run(trainer, path)
    assert load_run(path).progress["step"] == 10
    assert names_in(tmp_path) == ["run.safetensors"]


def test_names_with_spaces_and_umlauts_are_names(tmp_path):
    path = tmp_path / "Meer und Wörter 海.safetensors"
    save_run(train(make_trainer(), 2), str(path))
    assert load_run(str(path)).progress["step"] == 2


def refused_saving(trainer, path):
    with pytest.raises(Refusal, match=re.escape(path.name)) as refused:
        save_run(trainer, path)
    assert str(refused.value).endswith(".")


def test_saving_into_a_missing_folder_is_refused(tmp_path):
    refused_saving(make_trainer(), tmp_path / "nowhere" / "run.safetensors")
    assert names_in(tmp_path) == []


def test_saving_over_a_folder_is_refused(tmp_path):
    (tmp_path / "run.safetensors").mkdir()
    refused_saving(make_trainer(), tmp_path / "run.safetensors")
    assert names_in(tmp_path) == ["run.safetensors"]


def test_saving_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("kept")
    refused_saving(make_trainer(), tmp_path / "file" / "run.safetensors")
    assert (tmp_path / "file").read_text() == "kept"


def test_a_name_too_long_for_the_disk_is_refused(tmp_path):
    refused_saving(make_trainer(), tmp_path / ("n" * 300 + ".safetensors"))
    assert names_in(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_saving_into_a_folder_without_permission_is_refused(tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    refused_saving(make_trainer(), folder / "run.safetensors")


@pytest.mark.parametrize("fails", ["write_arrays", "fsync", "replace"])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, fails):
    path, trainer = tmp_path / "run.safetensors", train(make_trainer(), 5)
    save_run(trainer, path)
    before = path.read_bytes()
    train(trainer, 5)

    def full(*_):
        raise OSError(28, "No space left on device")

    owner = {"write_arrays": checkpoint, "fsync": os, "replace": Path}[fails]
    monkeypatch.setattr(owner, fails, full)
    with pytest.raises(Refusal, match=r"run\.safetensors .*No space left"):
        save_run(trainer, path)
    assert path.read_bytes() == before
    assert names_in(tmp_path) == ["run.safetensors"]


KILLED = """
import sys
sys.path.insert(0, {here!r})
from trainers import make_trainer, train
from rnnviz.lab.runs.checkpoint import save_run
trainer = make_trainer(hidden=256, cell="lstm", steps=10**6)
print("begun", flush=True)
while True:
    train(trainer, 1)
    save_run(trainer, {path!r})
"""


def test_a_kill_while_saving_leaves_a_whole_file(tmp_path):
    path = tmp_path / "run.safetensors"
    for kill in range(6):
        code = KILLED.format(here=str(HERE), path=str(path))
        with Program([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            deadline = time.monotonic() + 30
            while not path.exists() and time.monotonic() < deadline:
                time.sleep(0.001)
            time.sleep(0.003 + 0.005 * kill)
            process.send_signal(signal.SIGKILL)
        run = load_run(path)
        assert run.progress["step"] == len(run.arrays["curve.loss"]) > 0
        train(run.resume(CORPUS), 1)
