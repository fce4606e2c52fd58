"""What is said of several runs in one plot."""

from rnnviz.captions.several_runs import of_run, other_measures, other_units


def test_what_is_told_of_a_run_begins_with_its_name():
    assert of_run("LSTM, bias 4", "norm 3, step 2") == "LSTM, bias 4: norm 3, step 2"
    assert of_run("", "norm 3, step 2") == "norm 3, step 2"


def test_it_is_counted_how_many_runs_are_missing():
    assert other_units(0, "squared error") == ""
    assert other_units(1, "squared error") == (
        "1 other run is not drawn: its loss is not in squared error."
    )
    assert other_units(3, "nats per character") == (
        "3 other runs are not drawn: their losses are not in nats per character."
    )
    assert other_measures(0, "accuracy") == ""
    assert other_measures(1, "accuracy") == (
        "1 other run is not drawn: it has no accuracy of this task."
    )
    assert other_measures(2, "accuracy") == (
        "2 other runs are not drawn: they have no accuracy of this task."
    )
