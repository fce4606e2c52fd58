"""The runs of a session: one for now, in focus, and another takes its place."""

from pathlib import Path


def test_a_session_begins_without_a_run(watched):
    assert list(watched.session.runs) == []
    assert watched.session.runs.focus is None


def test_the_one_run_is_in_focus_and_its_snapshots_say_so(watched):
    session = watched.open()
    (run,) = session.runs
    assert session.runs.focus is run
    assert run.name == "sea"
    assert session.snapshot().run is run.id


def test_another_run_takes_the_place_of_the_one_in_focus(watched):
    session = watched.open()
    first = session.runs.focus
    session.change(hidden=7)
    watched.until(lambda: session.runs.focus is not first)
    (second,) = session.runs
    assert second is session.runs.focus
    watched.until(lambda: session.snapshot() and session.snapshot().run is second.id)
    assert (second.source, second.corpus) == (first.source, first.corpus)


def test_a_run_that_is_replaced_while_it_is_saved_keeps_its_file_to_itself(watched, tmp_path):
    session, path, saved = watched.open(), tmp_path / "run.safetensors", []
    session.saved.connect(saved.append)
    watched.run_to(5)
    first = session.runs.focus
    session.change(hidden=7)
    session.save(str(path))
    watched.until(lambda: saved and session.runs.focus is not first)
    assert (first.path, first.saved_step) == (Path(path), first.step)
    assert session.runs.path is None
    assert session.runs.focus.saved_step == 0
