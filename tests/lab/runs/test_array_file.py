"""Run files are written and read in pieces, without a copy, and can be given up in between."""

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file
from trainers import make_trainer, train

from rnnviz.lab.runs import array_file, checkpoint
from rnnviz.lab.runs.array_file import read_array, write_arrays
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.tasks.progress import Cancelled

ARRAYS = {
    "flags": np.array([True, False, True]),
    "bytes": np.arange(7, dtype=np.uint8),
    "turned": np.arange(12, dtype=np.float64).reshape(3, 4).T,
    "nothing": np.empty((0,), np.float32),
    "cube": np.arange(60, dtype=np.float32).reshape(5, 4, 3),
    "steps": np.arange(5),
}


@pytest.fixture(params=[4, 1 << 24])
def pieces(monkeypatch, request):
    monkeypatch.setattr(array_file, "PIECE", request.param)
    monkeypatch.setattr(array_file, "SYNCED", 16)


def test_others_read_what_is_written_in_pieces(pieces, tmp_path):
    path = tmp_path / "arrays"
    write_arrays(path, ARRAYS, {"who": "me \u6d77"})
    read = load_file(path)
    with safe_open(path, framework="numpy") as file:
        assert file.metadata() == {"who": "me \u6d77"}
        for name, array in ARRAYS.items():
            for found in (read[name], read_array(file, name, None)):
                np.testing.assert_array_equal(found, array)
                assert found.dtype == array.dtype


def test_how_much_is_written_is_told(pieces, tmp_path):
    shares = []
    write_arrays(tmp_path / "arrays", ARRAYS, {}, lambda share: shares.append(share) or True)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


class After:
    """Answers so many questions, and then wants no more."""

    def __init__(self, questions):
        self.left = questions

    def report(self, _share):
        self.left -= 1
        return self.left >= 0

    def ask(self, share):
        if not self.report(share):
            raise Cancelled


def test_what_is_given_up_leaves_the_old_file_and_nothing_else(tmp_path):
    path, trainer = tmp_path / "run.safetensors", train(make_trainer(), 5)
    save_run(trainer, path)
    before = path.read_bytes()
    train(trainer, 5)
    with pytest.raises(Cancelled):
        save_run(trainer, path, report=After(3).report)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["run.safetensors"]


def test_reading_asks_for_every_array(tmp_path, monkeypatch):
    path, trainer = tmp_path / "run.safetensors", train(make_trainer(hidden=40), 5)
    save_run(trainer, path)
    with pytest.raises(Cancelled):
        load_run(path, After(3).ask)
    whole = After(1000)
    saved = load_run(path, whole.ask)
    assert 1000 - whole.left >= len(saved.arrays)
    monkeypatch.setattr(array_file, "PIECE", 1000)
    more = After(1000)
    load_run(path, more.ask)
    assert 1000 - more.left > len(saved.arrays) + 5


def test_the_training_is_brought_back_with_questions(tmp_path):
    path, trainer = tmp_path / "run.safetensors", train(make_trainer(), 5)
    save_run(trainer, path)
    saved, asked = load_run(path), []
    saved.resume(trainer.corpus, lambda _share: asked.append(1))
    drawn = After(len(asked) - 1)
    with pytest.raises(Cancelled):
        saved.resume(trainer.corpus, drawn.ask)
    assert checkpoint.is_run(path)
