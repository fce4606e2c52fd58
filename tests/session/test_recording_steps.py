"""A picture is due at exactly the steps wanted, training waits for it, and learns the same."""

import numpy as np
import pytest
from test_roster import race

from rnnviz.lab.snapshot import Request, Wanted


class Camera:
    """Takes note of what is due, and answers at once unless it is to wait."""

    def __init__(self, session):
        self.session, self.answers = session, True
        self.shown = []
        session.recordings.due.connect(self.take)

    def take(self, snapshot):
        self.shown.append(snapshot)
        if self.answers:
            self.session.recordings.go_on()

    @property
    def steps(self):
        return [snapshot.step for snapshot in self.shown]


@pytest.fixture
def camera(watched):
    watched.open(steps=40)
    watched.session.set_speed(None)
    return Camera(watched.session)


def learned(session):
    trainer = session.runs.focus.trainer
    return trainer.network.flat.tobytes(), np.asarray(trainer.history.curves().loss).tobytes()


def test_every_step_that_is_wanted_is_shown_and_no_other(watched, camera):
    camera.session.recordings.begin(7)
    camera.session.run()
    watched.until_state("finished")
    assert camera.steps == [0, 7, 14, 21, 28, 35]
    assert [shown.curves.steps.size for shown in camera.shown] == camera.steps


def test_weights_and_curve_are_the_same_to_the_bit(watched, camera):
    camera.session.recordings.begin(1)
    camera.session.run()
    watched.until_state("finished")
    recorded = learned(camera.session)
    assert camera.steps == list(range(41))
    camera.session.recordings.end()
    camera.session.restart()
    watched.until_state("ready")
    camera.session.run()
    watched.until_state("finished")
    assert learned(camera.session) == recorded
    assert camera.steps == list(range(41))  # nothing is recorded any more


def test_no_step_is_made_before_the_picture_is_taken(watched, camera, qtbot):
    camera.answers = False
    camera.session.recordings.begin(10)
    camera.session.run(25)
    watched.until(lambda: camera.steps == [0])
    camera.session.recordings.go_on()
    watched.until(lambda: camera.steps == [0, 10])
    qtbot.wait(50)
    assert camera.session.runs.focus.step == 10
    camera.session.pause()  # acts although training waits
    watched.until_state("paused")
    camera.session.recordings.go_on()
    qtbot.wait(30)
    assert (camera.steps, camera.session.runs.focus.step) == ([0, 10], 10)
    camera.answers = True
    camera.session.run(25)
    watched.until_state("paused")
    watched.until(lambda: camera.session.runs.focus.step == 25)
    assert camera.steps == [0, 10, 20]  # of none a second one


def test_closing_does_not_wait_for_a_picture(watched, camera):
    camera.answers = False
    camera.session.recordings.begin(10)
    camera.session.run()
    watched.until(lambda: camera.steps == [0])
    camera.session.close()


def test_everything_wanted_is_measured_at_that_step(watched, camera):
    norm = Request("hidden_units", (("phrase", "sea"),))
    camera.session.set_requests(Wanted(frozenset({norm})))
    camera.session.recordings.begin(5)
    camera.session.run()
    watched.until_state("finished")
    found = [shown.results[norm] for shown in camera.shown]
    assert len({id(one) for one in found}) == len(camera.steps) == 9
    camera.session.recordings.end()
    again = camera.session.runs.focus.measure([norm])[norm]
    assert np.array_equal(found[-1].h, again.h)


def test_it_follows_the_focus_and_takes_no_picture_of_the_past(watched, camera):
    camera.session.recordings.begin(10)
    camera.session.run(10)
    watched.until(lambda: camera.steps == [0, 10])
    watched.until_state("paused")
    camera.session.roster.look_back(0)
    camera.session.run(30)
    watched.until(lambda: camera.session.runs.focus.step == 30)
    assert camera.steps == [0, 10]
    camera.session.roster.look_back(None)
    camera.session.open_text("another text, quite another one " * 20, "other")
    watched.until_state("ready")
    camera.session.run(10)
    watched.until_state("paused")
    assert camera.steps == [0, 10, 0, 10]
    assert camera.shown[-1].run is camera.session.runs.focus.id


def test_in_a_race_the_run_in_focus_decides_and_all_wait(watched):
    _, second = race(watched, {"cell": "vanilla"}, {"cell": "gru"}, given={"steps": 20})
    camera = Camera(watched.session)
    camera.session.roster.focus(second.id)
    camera.session.recordings.begin(5)
    camera.session.run()
    watched.until_state("finished")
    assert camera.steps == [0, 5, 10, 15, 20]
    assert {shown.run for shown in camera.shown} == {second.id}
    beside = [shown.beside[0].step for shown in camera.shown]
    assert all(abs(one - other) <= 1 for one, other in zip(camera.steps, beside, strict=True))
