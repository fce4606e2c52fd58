"""Each run has its own settings: the form shows those of the one in focus, however fast it goes."""

import time

import pytest
from test_roster import another, race


@pytest.fixture
def behind(watched):
    """Has the thread that trains come to what is asked for a little later."""
    return lambda: watched.session._worker.post(lambda: time.sleep(0.2))


@pytest.fixture
def settled(watched):
    """Waits until all is done that was asked for, and told."""

    def wait():
        watched.session.roster.rename(watched.session.runs.focus.id, "settled")
        watched.until(lambda: (now := watched.session.snapshot()) and now.name == "settled")
        watched.session.roster.rename(watched.session.runs.focus.id, "")
        watched.until(lambda: watched.session.snapshot().name != "settled")

    return wait


def test_a_change_is_shown_when_the_focus_comes_back_before_it_acts(watched, behind, settled):
    watched.open()
    old, new = another(watched, hidden=9)
    session = watched.session
    behind()
    session.change(lr=0.007)
    session.roster.focus(old.id)
    assert session.settings == old.settings
    session.roster.focus(new.id)
    assert session.settings.lr == 0.007
    settled()
    assert session.settings == new.settings
    assert old.settings.lr != 0.007


def test_an_undo_is_followed_in_its_own_run_alone(watched, behind, settled):
    watched.open(clip="norm", clip_threshold=1.0)
    old, new = another(watched, hidden=9)
    session = watched.session
    for run, threshold in ((new, 3.0), (old, 7.0)):
        session.roster.focus(run.id)
        watched.until(lambda r=run: watched.step == r.step)
        watched.run_to(run.step + 20)
        session.change(clip_threshold=threshold)
    session.roster.focus(new.id)
    behind()
    session.undo()
    session.roster.focus(old.id)
    settled()
    assert session.settings == old.settings
    assert old.settings.clip_threshold == 7.0
    session.roster.focus(new.id)
    assert session.settings == new.settings
    assert new.settings.clip_threshold == 1.0


def test_what_a_lesson_changes_in_all_its_runs_is_shown_of_each(watched, behind, settled):
    one, other = race(watched, {"cell": "vanilla"}, {"cell": "gru"})
    session = watched.session
    behind()
    session.lesson_runs.change({"lr": 0.007})
    session.roster.focus(other.id)
    assert session.settings.lr == 0.007
    settled()
    assert session.settings == other.settings
    assert one.settings.lr == 0.007
