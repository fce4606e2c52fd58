"""Looking back in a thread: a moment is shown while training goes on, stands, or was saved."""

import gc
import weakref

import pytest

from rnnviz.lab.snapshot import Request, Wanted

UNITS = Request("hidden_units", (("phrase", "the sea"),))
DECAY = Request("decay")
EARLIER = Request("earlier", (("of", "decay"),))


def shown(watched):
    return watched.session.snapshot()


def look_at(watched, step):
    """Look back, and return the snapshot that shows it."""
    watched.session.roster.look_back(step)
    present = step is None
    watched.until(lambda: (shown(watched).present is None) == present)
    watched.until(lambda: present or shown(watched).step == step)
    return shown(watched)


@pytest.fixture
def trained(watched):
    """A session with 130 steps done, which measures."""
    session = watched.open()
    session.set_requests(Wanted(frozenset({UNITS, DECAY, EARLIER})))
    session.run(to=130)
    watched.until(lambda: session.state == "paused" and watched.step == 130)
    return watched


def test_a_moment_is_shown_as_it_was_and_the_present_comes_back(trained):
    run = trained.session.runs.focus
    now = shown(trained)
    then = look_at(trained, 100)
    assert (then.step, then.present, then.run) == (100, 130, run.id)
    assert then.curves.steps.size == 100
    assert then.later.steps.size == 130
    assert then.undo == ""
    assert then.samples[-1].step == 100
    assert set(then.results) == {UNITS, DECAY, EARLIER}
    assert (then.results[UNITS].h != now.results[UNITS].h).any()
    again = look_at(trained, None)
    assert (again.step, again.later) == (130, None)
    assert (again.results[UNITS].h == now.results[UNITS].h).all()
    assert trained.notices == []


def test_a_step_between_two_moments_shows_the_nearer_one(trained):
    trained.session.roster.look_back(99)
    trained.until(lambda: shown(trained).step == 100)
    assert trained.session.runs.focus.step == 130


def test_training_goes_on_behind_a_moment(trained):
    session = trained.session
    session.run()
    first = look_at(trained, 64)
    trained.until(lambda: shown(trained).present > first.present + 50)
    assert session.state == "running"
    later = shown(trained)
    assert (later.step, later.curves.steps.size) == (64, 64)
    assert later.results[UNITS] is first.results[UNITS]  # measured once
    session.pause()
    trained.until_state("paused")
    assert look_at(trained, None).step > first.present


def test_what_is_asked_for_in_the_past_is_measured_there(trained):
    look_at(trained, 51)
    phrase = Request("hidden_units", (("phrase", "the moon"),))
    trained.session.set_requests(Wanted(frozenset({phrase})))
    trained.until(lambda: phrase in shown(trained).results)
    assert shown(trained).step == 51
    found = shown(trained).results[phrase]
    run = trained.session.runs.focus
    assert (found.h == run.measure([phrase], at=51)[phrase].h).all()


def test_a_network_is_changed_by_hand_in_the_present(trained):
    look_at(trained, 51)
    trained.session.intervene("orthogonal")
    trained.until(lambda: shown(trained).present is None)
    assert shown(trained).events[-1].step == 130


def test_the_past_network_writes_when_it_is_asked_to(trained):
    look_at(trained, 51)
    samples = list(trained.session.runs.focus.history.samples)
    trained.session.sample_now()
    trained.until(lambda: shown(trained).samples and shown(trained).samples[-1].step == 51)
    assert trained.session.runs.focus.history.samples == samples


def test_another_run_is_shown_in_its_present(trained):
    look_at(trained, 51)
    trained.session.change(hidden=5)
    trained.until(lambda: len(trained.session.runs) == 2 and trained.step == 0)
    assert shown(trained).present is None


def test_a_run_that_comes_back_into_focus_is_shown_in_its_present(trained):
    look_at(trained, 51)
    session, run = trained.session, trained.session.runs.focus
    session.change(hidden=5)
    trained.until(lambda: len(session.runs) == 2 and trained.step == 0)
    session.roster.focus(run.id)
    trained.until(lambda: shown(trained) is not None and shown(trained).run is run.id)
    assert (shown(trained).step, shown(trained).present) == (130, None)


@pytest.mark.parametrize("running", [True, False])
def test_a_run_goes_on_from_a_moment_beside_the_one_it_comes_from(trained, running):
    session, run = trained.session, trained.session.runs.focus
    if running:
        session.run()
    look_at(trained, 64)
    session.roster.continue_from(64, lr=0.01)
    trained.until(lambda: session.runs.focus is not run)
    forked = session.runs.focus
    trained.until(lambda: shown(trained) is not None and shown(trained).run is forked.id)
    assert (forked.step, shown(trained).present) == (64, None)
    assert (session.settings.lr, run.settings.lr) == (0.01, 0.008)
    assert run in session.runs
    assert [other.run for other in shown(trained).beside] == [run.id]
    session.run(to=70)
    trained.until(lambda: session.state == "paused" and trained.step == 70)
    assert run.step >= 130
    assert trained.notices == []


