"""Of too many kept runs those go that have trained least."""

from pathlib import Path

from rnnviz.lab.runs.kept_runs import Kept
from rnnviz.lab.runs.surplus import AT_MOST, BYTES, surplus


def runs_of(seconds, size=1):
    """Kept runs, the latest first, that trained for so many seconds."""
    count = len(seconds)
    return [
        Kept(Path(f"run-{n}"), "run", 1, float(count - n), spent, size)
        for n, spent in enumerate(seconds)
    ]


def left(runs):
    """The seconds of those that stay, the latest first."""
    going = surplus(runs)
    return [run.seconds for run in runs if run not in going]


def test_as_many_as_may_be_stay():
    assert left(runs_of([0.0] * AT_MOST)) == [0.0] * AT_MOST
    assert surplus([]) == []


def test_a_long_run_is_not_pushed_out_by_many_short_ones():
    short = [0.1] * (3 * AT_MOST)
    assert left(runs_of([*short, 3600.0])) == [*short[: AT_MOST - 1], 3600.0]


def test_of_equals_the_oldest_go():
    runs = runs_of([5.0] * (AT_MOST + 2))
    stay = {run.path.name for run in runs} - {run.path.name for run in surplus(runs)}
    assert stay == {f"run-{n}" for n in range(AT_MOST)}


def test_the_latest_three_stay_beside_many_long_ones():
    long = [float(100 + n) for n in range(AT_MOST)]
    assert left(runs_of([0.3, 0.2, 0.1, *long])) == [0.3, 0.2, 0.1, *long[3:]]


def test_too_many_bytes_cost_those_that_trained_least():
    runs = runs_of([1.0, 4.0, 2.0, 3.0], size=BYTES // 3)
    assert left(runs) == [1.0, 4.0, 3.0]


def test_the_latest_and_the_longest_stay_however_large_they_are():
    assert left(runs_of([0.1, 2.0, 3600.0, 3.0], size=BYTES)) == [0.1, 3600.0]
    assert left(runs_of([3600.0, 2.0], size=2 * BYTES)) == [3600.0]
