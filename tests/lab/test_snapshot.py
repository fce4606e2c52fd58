"""What is wanted of runs: of the one in focus, of all beside it, and of single ones."""

from rnnviz.lab.snapshot import Request, RunId, Wanted

FLOW, SPECTRUM = Request("gradient_flow"), Request("spectrum")


def test_of_a_run_beside_the_focus_is_wanted_what_is_of_all_and_what_is_of_it():
    one, other = RunId("one"), RunId("other")
    wanted = Wanted(frozenset(), frozenset({FLOW}), {one: frozenset({SPECTRUM})})
    assert wanted.of_other(one) == {FLOW, SPECTRUM}
    assert wanted.of_other(other) == {FLOW}
    assert wanted.of_other(None) == {FLOW}


def test_runs_of_one_name_are_not_confused():
    one, other = RunId("LSTM"), RunId("LSTM")
    assert Wanted(of={one: frozenset({SPECTRUM})}).of_other(other) == frozenset()


def test_what_is_wanted_is_compared_by_what_it_asks():
    run = RunId("LSTM")
    assert Wanted(of={run: frozenset({FLOW})}) == Wanted(of={run: frozenset({FLOW})})
    assert Wanted(of={run: frozenset({FLOW})}) != Wanted()
