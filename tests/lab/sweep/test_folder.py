"""The folder of a sweep: whole files, refusals in a sentence, and nothing of others touched."""

import errno
import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from sweep_rows import ToldRow

from rnnviz.lab.sweep import folder as folder_module
from rnnviz.lab.sweep.claim import Holder
from rnnviz.lab.sweep.folder import MARKER, SweepFolder
from rnnviz.lab.sweep.row import LAYOUT, Outcome
from rnnviz.refusal import Refusal

ROW = ToldRow(3, "nowhere")


def opened(path, **more):
    return SweepFolder(path, "told", **more)


def names(path):
    return sorted(found.name for found in path.iterdir() if not found.name.startswith("."))


@pytest.fixture
def folder(tmp_path):
    with opened(tmp_path / "rows") as made:
        yield made


def test_a_row_is_there_as_it_was_written(folder):
    assert folder.found(ROW.name) is None
    folder.take(ROW.name)
    folder.write(ROW, Outcome({"loss": 1.5, "heldout": float("nan")}, b"weights"))
    folder.release(ROW.name)
    record = folder.found(ROW.name)
    assert record.result == {"loss": 1.5, "heldout": None}
    assert record.values == {"number": 3, "seed": 0}
    assert record.run.read_bytes() == b"weights"
    assert list(folder.records()) == [record]
    assert names(folder.path) == sorted([MARKER, f"{ROW.name}.json", f"{ROW.name}.safetensors"])


def test_a_failure_says_why(folder):
    record = folder.write(ROW, Outcome(error="It was too large."))
    assert (record.error, record.result, record.run) == ("It was too large.", None, None)


def test_names_depend_on_all_that_counts():
    same = ToldRow(3, "elsewhere", pause=2.0)
    assert same.name == ROW.name
    assert ToldRow(4, "nowhere").name != ROW.name


def test_a_folder_is_opened_again(folder):
    folder.write(ROW, Outcome({}))
    again = opened(folder.path)
    assert [record.name for record in again.records()] == [ROW.name]


def made(path, *files):
    path.mkdir()
    for name in files:
        (path / name).write_text("mine")
    return path


def test_foreign_files_are_refused_and_left_alone(tmp_path):
    path = made(tmp_path / "home", "notes.txt", "a.csv", "b.csv", "c.csv")
    with pytest.raises(Refusal, match=r"what no sweep has written \(a.csv, b.csv, c.csv and 1 mo"):
        opened(path)
    assert names(path) == ["a.csv", "b.csv", "c.csv", "notes.txt"]


def test_foreign_files_among_rows_are_refused_and_left_alone(folder):
    folder.write(ROW, Outcome({}))
    (folder.path / "notes.txt").write_text("mine")
    before = names(folder.path)
    with pytest.raises(Refusal, match=r"notes\.txt"):
        opened(folder.path)
    assert names(folder.path) == before
    assert (folder.path / "notes.txt").read_text() == "mine"


def test_what_systems_put_into_folders_is_no_foreign_file(tmp_path):
    opened(made(tmp_path / "rows", ".DS_Store", ".nfs0001", "desktop.ini", "Thumbs.db"))


def change_marker(folder, **changes):
    path = folder.path / MARKER
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.mark.parametrize("layout", [LAYOUT + 1, LAYOUT - 1, "x"])
def test_a_folder_of_another_version_is_refused(folder, layout):
    change_marker(folder, sweep=layout)
    with pytest.raises(Refusal, match=f"of another version of this program .*layout {layout}, "):
        opened(folder.path)


