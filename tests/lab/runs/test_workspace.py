"""A workspace's folder: all runs come back, and a kill leaves the old one or the new one whole."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trainers import assert_same, make_trainer, train
from workspaces import SMALL, members, names_in, resume, toml_in

from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.runs.workspace import (
    LAYOUT_AT_MOST,
    RUNS_AT_MOST,
    open_members,
    read_workspace,
)
from rnnviz.lab.runs.workspace_name import FILE, is_workspace
from rnnviz.lab.runs.workspace_writing import OURS, Member, save_workspace
from rnnviz.lab.turns import STEPS, Shared
from rnnviz.refusal import Refusal
from rnnviz.tasks.progress import Cancelled

ROOT = Path(__file__).resolve().parents[3]


def ended_process():
    """The number of a process that has just ended."""
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        process.wait()
    return process.pid


posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL to send")


def test_everything_comes_back(tmp_path):
    kept = members()
    save_workspace(tmp_path / "new" / "work", kept, focus=2, layout=b"\0\xff layout")
    workspace = read_workspace(tmp_path / "new" / "work")
    assert (workspace.focus, workspace.layout) == (2, b"\0\xff layout")
    told = [(entry.name, entry.look, entry.shown) for entry in workspace.entries]
    assert told == [("", 0, True), ("mine", 1, False), ("", 2, True)]
    opened, problems = open_members(workspace, resume)
    assert problems == []
    for member, (_, trainer) in zip(kept, opened, strict=True):
        assert_same(member.run, trainer)


def test_the_toml_opens_as_the_folder_does_and_a_run_file_opens_alone(tmp_path):
    save_workspace(tmp_path, members(2), 0)
    workspace = read_workspace(tmp_path / FILE)
    assert workspace == read_workspace(tmp_path)
    assert load_run(workspace.entries[1].path).settings.seed == 1
    assert is_workspace(tmp_path)
    assert is_workspace(tmp_path / FILE)
    assert not is_workspace(tmp_path.parent)
    assert not is_workspace(workspace.entries[0].path)


def test_files_are_named_for_people(tmp_path):
    names = ["LSTM, bias 4", "../é/..", "x" * 99]
    runs = zip(members(3), names, strict=True)
    save_workspace(tmp_path, [Member(m.run, "", 0, True, called=name) for m, name in runs], 0)
    names = [entry.path.name for entry in read_workspace(tmp_path).entries]
    assert all(OURS.fullmatch(name) for name in names)
    assert [re.sub("-[0-9a-f]{8}.safetensors", "", name) for name in names] == [
        "1-lstm-bias-4",
        "2-run",
        "3-" + "x" * 30,
    ]


def test_saving_again_leaves_only_the_new_runs_and_what_is_not_ours(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    save_run(train(make_trainer(**SMALL), 1), tmp_path / "mine.safetensors")
    save_workspace(tmp_path, members(3), 0)
    save_workspace(tmp_path, members(2, steps=3), 1)
    workspace = read_workspace(tmp_path)
    files = [entry.path.name for entry in workspace.entries]
    assert names_in(tmp_path) == sorted([*files, FILE, "mine.safetensors", "notes.txt"])
    assert resume(workspace.entries[0].path).step == 3


def test_a_run_that_is_in_a_file_already_is_copied(tmp_path):
    kept = tmp_path / "kept.safetensors"
    trainer = train(make_trainer(**SMALL), 5)
    save_run(trainer, kept)
    save_workspace(tmp_path / "work", [Member(kept, "", 4, False)], 0)
    [entry] = read_workspace(tmp_path / "work").entries
    assert kept.is_file()
    assert_same(resume(entry.path), trainer)


def test_a_workspace_may_be_saved_where_it_is_though_its_runs_are_in_its_own_files(tmp_path):
    save_workspace(tmp_path, members(2), 0)
    entries = read_workspace(tmp_path).entries
    save_workspace(tmp_path, [Member(e.path, e.name, e.look, e.shown) for e in entries], 1)
    opened, problems = open_members(read_workspace(tmp_path), resume)
    assert (len(opened), problems) == (2, [])
    assert len(names_in(tmp_path)) == 3


@pytest.mark.parametrize(("writer", "left"), [("dead", False), ("alive", True)])
def test_what_a_kill_left_is_cleared_away_unless_somebody_saves_there(tmp_path, writer, left):
    orphan = tmp_path / "1-lstm-01234567.safetensors"
    orphan.write_bytes(b"of a program that was killed, or of one that is at work")
    process = os.getppid() if writer == "alive" else ended_process()
    (tmp_path / f".{FILE}.{process}.part").mkdir()
    save_workspace(tmp_path, members(1), 0)
    assert orphan.exists() == left


def test_the_share_that_is_written_grows_over_all_runs(tmp_path):
    shares = []
    save_workspace(tmp_path, members(3), 0, report=lambda share: shares.append(share) or True)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert {int(3 * share) for share in shares} >= {0, 1, 2}


@pytest.mark.parametrize("wrong", ["cancelled", "no room"])
def test_what_breaks_off_leaves_the_old_workspace(tmp_path, monkeypatch, wrong):
    save_workspace(tmp_path, members(2), 0)
    before, text = names_in(tmp_path), toml_in(tmp_path)
    if wrong == "cancelled":
        with pytest.raises(Cancelled):
            save_workspace(tmp_path, members(3), 0, report=lambda share: share < 0.5)
    else:
        monkeypatch.setattr(Path, "write_text", _full)
        with pytest.raises(Refusal, match=r"could not be saved in .*: No space left.* another"):
            save_workspace(tmp_path, members(3), 0)
    assert (names_in(tmp_path), toml_in(tmp_path)) == (before, text)


def _full(*_arguments, **_more):
    raise OSError(28, "No space left on device")


def test_where_nothing_can_be_written_the_refusal_names_the_folder(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Refusal, match=r"The workspace could not be saved in .*file: "):
        save_workspace(tmp_path / "file", members(1), 0)


@pytest.mark.parametrize("count", [0, RUNS_AT_MOST + 1])
def test_none_and_too_many_runs_are_refused(tmp_path, count):
    with pytest.raises(Refusal, match=rf"1 to {RUNS_AT_MOST} runs, not {count}\."):
        save_workspace(tmp_path / "work", [Member(Path("x"), "", 0, True)] * count, 0)
    assert not (tmp_path / "work").exists()


def test_a_layout_that_is_too_large_is_left_out(tmp_path):
    save_workspace(tmp_path, members(1), 0, layout=bytes(LAYOUT_AT_MOST + 1))
    assert read_workspace(tmp_path).layout == b""


some_rows = st.lists(
    st.builds(
        dict,
        name=st.text(max_size=300), look=st.integers(0, 10**12), shown=st.booleans(),
        called=st.text(max_size=40), race=st.integers(-1, 200), contestant=st.text(max_size=300),
        shared=st.builds(
            Shared, st.sampled_from(("steps", "time")), st.none() | st.floats(0.0, 1e12)
        ),
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@given(some_rows, st.integers(-5, 9), st.binary(max_size=99))
@settings(max_examples=40)
def test_whatever_is_saved_can_be_read(rows, focus, layout):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "run.safetensors")
        path.write_bytes(b"whatever it holds, it is copied")
        save_workspace(Path(folder, "work"), [Member(path, **row) for row in rows], focus, layout)
        workspace = read_workspace(Path(folder, "work"))
        assert len(workspace.entries) == len(rows)
        assert workspace.layout == layout
        for entry, row in zip(workspace.entries, rows, strict=True):
            assert entry.shown == row["shown"]
            assert entry.name == " ".join(row["name"].split())[: len(entry.name)]
            assert entry.race in (0, row["race"])
            by, seconds = row["shared"] if entry.race else STEPS
            assert entry.shared.by == by
            if seconds is None or 0.001 <= seconds <= 1e8:
                assert entry.shared.seconds == (seconds and pytest.approx(seconds, abs=0.001))


KILLED = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from workspaces import members
from rnnviz.lab.runs.workspace_name import FILE, is_workspace
from rnnviz.lab.runs.workspace_writing import save_workspace
runs = members(3, steps=3)
print("ready", flush=True)
for _ in range(1000):
    save_workspace(Path(sys.argv[1]), runs, 0)
"""


@posix
def test_a_kill_while_saving_leaves_a_whole_workspace(tmp_path):
    folder, here = tmp_path / "work", Path(__file__).parent
    save_workspace(folder, members(2), 0)
    command = [sys.executable, "-c", KILLED, str(folder), str(ROOT), str(here), str(here.parent)]
    for kill in range(5):
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path) as process:
            assert process.stdout.readline() == b"ready\n"
            time.sleep(0.01 + 0.023 * kill)
            process.send_signal(signal.SIGKILL)
        opened, problems = open_members(read_workspace(folder), resume)
        assert problems == []
        assert {trainer.step for _, trainer in opened} in ({2}, {3})
    save_workspace(folder, members(1), 0)
    assert len(names_in(folder)) == 2
