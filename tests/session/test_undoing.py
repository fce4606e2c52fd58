"""One history of what was done: it is taken back, the latest first, and done again."""

import gc
import threading
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from rnnviz.session.undoing import AT_MOST

SMALL = {"hidden": 6, "window": 6, "batch": 1, "cell": "vanilla", "optimizer": "adam"}


@pytest.fixture
def opened(watched):
    watched.open(**SMALL)
    return watched


@pytest.fixture
def undoing(opened):
    return opened.session.undoing


def focus(watched):
    return watched.session.runs.focus


def settle(watched):
    """Nothing is got ready any more, and the thread has done all that was asked."""
    done = []
    watched.until(lambda: not watched.session._preparation.busy)
    watched.session._worker.post(lambda: done.append(True))
    watched.until(lambda: done)
    QCoreApplication.processEvents()  # what it told before


def stand(watched):
    """All that an undo has to bring back, to the last bit."""
    run, session = focus(watched), watched.session
    trainer = run.trainer
    return (
        session.settings.as_dict(),
        trainer.settings.as_dict(),
        run.material.fingerprint if run.material else run.task.name,
        run.step,
        trainer.network.flat.tobytes(),
        tuple(slot.tobytes() for slot in trainer.optimizer.state.values()),
        {name: values.tobytes() for name, values in trainer.history.arrays().items()},
    )


def test_a_change_that_makes_a_new_run_is_taken_back_with_its_weights(opened, undoing):
    first = focus(opened)
    opened.run_to(20)
    settle(opened)
    before = stand(opened)
    opened.session.change(hidden=9)
    opened.until(lambda: focus(opened) is not first)
    opened.run_to(5)
    settle(opened)
    second, after = focus(opened), stand(opened)
    assert undoing.undo_words == "hidden units 6 to 9"
    undoing.undo()
    settle(opened)
    assert focus(opened) is first
    assert stand(opened) == before
    assert second in opened.session.runs  # parked in the list
    assert (undoing.undo_words, undoing.redo_words) == ("", "hidden units 6 to 9")
    undoing.redo()
    settle(opened)
    assert stand(opened) == after


def test_a_change_in_the_run_is_taken_back_in_it(opened, undoing):
    opened.session.change(lr=0.5)
    opened.session.change(lr=0.25)  # of the same drag
    opened.session.change(clip="none")
    assert undoing.undo_words == "clipping norm to none"
    undoing.undo()
    assert opened.session.settings.clip == "norm"
    assert undoing.undo_words.endswith("to 0.25")
    undoing.undo()
    settle(opened)
    assert (undoing.undo_words, focus(opened).settings.lr) == ("", focus(opened).settings.lr)
    assert opened.session.settings.lr == focus(opened).settings.lr not in (0.5, 0.25)


def test_a_drag_that_ends_where_it_began_is_nothing(opened, undoing):
    usual = opened.session.settings.lr
    opened.session.change(lr=0.5)
    opened.session.change(lr=usual)
    assert undoing.undo_words == ""


def test_starting_over_texts_and_tasks_are_named_and_taken_back(opened, undoing):
    session = opened.session
    opened.run_to(3)
    settle(opened)
    before = stand(opened)
    session.restart()
    settle(opened)
    assert undoing.undo_words == "start over"
    session.open_text("another text, as long as it needs to be. " * 20, "another")
    settle(opened)
    assert undoing.undo_words == "sea to another"
    session.begin(session.settings.change(task="adding"))
    settle(opened)
    assert undoing.undo_words.startswith("task ")
    for _ in range(3):
        undoing.undo()
        settle(opened)
    assert stand(opened) == before


def test_what_is_done_by_hand_is_taken_back_after_training_and_done_again(opened, undoing):
    opened.run_to(4)
    settle(opened)
    before = stand(opened)[4]
    opened.session.intervene("orthogonal")
    opened.until(lambda: undoing.undo_words)
    assert "rthogonal" in undoing.undo_words
    opened.session.step_once()
    opened.until_step(focus(opened).step)
    settle(opened)
    learned = stand(opened)[4]
    undoing.undo()
    settle(opened)
    assert stand(opened)[4] == before
    undoing.redo()
    settle(opened)
    assert stand(opened)[4] == learned
    undoing.undo()
    settle(opened)
    assert stand(opened)[4] == before


def test_an_undo_is_done_again_before_the_thread_has_come_to_it(opened, undoing):
    opened.run_to(4)
    settle(opened)
    opened.session.intervene("orthogonal")
    settle(opened)
    learned, going_on = stand(opened)[4], threading.Event()
    opened.session._worker.post(lambda: going_on.wait(5))
    undoing.undo()
    undoing.redo()
    going_on.set()
    settle(opened)
    assert stand(opened)[4] == learned
    assert undoing.undo_words == "Orthogonal W_hh"
    assert not opened.notices


