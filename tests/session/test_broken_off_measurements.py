"""A measurement or intervention that is broken off for something urgent is no mistake."""

from rnnviz.core import weight_edits
from rnnviz.lab.snapshot import Request
from rnnviz.session.measuring import Measuring
from rnnviz.session.notice import GIVEN_UP
from rnnviz.tasks.progress import Cancelled

WANTED = frozenset({Request("hidden_units")})


class Busy:
    """A run whose measurements are broken off at first."""

    mark = (0, 0)

    def __init__(self):
        self.patience = False

    def measure(self, requests):
        if not self.patience:
            raise Cancelled
        return dict.fromkeys(requests, "found")


def test_what_is_broken_off_is_not_told_and_is_measured_next_time():
    run, told = Busy(), []
    measuring = Measuring(lambda *words: told.append(words))
    measuring.want(WANTED, 1)
    assert measuring.results(run, everything=False) == {}
    run.patience = True
    assert measuring.results(run, everything=False) == dict.fromkeys(WANTED, "found")
    assert told == []


def test_an_intervention_that_is_broken_off_is_told_and_no_mistake(watched, monkeypatch):
    monkeypatch.setattr(weight_edits, "AT_ONCE", 0)
    session = watched.open()

    def broken_off(_share):
        raise Cancelled

    session.runs.focus.trainer.network.pauses.ask = broken_off
    session.intervene("orthogonal")
    session.sample_now()
    watched.until(lambda: session.snapshot() and session.snapshot().samples)
    assert [(notice.kind, notice.text) for notice in watched.notices] == [("info", GIVEN_UP)]
    assert not session.snapshot().events
