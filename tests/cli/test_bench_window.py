"""rnnviz bench window: what it refuses before a window is opened."""

import pytest


@pytest.mark.parametrize("runs", ["0", "7", "-1"])
def test_as_many_runs_as_the_window_does_not_show_are_refused(rnnviz, runs):
    answer = rnnviz("bench", "window", "--runs", runs)
    assert answer.code == 2
    assert f"--runs must lie between 1 and 6; {runs} does not." in answer.err
    assert answer.out == ""
