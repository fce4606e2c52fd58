"""The list of earlier runs: those worth most, that no other program writes over."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from programs import Program
from trainers import make_trainer, train

from rnnviz.lab.run import Run
from rnnviz.lab.runs import surplus
from rnnviz.lab.runs.checkpoint import load_run, room_for, save_run
from rnnviz.lab.runs.kept_runs import KeptRuns

AT_MOST = 10
"""Fewer than usual, which is faster."""
ROOT = Path(__file__).resolve().parents[3]
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL to send")


def run_of(steps=2):
    return Run(train(make_trainer(), steps))


def unsaved(steps=2):
    run = run_of(steps)
    run.saved_step = 0
    return run


def keep_and_end(kept, run):
    kept.keep(run)
    kept.let_go(run)
    return run.kept.path


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def keep_all(folder, seconds):
    """Runs of another window, each of so many seconds, the oldest first; where they are."""
    kept, paths = KeptRuns(folder), []
    for number, spent in enumerate(seconds):
        run = unsaved(number + 1)
        run.trainer.seconds += 10.0 * spent
        paths.append(keep_and_end(kept, run))
        os.utime(paths[-1], (1000 + number, 1000 + number))
    kept.close()
    return paths


def test_so_many_are_kept_and_those_that_trained_least_go(tmp_path, monkeypatch):
    monkeypatch.setattr(surplus, "AT_MOST", AT_MOST)
    long, *paths = keep_all(tmp_path, [3600, *range(AT_MOST + 2)])
    kept = KeptRuns(tmp_path)
    found = kept.earlier()
    assert [one.path for one in found] == [*paths[:-AT_MOST:-1], long]
    assert [one.step for one in found] == [*range(AT_MOST + 3, 4, -1), 1]
    assert found[0].name == unsaved().name
    kept.let_go(unsaved())
    assert len(names_in(tmp_path)) == AT_MOST


def test_none_of_those_that_were_open_here_is_one_too_many_here(tmp_path, monkeypatch):
    monkeypatch.setattr(surplus, "AT_MOST", AT_MOST)
    kept, runs = KeptRuns(tmp_path), [unsaved() for _ in range(AT_MOST + 3)]
    paths = [keep_and_end(kept, run) for run in runs[: AT_MOST + 2]]
    assert len(kept.earlier()) == AT_MOST + 2
    kept.keep(runs[-1])
    kept.close()
    assert len(names_in(tmp_path)) == AT_MOST + 3
    assert all(path.is_file() for path in paths)


def test_runs_that_are_too_large_together_go_but_neither_the_latest_nor_the_longest(
    tmp_path, monkeypatch
):
    long, *others, last = keep_all(tmp_path, [50, 3, 1, 2, 0])
    kept = KeptRuns(tmp_path)
    monkeypatch.setattr(surplus, "BYTES", 3 * last.stat().st_size + 1000)
    kept.let_go(unsaved())
    assert [one.path for one in kept.earlier()] == [last, others[0], long]
    monkeypatch.setattr(surplus, "BYTES", 0)
    kept.let_go(unsaved())
    assert names_in(tmp_path) == sorted([last.name, long.name])


@posix
def test_a_pipe_among_the_kept_files_is_not_waited_for(tmp_path):
    kept = KeptRuns(tmp_path)
    path = keep_and_end(kept, unsaved())
    os.mkfifo(path.with_name(path.name.replace("sea", "pipe")))
    os.mkfifo(tmp_path / ".pipe.open")
    assert [one.path for one in kept.earlier()] == [path]
    assert kept.left_behind() is None
    kept.close()


def test_a_run_is_written_over_by_itself_alone(tmp_path):
    kept, run = KeptRuns(tmp_path), unsaved()
    kept.keep(run)
    first = run.kept.path
    next(run)
    kept.keep(run)
    assert run.kept.path == first
    assert load_run(first).progress["step"] == 3
    other = unsaved()
    kept.keep(other)
    assert other.kept.path != first
    kept.close()


def test_a_run_that_comes_back_leaves_its_file_to_the_one_that_was_read_from_there(tmp_path):
    kept, run = KeptRuns(tmp_path), unsaved()
    path = keep_and_end(kept, run)
    read = Run(load_run(path).resume(run.corpus))
    kept.take(read, path)
    for one in (run, read):
        next(one)
        kept.keep(one)
    next(run)
    kept.keep(run)
    assert read.kept.path == path
    assert load_run(path).progress["step"] == read.step == 3
    assert load_run(run.kept.path).progress["step"] == run.step == 4
    kept.close()


def test_two_windows_keep_runs_of_one_name_beside_each_other(tmp_path):
    one, two = KeptRuns(tmp_path), KeptRuns(tmp_path)
    runs = [unsaved(2), unsaved(3)]
    one.keep(runs[0])
    two.keep(runs[1])
    assert runs[0].kept.path != runs[1].kept.path
    assert one.earlier() == two.earlier() == []  # both are open
    one.close()
    assert [kept.step for kept in two.earlier()] == [2]
    two.close()
    assert sorted(kept.step for kept in one.earlier()) == [2, 3]


def test_what_is_open_in_another_window_is_no_earlier_run_and_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(surplus, "AT_MOST", 2)
    monkeypatch.setattr(surplus, "BYTES", 0)
    other, kept, run = KeptRuns(tmp_path), KeptRuns(tmp_path), unsaved()
    other.keep(run)
    os.utime(run.kept.path, (1, 1))
    keep_all(tmp_path, [1, 2, 3])
    kept.let_go(unsaved())
    assert run.kept.path.is_file()
    assert run.kept.path not in [one.path for one in kept.earlier()]
    kept.close()
    other.close()


def test_a_clean_end_leaves_nothing_to_offer(tmp_path):
    kept = KeptRuns(tmp_path)
    assert kept.left_behind() is None
    kept.keep(unsaved())
    kept.close()
    assert KeptRuns(tmp_path).left_behind() is None
    assert len(names_in(tmp_path)) == 1


def test_an_unchanged_run_comes_first_again_without_being_written(tmp_path):
    kept, run = KeptRuns(tmp_path), unsaved()
    path = keep_and_end(kept, run)
    os.utime(path, (1, 1))
    content = path.read_bytes()
    assert kept.keep(run)
    assert path.stat().st_mtime > 1
    assert path.read_bytes() == content
    path.unlink()
    assert kept.keep(run)
    assert len(kept._files()) == 1
    kept.close()


def test_the_run_that_an_older_version_kept_is_in_the_list(tmp_path):
    folder = tmp_path / "earlier-runs"
    kept = KeptRuns(folder)
    path = keep_and_end(kept, unsaved(4))
    path.rename(tmp_path / "last-run.safetensors")
    [found] = kept.earlier()
    assert (found.name, found.step) == ("last-run", 4)
    assert kept.holds(found.path)
    kept.close()


def test_a_damaged_file_in_the_list_is_listed_without_its_step(tmp_path):
    kept = KeptRuns(tmp_path)
    path = keep_and_end(kept, unsaved())
    path.write_bytes(b"half")
    [found] = kept.earlier()
    assert found.step is None
    kept.close()


def test_a_name_that_no_file_may_have_becomes_one_that_it_may(tmp_path):
    kept, run = KeptRuns(tmp_path), unsaved()
    run.id = type(run.id)("../" + "ü" * 200 + "\0:*?\n")
    kept.keep(run)
    assert run.kept.path.parent == tmp_path
    assert load_run(run.kept.path).progress["step"] == 2
    assert len(kept._files()) == 1
    kept.close()


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from trainers import make_trainer, train
from rnnviz.lab.run import Run
from rnnviz.lab.runs import surplus
from rnnviz.lab.runs.kept_runs import KeptRuns
kept = KeptRuns(Path(sys.argv[1]))
for steps in (5, 7):
    run = Run(train(make_trainer(), steps))
    run.saved_step = 0
    kept.keep(run)
    if steps == 5:
        kept.let_go(run)
part = kept.folder / f".{run.kept.path.name}.{os.getpid()}.part"
part.mkdir()
(part / run.kept.path.name).write_bytes(b"half")
print("kept", flush=True)
sys.stdin.read()
"""


@posix
def test_the_run_that_was_open_in_a_killed_program_is_offered_once_and_nothing_is_left(tmp_path):
    places = [str(ROOT), str(ROOT / "tests" / "lab")]
    command = [sys.executable, "-c", KILLED, str(tmp_path), *places]
    pipe = subprocess.PIPE
    with Program(command, stdin=pipe, stdout=pipe, text=True) as program:
        assert program.stdout.readline() == "kept\n"
        kept = KeptRuns(tmp_path)
        assert kept.left_behind() is None  # it lives
        assert [one.step for one in kept.earlier()] == [5]
        program.send_signal(signal.SIGKILL)
    left = kept.left_behind()
    assert left.step == 7
    assert kept.left_behind() is None
    assert sorted(one.step for one in kept.earlier()) == [5, 7]
    assert all(name.endswith(".safetensors") and name[0] != "." for name in names_in(tmp_path))


def test_the_room_for_a_run_holds_its_file_and_not_the_rows_that_will_be_thinned(tmp_path):
    trainer = make_trainer(steps=10**8)
    save_run(trainer, tmp_path / "run.safetensors")
    assert (tmp_path / "run.safetensors").stat().st_size < room_for(trainer) < 50_000_000
