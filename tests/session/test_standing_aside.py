"""Training makes way for a moment when the user moves or resizes something."""

import time

from rnnviz.session.training import ASIDE


def test_training_stands_aside_for_a_moment_and_goes_on(watched):
    session = watched.open()
    session.set_speed(None)
    session.run()
    watched.until_step(50)
    quiet = []
    for _ in range(5):
        session.stand_aside()
        time.sleep(ASIDE / 4)  # longer than a step takes
        before = session.snapshot().step
        time.sleep(ASIDE / 2)
        quiet.append(session.snapshot().step - before)
        watched.until_step(session.snapshot().step + 20)
        time.sleep(ASIDE)
    assert sorted(quiet)[2] == 0
    session.pause()
    watched.until_state("paused")


def test_one_that_stands_aside_already_is_not_asked_again(watched):
    session = watched.open()
    session.set_speed(None)
    session.run()
    watched.until_step(50)
    begun = time.perf_counter()
    for _ in range(1000):
        session.stand_aside()
    session.pause()
    watched.until_state("paused")
    assert time.perf_counter() - begun < 20 * ASIDE


def test_nobody_needs_to_stand_aside_while_nothing_trains(watched):
    session = watched.open()
    newest = session.snapshot()
    session.stand_aside()
    time.sleep(2 * ASIDE)
    assert session.snapshot() is newest  # not even measured again
    watched.run_to(10)
