"""Who takes part in a race: each trains as alone, and what cannot be is refused before."""

import re

import numpy as np
import pytest
from lab.trainers import CORPUS, make_corpus, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab.architecture import parameter_count
from rnnviz.lab.memory import memory_need, together
from rnnviz.lab.race.contestants import Entries, contestants
from rnnviz.lab.race.equal_parameters import APART_AT_MOST
from rnnviz.lab.race.presets import PRESETS, race_preset
from rnnviz.lab.run import Run
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.lab.turns import Turns
from rnnviz.refusal import Refusal

SMALL = {"hidden": 40, "window": 8, "batch": 2, "steps": 12}
ADDING = {"task": "adding", "length": 10, "hidden": 40, "batch": 4, "steps": 12}
V = len(CORPUS.vocabulary)
THREE = ({"cell": "vanilla"}, {"cell": "gru"}, {"cell": "lstm"})


def corpus_for(settings):
    return CORPUS if settings.task == "text" else None


def entered(*changes, given=SMALL, equal="hidden", start=None):
    return contestants(Entries(start or Settings(), changes, given, equal), corpus_for)


def refused(*changes, **more):
    with pytest.raises(Refusal) as refusal:
        entered(*changes, **more)
    return str(refusal.value)


@pytest.mark.parametrize("equal", ["hidden", "parameters"])
@pytest.mark.parametrize("given", [SMALL, ADDING], ids=["text", "adding"])
def test_what_a_contestant_learns_in_a_race_is_what_it_learns_alone(given, equal):
    several = entered(*({"cell": cell} for cell in CELLS), given=given, equal=equal)
    racing = [Run(Trainer(one.settings, corpus_for(one.settings))) for one in several]
    for _ in Turns(racing):
        pass
    for one, run in zip(several, racing, strict=True):
        alone = train(Trainer(one.settings, corpus_for(one.settings)))
        assert one.parameters == alone.network.flat.size
        for curve in ("loss", "validation_loss"):
            np.testing.assert_array_equal(run.history.curve(curve), alone.history.curve(curve))


def test_contestants_come_in_the_order_given_and_are_named_by_what_differs():
    assert [one.name for one in entered(*THREE)] == ["Vanilla", "GRU", "LSTM"]
    biases = entered(*race_preset("forget-bias").changes)
    assert [one.name for one in biases] == ["Bias 0", "Bias 1", "Bias 4"]


def test_equal_contestants_are_told_apart():
    assert [one.name for one in entered({}, {})] == ["Vanilla", "Vanilla (2)"]


@pytest.mark.parametrize("name", list(PRESETS))
def test_every_preset_is_a_race_whose_names_say_what_differs(name):
    found = entered(*race_preset(name).changes, given={**SMALL, "hidden": 16})
    assert len(found) == len(race_preset(name).changes)
    assert len({one.name for one in found}) == len(found)
    assert not any("(" in one.name for one in found)
    assert not any(one.other_data for one in found)


def test_an_unknown_preset_is_refused_with_those_there_are():
    with pytest.raises(Refusal, match="There is no race 'sizes'; choose one of: cells, forget-b"):
        race_preset("sizes")


@pytest.mark.parametrize("hidden", [40, 100, 1000])
@pytest.mark.parametrize("measure", list(CELLS))
def test_with_equal_parameters_the_first_is_the_measure(hidden, measure):
    others = (cell for cell in CELLS if cell != measure)
    # Without W_hh no number of units that a network may have makes up for 1,000 with one.
    cells = [measure, *(cell for cell in others if CELLS[cell].has("W_hh") or hidden < 1000)]
    given = {**SMALL, "hidden": hidden}
    first, *others = entered(*({"cell": cell} for cell in cells), given=given, equal="parameters")
    assert first.settings.hidden == hidden
    for one in others:
        apart = abs(one.parameters - first.parameters)
        assert apart <= APART_AT_MOST * first.parameters
        for units in (one.settings.hidden - 1, one.settings.hidden + 1):
            beside = parameter_count(one.settings.change(hidden=units), V, V)
            assert abs(beside - first.parameters) >= apart


def test_the_measure_may_name_its_hidden_units_and_the_others_may_not():
    first, second = entered({"hidden": 20}, {"cell": "lstm"}, equal="parameters")
    assert first.settings.hidden == 20
    assert second.settings.hidden < 12
    words = refused({}, {"cell": "lstm", "hidden": 5}, equal="parameters")
    assert words.startswith("Contestant 2 names its hidden units, which are found where parameters")


