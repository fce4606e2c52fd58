"""What is to be recorded is refused in a sentence before anything is drawn."""

import pytest

from rnnviz.lab import recording
from rnnviz.lab.recording import Recording, check_place, free_place, name_of_frame
from rnnviz.refusal import Refusal


@pytest.mark.parametrize(
    ("numbers", "words"),
    [({"every": 0}, "Steps apart"), ({"most": 0}, "at most"), ({"stands": 1}, "Each stands")],
)
def test_numbers_out_of_bounds_are_refused_by_their_label(tmp_path, numbers, words):
    with pytest.raises(Refusal, match=words):
        Recording(tmp_path / "frames", **numbers).check()


def test_places_that_hold_something_else_are_refused(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / name_of_frame(7)).touch()
    (tmp_path / "folder.gif").mkdir()
    (tmp_path / "no.gif").write_text("a text")
    (tmp_path / "file").touch()
    for name, words in {
        "there": "has a recording already .frame-00007.png",
        "folder.gif": "is a folder",
        "no.gif": "is there already and no GIF",
        "file": "is there already and no folder",
        "film.mp4": "a name that ends in .gif",
        "nowhere/x.gif": "the folder .*nowhere is not there",
        "nowhere/x": "the folder .*nowhere is not there",
    }.items():
        with pytest.raises(Refusal, match=words):
            check_place(tmp_path / name)
    assert {one.name for one in tmp_path.iterdir()} == {"there", "folder.gif", "no.gif", "file"}


def test_what_is_free_is_not_refused_and_nothing_is_left_there(tmp_path):
    (tmp_path / "old.gif").write_bytes(b"GIF89a...")
    (tmp_path / "empty").mkdir()
    for name in ("new.gif", "old.gif", "empty", "new"):
        check_place(tmp_path / name)
    assert {one.name for one in tmp_path.iterdir()} == {"old.gif", "empty"}
    assert (tmp_path / "old.gif").read_bytes() == b"GIF89a..."


def test_a_folder_that_cannot_be_written_is_refused_with_the_reason(tmp_path, monkeypatch):
    def refuse(path, size):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(recording, "prove_writable", refuse)
    for name in ("x.gif", "x"):
        with pytest.raises(Refusal, match=r"Permission denied\. Make room or change"):
            check_place(tmp_path / name)


def test_a_gif_without_pillow_is_refused_with_what_brings_it(tmp_path, monkeypatch):
    monkeypatch.setattr(recording, "find_spec", lambda name: None)
    with pytest.raises(Refusal, match=r'pip install "rnnviz\[gif\]"'):
        check_place(tmp_path / "x.gif")
    check_place(tmp_path / "x")


def test_a_free_name_is_one_that_nothing_has(tmp_path):
    for name in ("loss.gif", "loss-2.gif", "loss-3.gif"):
        place = free_place(tmp_path, "loss", ".gif")
        assert place.name == name
        place.touch()