def test_what_is_done_by_hand_is_taken_back_below_other_clipping(opened, undoing):
    opened.run_to(4)
    settle(opened)
    before = stand(opened)[4]
    opened.session.intervene("orthogonal")
    opened.until(lambda: undoing.undo_words)
    opened.session.change(clip="none")
    undoing.undo()
    undoing.undo()
    settle(opened)
    assert stand(opened)[4] == before
    assert focus(opened).settings.clip == "norm"


def test_a_removed_run_comes_back(opened, undoing):
    first = focus(opened)
    opened.run_to(3)
    opened.session.change(hidden=7)
    settle(opened)
    second = focus(opened)
    opened.session.roster.remove(first.id)
    assert undoing.undo_words == "remove sea"
    assert first not in opened.session.runs
    undoing.undo()
    settle(opened)
    assert focus(opened) is second
    assert first in opened.session.runs
    undoing.redo()
    settle(opened)
    assert first not in opened.session.runs


def test_a_removed_run_comes_back_from_the_file_that_it_went_to(opened, undoing, tmp_path):
    opened.session.keeper.keep_in(tmp_path)
    opened.run_to(3)
    opened.session.change(hidden=7)
    settle(opened)
    opened.run_to(9)
    settle(opened)
    before = stand(opened)
    gone = weakref.ref(focus(opened))
    opened.session.roster.remove(focus(opened).id)
    opened.until(lambda: gc.collect() >= 0 and opened.session.snapshot() and gone() is None)
    undoing.undo()
    opened.until(lambda: focus(opened).settings.hidden == 7)
    settle(opened)
    assert stand(opened) == before
    assert undoing.undo_words == "hidden units 6 to 7"


def test_runs_that_no_deed_names_any_more_take_no_memory(opened, undoing, monkeypatch):
    monkeypatch.setattr("rnnviz.session.undoing.AT_MOST", 2)
    runs = []
    for hidden in (7, 8, 9, 10):
        runs.append(weakref.ref(focus(opened)))
        opened.session.change(hidden=hidden)
        settle(opened)

    def are_gone():
        gc.collect()
        return [run() is None for run in runs] == [True, True, False, False]

    opened.until(lambda: opened.session.snapshot() is not None and are_gone())


def test_what_a_lesson_takes_back_is_no_deed_any_more(opened, undoing):
    opened.run_to(4)
    settle(opened)
    before = stand(opened)[4]
    opened.session.intervene("orthogonal")
    opened.session.intervene("identity")
    settle(opened)
    assert len(undoing._done) == 2
    opened.session.undo()
    settle(opened)
    assert undoing.undo_words == "Orthogonal W_hh"
    undoing.undo()
    settle(opened)
    assert (stand(opened)[4], undoing.undo_words) == (before, "")


def test_the_history_is_bounded_and_a_new_deed_ends_what_could_be_done_again(opened, undoing):
    for number in range(AT_MOST + 5):
        name, value = (("lr", 0.001), ("steps", 500))[number % 2]
        opened.session.change(**{name: value * (number + 1)})
    assert len(undoing._done) == AT_MOST
    undoing.undo()
    assert undoing.redo_words
    opened.session.change(lr=0.9)
    assert not undoing.redo_words


def test_what_is_being_read_is_given_up_first(opened, undoing):
    opened.session.change(lr=0.5)
    opened.session.change(hidden=8)
    undoing.undo()
    settle(opened)
    assert focus(opened).settings.hidden == 6
    assert undoing.undo_words.endswith("to 0.5")


CHANGES = (
    lambda session, rng: session.change(lr=float(rng.choice([0.1, 0.01, 0.003]))),
    lambda session, rng: session.change(clip=str(rng.choice(["none", "norm", "value"]))),
    lambda session, rng: session.change(hidden=int(rng.integers(3, 9))),
    lambda session, rng: session.change(cell=str(rng.choice(["vanilla", "gru", "lstm"]))),
    lambda session, rng: session.change(seed=int(rng.integers(9))),
    lambda session, rng: session.restart(),
    lambda session, rng: session.intervene("orthogonal"),
    lambda session, rng: session.open_text(f"text {rng.integers(3)} is a short one. " * 20, "t"),
)


@pytest.mark.parametrize("seed", [1])
def test_three_hundred_changes_and_undos_end_where_they_began(opened, undoing, seed):
    rng = np.random.default_rng(seed)
    opened.run_to(2)
    settle(opened)
    stands = [stand(opened)]
    for _ in range(300):
        if rng.random() < 0.45 and len(stands) > 1:
            undoing.undo()
            settle(opened)
            stands.pop()
            assert stand(opened) == stands[-1]
            continue
        before = undoing.undo_words, len(undoing._done)
        CHANGES[rng.integers(len(CHANGES))](opened.session, rng)
        undoing._slid = None  # each is a deed of its own
        settle(opened)
        settle(opened)
        if (undoing.undo_words, len(undoing._done)) != before:
            stands.append(stand(opened))
        stands = stands[-len(undoing._done) - 1 :]
    while undoing.undo_words:
        undoing.undo()
        settle(opened)
        stands.pop()
        assert stand(opened) == stands[-1]
    assert len(stands) == 1
