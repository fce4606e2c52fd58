"""Runs of the list are saved, each where it was asked for, and what another takes is not lost."""

import pytest
from test_roster import another

from rnnviz.lab.runs.checkpoint import load_run


@pytest.fixture
def saved(watched):
    """The paths that runs were saved in."""
    paths = []
    watched.session.saved.connect(paths.append)
    return paths


def units_in(*folders):
    """How many hidden units the runs in files have, and their steps."""
    files = [path for folder in folders for path in folder.glob("*.safetensors")]
    runs = [load_run(path) for path in files]
    return sorted((run.settings.hidden, run.progress["step"]) for run in runs)


def test_a_run_whose_file_another_takes_is_unsaved_again(watched, saved, tmp_path):
    session, kept = watched.session, tmp_path / "kept" / "earlier-runs"
    session.keeper.keep_in(kept)
    watched.open()
    old, new = another(watched, hidden=9)
    watched.run_to(20)
    for run in (old, new):
        session.save(str(tmp_path / "sea.safetensors"), run.id)
    watched.until(lambda: len(saved) == 2)
    assert (old.unsaved, new.unsaved) == (True, False)
    assert (old.path, new.path) == (None, tmp_path / "sea.safetensors")
    session.close()
    assert units_in(tmp_path, kept) == [(6, old.step), (9, new.step)]


def test_no_other_run_is_saved_for_one_that_has_gone(watched, saved, tmp_path):
    watched.open()
    old, _ = another(watched, hidden=9)
    watched.session.roster.remove(old.id)
    watched.session.save(str(tmp_path / "sea.safetensors"), old.id)
    assert "not open any more" in watched.notices[-1].text
    watched.session.save(str(tmp_path / "focus.safetensors"))
    watched.until(lambda: saved)
    assert units_in(tmp_path) == [(9, 0)]