def test_equal_parameters_that_no_size_reaches_are_refused_with_both_counts():
    given = {**SMALL, "hidden": 16}
    words = refused(*THREE, given=given, equal="parameters")
    found = re.search(r"Vanilla RNN with 16 units has ([\d,]+), and GRU with (\d+) units comes "
                      r"nearest with ([\d,]+), (.+)% apart where 5% may be.", words)  # fmt: skip
    wanted, units, has, apart = (float(part.replace(",", "")) for part in found.groups())
    gru = Settings().change(**given, cell="gru")
    assert wanted == parameter_count(gru.change(cell="vanilla"), V, V)
    assert has == parameter_count(gru.change(hidden=units), V, V)
    assert apart == pytest.approx(100 * abs(has - wanted) / wanted, abs=0.06)
    assert apart > 5
    fit = re.search(
        r"Give the first contestant (\d+) hidden units, or race with equal hidden", words
    )
    assert entered(*THREE, given={**SMALL, "hidden": int(fit[1])}, equal="parameters")


def test_where_nothing_near_would_do_the_refusal_says_so():
    words = refused({}, {"cell": "lstm", "layers": 8}, given={**SMALL, "hidden": 1},
                    equal="parameters")  # fmt: skip
    assert "with 1 unit has" in words
    assert "LSTM with 1 unit comes nearest with" in words


@pytest.mark.parametrize("changes", [{"batch": 3}, {"window": 5}, {"seed": 1}, {"validation": 0.2}])
def test_another_order_of_the_text_is_other_data(changes):
    first, same, other = entered({}, {"cell": "gru", "state": "reset", "lr": 0.1}, changes)
    assert first.other_data == same.other_data == ()
    assert other.other_data == tuple(changes)


def test_of_drawn_tasks_the_length_the_batch_and_the_seed_are_other_data():
    found = entered({}, {"length": 5}, {"batch": 3, "seed": 4}, {"cell": "gru"}, given=ADDING)
    assert [one.other_data for one in found] == [(), ("length",), ("batch", "seed"), ()]


def test_a_text_that_is_folded_otherwise_is_other_data():
    texts = {"none": make_corpus(), "case": make_corpus(repeats=30)}
    entries = Entries(Settings(), ({}, {"fold": "case"}), SMALL)
    found = contestants(entries, lambda settings: texts[settings.fold])
    assert [one.other_data for one in found] == [(), ("fold",)]


def test_another_seed_is_the_same_contestant():
    one = entered({"seed": 3}, {})[0]
    assert one.with_seed(2).settings == one.settings.change(seed=5)
    assert one.with_seed(2).name == one.name


def test_an_optimizer_brings_its_usual_rate_unless_one_is_given():
    first, second = entered({}, {"optimizer": "sgd"})
    assert second.settings == first.settings.change(
        optimizer="sgd", lr=OPTIMIZERS["sgd"].default_lr
    )
    assert second.settings.lr != first.settings.lr
    given = entered({}, {"optimizer": "sgd"}, given={**SMALL, "lr": 0.5})
    assert given[1].settings.lr == 0.5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (({"cell": "gru"},), "A race has 2 to 6 contestants, not 1; add one."),
        (({},) * 7, "A race has 2 to 6 contestants, not 7; leave some out."),
        (({}, {"cel": "gru"}), "Contestant 2: There is no setting called 'cel'; did you mean"),
        (({}, {"cell": "elman"}), "Contestant 2: Cell cannot be 'elman'; choose one of: vanilla"),
        (({"hidden": 0}, {}), "Contestant 1: Hidden units must lie between 1 and 4,096; 0 does no"),
        (({"forget_bias": 1}, {}), "Contestant 1: Forget bias has no meaning for the cell Vanilla"),
        (
            ({}, {"bidirectional": True}),
            "Contestant 2: Bidirectional has no meaning for the task Text: such a network would "
            "read the very character that it is to predict; leave it out, or choose ",
        ),
        (({}, {"task": "adding"}), "All contestants of a race learn one task; leave the others"),
        (({}, {"window": 1000}), "sea has "),
    ],
)
def test_what_is_impossible_is_refused(changes, words):
    assert refused(*changes).startswith(words)


def test_what_is_given_for_all_must_mean_something_to_one():
    found = entered({}, {"cell": "lstm"}, given={**SMALL, "forget_bias": 1.0})
    assert found[1].settings.forget_bias == 1.0
    words = refused({}, {"init": "gaussian"}, given={**SMALL, "forget_bias": 1.0})
    assert words.startswith("Forget bias has no meaning for the cell Vanilla")


def test_what_is_wrong_for_all_is_no_contestants_fault():
    assert refused({}, {}, given={"hidden": -1}).startswith("Hidden units must lie")


def test_contestants_that_do_not_fit_into_memory_together_are_refused(monkeypatch):
    sizes = [one.memory for one in entered(*THREE)]
    for module in (memory_need, together):
        monkeypatch.setattr(module, "available_bytes", lambda: 2 * max(sizes))
    assert sum(sizes) > 2 * max(sizes)
    words = refused(*THREE)
    assert words.startswith(f"3 runs at once take {memory_need.size_text(sum(sizes))} of memory (")
    assert "are free. Leave some out, or lower Hidden units, Batch or Window." in words
    assert len(entered(*THREE[:2])) == 2
    with pytest.raises(Refusal, match="6 runs at once take"):
        contestants(Entries(Settings(), THREE[:2], SMALL), corpus_for, seeds=3)
