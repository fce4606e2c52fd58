"""What runs differ in, and the names made of it: short, of their own, and of the right words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.run_names import LONGEST, differing, effect_text, run_names, shared
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.usual_settings import with_usual

TRIED = {
    "task": st.sampled_from(["text", "adding", "copying"]),
    "cell": st.sampled_from(list(CELLS)),
    "hidden": st.sampled_from([1, 64, 4096]),
    "layers": st.integers(1, 3),
    "forget_bias": st.sampled_from([None, 0.0, 2.0, 4.0]),
    "chrono": st.sampled_from([None, 100]),
    "init": st.sampled_from(["orthogonal", "gaussian"]),
    "init_scale": st.sampled_from([0.01, 0.5]),
    "seed": st.sampled_from([0, 1, 2**31 - 1]),
    "dtype": st.sampled_from(["float32", "float64"]),
    "window": st.sampled_from([25, 1000]),
    "optimizer": st.sampled_from(["adam", "sgd"]),
    "lr": st.sampled_from([0.01, 0.123456789]),
    "schedule": st.sampled_from(["constant", "cosine"]),
    "schedule_length": st.sampled_from([5000, 100]),
    "clip": st.sampled_from(["none", "norm", "value"]),
    "clip_threshold": st.sampled_from([5.0, 1.0]),
    "temperature": st.sampled_from([0.8, 1.0]),
}
some_settings = st.fixed_dictionaries({}, optional=TRIED).map(lambda c: Settings().change(**c))
some_texts = st.text(max_size=60)
some_runs = st.lists(st.tuples(some_settings, some_texts), max_size=8)


def of(*changes):
    return [Settings().change(**one) for one in changes]


def names_of(*changes, texts=()):
    return run_names(of(*changes), texts or ["sonnets"] * len(changes))


def columns(runs):
    """The settings as they act, each as it is written."""
    return {n: [effect_text(one, n) for one in runs] for n in differing(runs)}


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ([{}], ["Vanilla"]),
        ([{"cell": "lstm"}], ["LSTM"]),
        ([{"cell": "slstm"}, {"cell": "min_gru"}], ["sLSTM", "minGRU"]),
        ([{}, {"cell": "gru"}, {"cell": "lstm"}], ["Vanilla", "GRU", "LSTM"]),
        ([{}, {"cell": "lstm", "forget_bias": 4}], ["Vanilla", "LSTM, bias 4"]),
        (
            [{"cell": "lstm", "forget_bias": b} for b in (0, 1, None)],
            ["Bias 0", "Bias 1", "Bias 2"],
        ),
        ([{"hidden": h} for h in (8, 64, 256)], ["8 units", "64 units", "256 units"]),
        ([{}, {"hidden": 128, "seed": 3}], ["64 units, seed 0", "128 units, seed 3"]),
        ([{"init": "identity"}, {}], ["Identity", "Orthogonal"]),
        ([{"optimizer": "sgd"}, {"lr": 0.1}], ["SGD with momentum, rate 0.008", "Adam, rate 0.1"]),
        ([{"clip": "none"}, {}], ["Clipping none", "Clipping norm"]),
        ([{"layers": 1}, {"layers": 2}], ["1 layer", "2 layers"]),
        ([{"steps": 10}, {"temperature": 1.0}], ["Vanilla", "Vanilla (2)"]),
        ([{}] * 3, ["Vanilla", "Vanilla (2)", "Vanilla (3)"]),
        ([{}, {"cell": "lstm", "chrono": 100}], ["Vanilla", "LSTM, chrono 100"]),
    ],
)
def test_a_name_is_made_of_what_the_run_differs_in(changes, names):
    assert names_of(*changes) == names


def test_where_texts_differ_they_come_first():
    assert names_of({}, {"cell": "lstm"}, texts=["sonnets", "verse"]) == [
        "sonnets, Vanilla",
        "verse, LSTM",
    ]
    long = names_of({}, {}, texts=["a file of a very long name.txt", "verse"])
    assert long == ["a file of a very…", "verse"]


def test_an_optimizer_that_brings_its_usual_rate_is_named_alone():
    assert names_of({}, with_usual({"optimizer": "sgd"})) == ["Adam", "SGD with momentum"]


def test_the_usual_bias_is_no_difference():
    assert differing(of({"cell": "lstm"}, {"cell": "lstm", "forget_bias": 2.0})) == ()
    assert differing(of({"cell": "lstm"}, {"cell": "gru"})) == ("cell",)
    assert differing(of({"cell": "lstm"}, {})) == ("cell",)
    spread = {"cell": "lstm", "chrono": 100}
    assert differing(of(spread, spread | {"forget_bias": 0.0})) == ()


def test_what_means_nothing_in_some_is_told_with_a_dash_where_it_is_unusual_in_others():
    assert columns(of({}, {"cell": "lstm", "forget_bias": 4})) == {
        "cell": ["Vanilla RNN", "LSTM"],
        "forget_bias": ["–", "4"],
    }


def test_what_has_no_effect_is_no_difference():
    assert differing(of({"clip": "none"}, {"clip": "none", "clip_threshold": 1.0})) == ()
    constant = {"schedule": "constant"}
    assert differing(of(constant, constant | {"lr_end": 0.5, "schedule_length": 9})) == ()


def test_what_is_shared_is_all_that_means_something_and_does_not_differ():
    runs = of({}, {"cell": "lstm"})
    assert {"hidden", "lr", "window"} <= set(shared(runs))
    assert not {"cell", "forget_bias"} & set(shared(runs))


def test_names_that_people_gave_stay_and_others_make_room():
    runs = of({}, {"cell": "lstm"}, {"cell": "gru"})
    assert run_names(runs, ["a"] * 3, ["LSTM", "", "mine"]) == ["LSTM", "LSTM (2)", "mine"]


@given(some_runs)
def test_names_are_of_their_own_and_short(runs):
    names = run_names([s for s, _ in runs], [text for _, text in runs])
    assert len(names) == len(runs)
    assert len(set(names)) == len(names)
    for name in names:
        assert name.strip()
        assert len(name) <= LONGEST
        assert "\n" not in name


@given(some_settings, some_settings)
def test_differences_are_declared_and_the_same_from_both_sides(one, other):
    found = differing([one, other])
    assert found == differing([other, one]) == differing([one, other, one])
    assert list(found) == [name for name in declarations() if name in found]
    assert differing([one, one]) == ()
    assert not set(found) & set(shared([one, other]))


@given(st.lists(some_settings, max_size=5), some_settings)
def test_another_run_takes_no_difference_away(runs, more):
    assert set(differing(runs)) <= set(differing([*runs, more]))