def test_a_folder_of_other_rows_is_refused(folder):
    change_marker(folder, kind="memory")
    with pytest.raises(Refusal, match=r"rows of another kind \(memory, not told\)"):
        opened(folder.path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense", '{"sweep": 1}'])
def test_another_programs_file_of_the_markers_name_is_refused(tmp_path, text):
    made(tmp_path / "rows")
    (tmp_path / "rows" / MARKER).write_text(text)
    with pytest.raises(Refusal, match="was not written by a sweep"):
        opened(tmp_path / "rows")
    assert (tmp_path / "rows" / MARKER).read_text() == text


def test_a_file_and_a_folder_in_no_folder_are_refused(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Refusal, match="is a file"):
        opened(tmp_path / "file")
    with pytest.raises(Refusal, match="is not there"):
        opened(tmp_path / "no" / "rows")


def test_what_is_only_looked_at_is_not_made(tmp_path):
    with pytest.raises(Refusal, match="is not there"):
        opened(tmp_path / "rows", create=False)
    with pytest.raises(Refusal, match="holds no sweep"):
        opened(tmp_path, create=False)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda about: about["identity"]["settings"].update(number=4),
        lambda about: about.pop("result"),
        lambda about: about.update(result=[]),
        lambda about: about.update(layout=99),
        lambda about: about.update(attempt="late"),
        lambda about: about.clear(),
    ],
)
def test_a_row_that_was_changed_is_refused_by_its_name(folder, change):
    folder.write(ROW, Outcome({}))
    path = folder.path / f"{ROW.name}.json"
    about = json.loads(path.read_text())
    change(about)
    path.write_text(json.dumps(about))
    with pytest.raises(Refusal, match=f"{path.name} cannot be read as a row"):
        folder.found(ROW.name)


def test_a_row_that_was_cut_off_is_refused(folder):
    folder.write(ROW, Outcome({}))
    path = folder.path / f"{ROW.name}.json"
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(Refusal, match="cannot be read as a row"):
        list(folder.records())


class Full:
    """A disk that has room for some files only."""

    def __init__(self, monkeypatch, ending):
        self._ending = ending
        monkeypatch.setattr(Path, "write_bytes", self._bytes(Path.write_bytes))
        monkeypatch.setattr(Path, "write_text", self._bytes(Path.write_text))

    def _bytes(self, usual):
        def write(path, *given, **more):
            if path.name.endswith(self._ending):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            return usual(path, *given, **more)

        return write


def test_where_there_is_no_room_for_the_network_its_numbers_are_kept(folder, monkeypatch):
    Full(monkeypatch, ".safetensors")
    with pytest.raises(Refusal, match="No space left"):
        folder.write(ROW, Outcome({"loss": 1.0}, b"weights"))
    record = folder.found(ROW.name)
    assert record.result == {"loss": 1.0}
    assert record.run is None


def test_no_space_left_is_a_sentence_and_nothing_is_lost(folder, monkeypatch):
    other = ToldRow(4, "nowhere")
    folder.write(other, Outcome({}))
    Full(monkeypatch, ".json")
    with pytest.raises(Refusal, match=r"No space left.*what is finished stays"):
        folder.write(ROW, Outcome({"loss": 1.0}))
    monkeypatch.undo()
    assert [record.name for record in opened(folder.path).records()] == [other.name]
    assert not list(folder.path.glob(".*.part"))


def test_what_a_killed_process_had_begun_is_cleared_away(folder):
    begun = folder.path / f".{ROW.name}.json.0011223344556677.part"
    begun.mkdir()
    (begun / f"{ROW.name}.json").write_text("{")
    others = folder.path / f".{ToldRow(4, '').name}.json.0011223344556677.part"
    others.mkdir()
    assert folder.take(ROW.name)
    assert not begun.exists()
    assert others.exists()


def test_a_claim_that_a_killed_process_left_on_a_finished_row_goes(folder):
    folder.write(ROW, Outcome({}))
    gone = replace(Holder.new(), process=ended_process())
    claim = folder.path / f"{ROW.name}.claim"
    claim.write_text(json.dumps(asdict(gone)))
    others = folder.path / f"{ToldRow(4, '').name}.claim"
    others.write_text(claim.read_text())
    with opened(folder.path):
        assert not claim.exists()
        assert others.exists()  # its row is not over


def ended_process():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_nothing_of_other_machines_is_cleared_away_while_a_row_is_written(folder):
    others = folder.path / f".{ToldRow(4, '').name}.json.1.part"
    others.mkdir()
    folder.write(ROW, Outcome({}))
    assert others.exists()


def test_a_kill_between_the_network_and_the_numbers_leaves_a_row_that_is_not_over(
    folder, monkeypatch
):
    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(folder_module.SweepFolder, "_write_json", killed)
    with pytest.raises(KeyboardInterrupt):
        folder.write(ROW, Outcome({}, b"weights"))
    monkeypatch.undo()
    assert opened(folder.path).found(ROW.name) is None
