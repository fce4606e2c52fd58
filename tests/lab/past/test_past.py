"""The past of a run: kept beside the steps, within its budget, in nobody's way."""

import pytest
from trainers import CORPUS, assert_same, make_run, train

from rnnviz.lab.past.moment import bytes_of
from rnnviz.lab.past.rhythm import BUDGET
from rnnviz.lab.race.contestants import Entries, contestants
from rnnviz.lab.race.race import Race
from rnnviz.tasks.progress import Cancelled


def fail(*_):
    raise MemoryError("a made-up lack")


def test_a_run_keeps_its_start_and_a_dozen_moments_a_doubling():
    run = train(make_run(steps=300))
    assert run.past.steps[:10] == tuple(range(10))
    assert {0, 100} < set(run.past.steps)
    assert len([step for step in run.past.steps if 150 < step <= 300]) == 12
    assert run.snapshot().moments is run.past.steps
    assert run.past.bytes < BUDGET


def test_all_is_kept_within_the_budget_and_what_is_round_goes_last():
    run = make_run(steps=400)
    room = 12 * bytes_of(run.trainer)
    run.past.set_budget(room)
    for _ in run:
        assert run.past.bytes <= room
        assert run.past.bytes == sum(run.kept_moment(step).bytes for step in run.past.steps)
    assert {0, 100} < set(run.past.steps)
    assert 8 <= len(run.past.steps) <= 12
    run.past.set_budget(3 * bytes_of(run.trainer))
    assert run.past.steps[:2] == (0, 100)
    run.past.set_budget(0)
    assert (run.past.steps, run.past.bytes) == ((), 0)


def test_a_moment_that_does_not_fit_is_not_kept_and_training_goes_on():
    run, other = make_run(), train(make_run())
    run.past.set_budget(bytes_of(run.trainer) - 1)
    assert_same(train(run).trainer, other.trainer)
    assert run.past.steps == ()


def test_a_race_that_nobody_watches_keeps_no_past():
    entries = Entries(make_run(steps=30).settings, ({"cell": "vanilla"}, {"cell": "gru"}))
    race = Race(contestants(entries, lambda _: CORPUS), lambda _: CORPUS)
    assert len(list(race)) == 60
    assert [run.past.steps for run in race.runs] == [(), ()]


def test_the_moments_of_changes_by_hand_outlast_the_others():
    run = train(make_run(steps=200), 57)
    run.intervene("orthogonal")
    train(run, 20)
    run.change(run.settings.change(lr=0.01))
    train(run)
    assert {57, 58, 77, 78} < set(run.past.steps)
    run.past.set_budget(6 * bytes_of(run.trainer))
    assert {0, 57, 77, 100} < set(run.past.steps)


def test_a_drag_through_many_settings_keeps_few_moments():
    run = train(make_run(steps=400), 300)
    before = len(run.past.steps)
    for place in range(20):
        run.change(run.settings.change(clip_threshold=20.0 - place))
        train(run, 1)
    assert len(run.past.steps) - before <= 10


def test_settings_of_samples_and_goals_keep_no_moment():
    run = train(make_run(steps=100), 55)
    run.change(run.settings.change(temperature=0.5, steps=90))
    assert 55 not in run.past.steps


def test_what_is_changed_before_the_first_step_is_the_start():
    run = make_run()
    run.intervene("orthogonal")
    weights = run.trainer.network.flat.copy()
    train(run, 2)
    assert (run.at(0).network.flat == weights).all()
    assert run.past.steps == (0, 1, 2)


def test_a_start_that_was_broken_off_and_changed_is_kept_anew(monkeypatch):
    run = make_run()
    with monkeypatch.context() as broken:
        broken.setattr(run.trainer, "_learn", lambda: (_ for _ in ()).throw(Cancelled()))
        with pytest.raises(Cancelled):
            next(run)
    assert run.past.steps == (0,)
    run.change(run.settings.change(lr=0.5))
    train(run, 1)
    assert run.at(0).settings.lr == 0.5


def test_a_large_network_is_copied_in_pieces_and_what_is_broken_off_comes_again(monkeypatch):
    monkeypatch.setattr("rnnviz.lab.past.moment.COPIED_AT_ONCE", 10)
    run, asked = make_run(), []

    def ask(_share):
        asked.append(1)
        if len(asked) == 3:
            raise Cancelled

    run.trainer.look()
    run.trainer.network.pauses.ask = ask
    with pytest.raises(Cancelled):
        next(run)
    assert (run.step, run.past.steps) == (0, ())
    assert next(run) == 1
    assert run.past.steps == (0, 1)
    assert len(asked) > 10


def test_a_copy_that_is_broken_off_after_its_step_comes_before_the_next(monkeypatch):
    run, other = make_run(), train(make_run())
    run.trainer.look()
    train(run, 3)
    with monkeypatch.context() as broken:
        broken.setattr("rnnviz.lab.past.past.PastMoment.of", lambda *_: _cancel())
        with pytest.raises(Cancelled):
            next(run)
    assert run.step == 4
    assert run.past.steps == (0, 1, 2, 3)
    assert next(run) == 5
    assert run.past.steps == (0, 1, 2, 3, 4, 5)
    assert_same(train(run).trainer, other.trainer)


def _cancel():
    raise Cancelled


def test_what_cannot_be_kept_is_told_once_and_costs_no_step(monkeypatch):
    run, other, told = make_run(), train(make_run(), 20), []
    run.trainer.beside.tell = lambda failure, error: told.append(failure)
    monkeypatch.setattr("rnnviz.lab.past.past.PastMoment.of", fail)
    assert_same(train(run, 20).trainer, other.trainer)
    assert told == ["The network as it is now could not be kept to go back to later"]
