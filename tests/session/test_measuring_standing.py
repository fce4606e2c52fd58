"""What is known of a run that stands is neither measured nor put together again."""

from rnnviz.lab.snapshot import Request
from rnnviz.session.measuring import REMEMBERED, Measuring

ONE, OTHER = frozenset({Request("hidden_units")}), frozenset({Request("decay")})


class Still:
    """A run that counts what is measured of it."""

    def __init__(self):
        self.mark, self.asked = (5, 0), []

    def measure(self, requests):
        self.asked += requests
        return dict.fromkeys(requests, object())


def test_the_results_of_a_run_that_stands_are_the_same_until_it_changes():
    run, measuring = Still(), Measuring(lambda *_: None)
    measuring.want(ONE, 1)
    first = measuring.results(run, everything=False, going=False)
    assert measuring.results(run, everything=True, going=False) is first
    assert run.asked == [*ONE]
    run.mark = (5, 1)
    second = measuring.results(run, everything=False, going=False)
    assert second is not first
    assert run.asked == [*ONE, *ONE]


def test_something_else_that_is_wanted_of_it_is_measured():
    run, measuring = Still(), Measuring(lambda *_: None)
    measuring.want(ONE, 1)
    measuring.results(run, everything=False, going=False)
    measuring.want(OTHER, 1)
    assert set(measuring.results(run, everything=False, going=False)) == OTHER


def test_a_run_that_trained_meanwhile_shows_what_was_found_then():
    run, measuring = Still(), Measuring(lambda *_: None)
    measuring.want(ONE, 1)
    stood = measuring.results(run, everything=False, going=False)
    run.mark = (6, 0)
    moved = measuring.results(run, everything=True, going=True)
    assert moved is not stood
    assert measuring.results(run, everything=False, going=False) == moved
    assert run.asked == [*ONE, *ONE]


def test_of_many_requests_those_that_nobody_makes_any_more_are_forgotten():
    run, measuring = Still(), Measuring(lambda *_: None)
    for place in range(REMEMBERED + 50):
        measuring.want(ONE | {Request("reach", (("place", place),))}, 1)
        measuring.results(run, everything=False, going=False)
    assert len(measuring._due) <= REMEMBERED + 2
    assert len(measuring._costs) == len(measuring._measured) == len(measuring._due)
    assert run.asked.count(*ONE) == 1  # what is still wanted is not measured again