@pytest.mark.parametrize("press", ["toggle", "run", "step_once"])
def test_what_is_asked_for_right_after_going_on_is_done_there_and_not_in_the_old_run(
    trained, press
):
    session, run = trained.session, trained.session.runs.focus
    session.roster.continue_from(64)
    getattr(session, press)()
    session.change(lr=0.01)
    trained.until(lambda: session.runs.focus is not run and session.runs.focus.step > 64)
    assert run.step == 130
    trained.until(lambda: session.runs.focus.settings.lr == 0.01)
    assert run.settings.lr != 0.01


def test_a_run_that_could_not_go_on_from_a_moment_leaves_nothing_waiting(trained):
    session, run = trained.session, trained.session.runs.focus
    session.roster.continue_from(63)  # which is not kept
    session.run()
    trained.until(lambda: trained.notices)
    assert "step 63 is not kept" in trained.notices[0].text
    assert run.step == 130
    session.run()
    trained.until(lambda: run.step > 130)


def test_a_text_that_is_opened_right_after_going_on_comes_into_focus(trained):
    session, run = trained.session, trained.session.runs.focus
    session.roster.continue_from(64)
    session.open_builtin("hello")
    trained.until(lambda: session.corpus.name == "hello" and len(session.runs) == 3)
    assert [one.step for one in session.runs if one is not run and one.corpus is run.corpus] == [64]


def test_what_needs_a_new_network_cannot_go_on_from_a_moment(trained):
    trained.session.roster.continue_from(64, hidden=9)
    trained.until(lambda: trained.notices)
    assert trained.notices[0].text == "Hidden units can only change with a new network."
    assert len(trained.session.runs) == 1


def test_a_run_saved_with_its_past_is_looked_back_at_after_it_is_opened(trained, tmp_path):
    session, path = trained.session, tmp_path / "run.safetensors"
    session.save(str(path), past=True)
    trained.until(path.is_file)
    then = look_at(trained, 100)
    session.load_run(str(path))
    trained.until(lambda: len(session.runs) == 2 and trained.step == 130)
    assert 100 in shown(trained).moments
    again = look_at(trained, 100)
    assert again.run is not then.run
    assert (again.results[UNITS].h == then.results[UNITS].h).all()
    assert again.samples[-1] == then.samples[-1]


def test_a_file_with_a_past_keeps_it_when_the_run_is_saved_there_again(trained, tmp_path):
    session, path, other = trained.session, tmp_path / "run.safetensors", tmp_path / "o.safetensors"
    for target, past in ((path, True), (other, False), (path, False)):
        session.save(str(target), past=past)
        trained.until(target.is_file)
    trained.until(lambda: session.runs.path == path)
    session.load_run(str(other))
    trained.until(lambda: len(session.runs) == 2 and trained.step == 130)
    assert shown(trained).moments == ()


def test_a_run_saved_without_its_past_has_none(trained, tmp_path):
    session, path = trained.session, tmp_path / "run.safetensors"
    session.save(str(path))
    trained.until(path.is_file)
    session.load_run(str(path))
    trained.until(lambda: len(session.runs) == 2 and trained.step == 130)
    assert shown(trained).moments == ()


def test_a_moment_is_called_as_the_run_is(watched):
    session = watched.open()
    watched.run_to(50)
    session.change(hidden=9)
    watched.until(lambda: len(session.runs) == 2 and watched.step == 0)
    watched.run_to(50)
    name = session.snapshot().name
    session.roster.look_back(10)
    watched.until(lambda: session.snapshot().present is not None)
    assert session.snapshot().name == name != session.runs.focus.name


def test_a_run_that_is_removed_while_it_is_looked_back_at_takes_no_memory(trained, tmp_path):
    session = trained.session
    session.keeper.keep_in(tmp_path)  # from where it could be brought back
    session.change(hidden=9)
    trained.until(lambda: trained.step == 0)
    trained.run_to(20)
    look_at(trained, 1)
    removed = weakref.ref(session.runs.focus)
    session.roster.remove(session.runs.focus.id)
    trained.until(lambda: trained.step == 130)
    assert shown(trained).present is None

    def is_gone():
        assert shown(trained) is not None  # and another is asked for
        gc.collect()
        return removed() is None

    trained.until(is_gone)


def test_a_run_that_comes_back_into_focus_is_seen_at_present(trained):
    session = trained.session
    first = session.runs.focus
    session.change(hidden=9)
    trained.until(lambda: trained.step == 0)
    session.roster.focus(first.id)
    trained.until(lambda: trained.step == 130)
    look_at(trained, 1)
    session.roster.focus(next(run.id for run in session.runs if run is not first))
    trained.until(lambda: trained.step == 0)
    session.roster.focus(first.id)
    trained.until(lambda: shown(trained) and shown(trained).run is first.id)
    assert (shown(trained).step, shown(trained).present) == (130, None)


def test_a_run_that_goes_on_from_a_moment_does_not_call_the_focus_back(trained):
    session = trained.session
    first = session.runs.focus
    session.change(hidden=9)
    trained.until(lambda: trained.step == 0)
    session.roster.focus(first.id)
    session.roster.continue_from(100)
    second = list(session.runs)[1]
    session.roster.focus(second.id)
    trained.until(lambda: len(session.runs) == 3)
    assert session.runs.focus is second
    assert session.settings.hidden == 9
    trained.until(lambda: shown(trained) and [row.step for row in shown(trained).rows][2:] == [100])
    assert len({run.look for run in session.runs}) == 3
