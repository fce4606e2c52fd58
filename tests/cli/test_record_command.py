"""rnnviz train --record: pictures of a panel, the same weights, and refusals in a sentence."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage
from safetensors import safe_open

from rnnviz.gui.recording.png_files import STEP

SMALL = ("--hidden", 6, "--window", 6, "--steps", 20)

pytestmark = pytest.mark.usefixtures("qapp")


def weights(path):
    with safe_open(path, "numpy") as run:
        return {name: run.get_tensor(name) for name in run.keys() if "weight" in name}  # noqa: SIM118


def test_a_gif_is_recorded_and_the_weights_are_the_same(rnnviz, text_file, here):
    plain = rnnviz("train", text_file, *SMALL, "--out", "plain.safetensors")
    asked = ("--record", "x.gif", "--record-every", 5, "--record-panel", "hidden_units")
    answer = rnnviz("train", text_file, *SMALL, *asked, "--out", "run.safetensors")
    assert answer.code == 0
    *report, told = answer.out.splitlines()
    assert told == f"Recorded: 5 pictures of steps 0 to 20, as x.gif in {here}."
    assert [line.split()[:2] for line in report[1:]] == [
        line.split()[:2] for line in plain.out.splitlines()[1:]
    ]
    with Image.open(here / "x.gif") as gif:
        assert (gif.n_frames, gif.info["duration"], gif.info["loop"]) == (5, 100, 0)
    first, second = weights("plain.safetensors"), weights("run.safetensors")
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_numbered_pngs_never_overwrite_another_recording(rnnviz, text_file, here):
    asked = ("--record", "frames", "--record-every", 10, "--record-most", 2)
    answer = rnnviz("train", text_file, *SMALL, *asked, "--json")
    assert answer.json["recorded"] == {"path": "frames", "panel": "loss", "steps": [0, 10]}
    files = sorted((here / "frames").iterdir())
    assert [QImage(str(one)).text(STEP) for one in files] == ["0", "10"]
    again = rnnviz("train", text_file, *SMALL, *asked)
    assert again.code == 2
    assert "frames has a recording already" in again.err
    assert sorted((here / "frames").iterdir()) == files


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--record", "x", "--record-every", 0), "--record-every must lie between 1 and"),
        (("--record", "x", "--record-every", "often"), "--record-every needs a whole number"),
        (("--record", "x", "--record-panel", "los"), "did you mean loss?"),
        (("--record", "x", "--record-panel", "window"), "--record-panel cannot be 'window'"),
        (("--record-every", 10), "--record-every says more of a recording; give --record"),
        (("--record", "x.mp4"), "a name that ends in .gif makes a GIF"),
        (("--record", "nowhere/x.gif"), "the folder nowhere is not there"),
    ],
)
def test_what_cannot_be_recorded_is_refused_before_training(rnnviz, text_file, here, asked, words):
    answer = rnnviz("train", text_file, *SMALL, *asked)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert not (here / "x").exists()


def test_a_full_disk_ends_the_pictures_and_training_goes_on(rnnviz, text_file, here, monkeypatch):
    from rnnviz.gui.recording.gif_file import GifFile

    put = GifFile._put

    def full(self, piece):
        if self._whole and piece != b";":
            raise OSError(28, "No space left on device")
        put(self, piece)

    monkeypatch.setattr(GifFile, "_put", full)
    answer = rnnviz("train", text_file, *SMALL, "--record", "x.gif", "--record-every", 5)
    assert answer.code == 1
    assert answer.err.count("x.gif cannot be written: No space left on device") == 1
    assert "Training goes on." in answer.err
    assert "20 steps" in answer.out
    assert answer.out.splitlines()[-1].startswith("Recorded: 1 picture of step 0, as x.gif")
    with Image.open(here / "x.gif") as gif:
        assert gif.n_frames == 1
