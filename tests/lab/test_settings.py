"""The one declaration of every setting: bounds, what matters now, what a change needs."""

from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.clipping import USUAL_THRESHOLDS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab.settings import PARTS, Settings, declarations
from rnnviz.lab.usual_settings import PRESETS, preset, with_usual
from rnnviz.refusal import Refusal

NUMBERS = [d for d in declarations().values() if d.kind in ("int", "float")]
every = pytest.mark.parametrize("name", list(declarations()))


@every
def test_every_default_passes_its_own_check(name):
    declaration = declarations()[name]
    assert declaration.check(declaration.default) == declaration.default


@every
def test_every_setting_is_described(name):
    declaration = declarations()[name]
    assert declaration.name == name
    assert declaration.label
    assert declaration.tooltip.endswith(".")
    assert declaration.kind in ("int", "float", "choice", "flag", "text")
    assert declaration.group in ("network", "training", "text", "sampling")
    assert declaration.effect in ("now", "new network", "new text")
    assert (declaration.kind == "choice") == bool(declaration.choices)
    assert declaration.flag == "--" + name.replace("_", "-")


@pytest.mark.parametrize("declaration", NUMBERS, ids=lambda d: d.name)
def test_every_number_has_bounds_that_are_kept(declaration):
    for bound, beyond in ((declaration.low, -1), (declaration.high, 1)):
        assert bound is not None
        assert declaration.check(bound) == bound
        with pytest.raises(Refusal, match=declaration.label):
            declaration.check(bound + beyond * max(1, abs(bound)))
    if declaration.log:
        assert declaration.low > 0


@pytest.mark.parametrize(
    "value", [10**400, -(10**400), 10**5000, "9" * 400, "9" * 5000], ids="abcde"
)
@pytest.mark.parametrize("declaration", NUMBERS, ids=lambda d: d.name)
def test_numbers_of_hundreds_of_digits_are_refused_in_a_short_sentence(declaration, value):
    with pytest.raises(Refusal, match=declaration.label) as refusal:
        declaration.check(value)
    assert len(str(refusal.value)) < 200


@every
@settings(max_examples=30)
@given(
    value=st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers())
    )
)
def test_any_value_is_taken_or_refused_with_the_settings_label(name, value):
    declaration = declarations()[name]
    try:
        taken = declaration.check(value)
    except Refusal as refusal:
        sentence = str(refusal)
    else:
        assert declaration.check(taken) == taken
        sentence = declaration.label
    assert declaration.label in sentence


@every
def test_the_default_settings_have_the_declared_defaults(name):
    rows = Settings().rows()
    if name in rows:
        assert Settings().value(name) == rows[name].default


def test_texts_from_a_command_line_become_numbers():
    settings = Settings().change(hidden="12", lr="0.5", seed="7")
    assert (settings.hidden, settings.lr, settings.seed) == (12, 0.5, 7)


def test_a_change_leaves_the_original_alone():
    before = Settings()
    after = before.change(hidden=5, momentum=0.5)
    assert before == Settings()
    assert (after.hidden, after.value("momentum")) == (5, 0.5)
    with pytest.raises(FrozenInstanceError):
        after.hidden = 6


def test_an_unknown_setting_is_refused_by_name():
    with pytest.raises(Refusal, match="'nonsense'"):
        Settings().change(nonsense=1)


def test_equal_settings_are_equal_and_hash_alike():
    first, second = (Settings().change(lr=0.5, beta1=0.8, momentum=0.1) for _ in range(2))
    assert first == second
    assert hash(first) == hash(second)


@pytest.mark.parametrize("part", list(PARTS))
def test_an_option_that_several_parts_have_is_that_of_the_chosen_one(part):
    for name, chosen in PARTS[part].items():
        rows = Settings().change(**{part: name}).rows()
        for option in chosen.options:
            found = rows[option.name]
            assert (found.default, found.low, found.high) == (
                option.default,
                option.low,
                option.high,
            )
            assert found.tooltip == option.tooltip
            if option.low is not None:
                Settings().change(**{part: name, option.name: option.low})


@pytest.mark.parametrize("part", list(PARTS))
def test_only_the_options_of_what_is_chosen_matter(part):
    for name, chosen in PARTS[part].items():
        settings = Settings().change(**{part: name})
        own = [option.name for option in chosen.options]
        assert list(settings.options_of(part)) == own
        assert set(own) <= set(settings.rows())
        others = {o.name for c in PARTS[part].values() for o in c.options} - set(own)
        shared = {o.name for p in PARTS if p != part for o in _chosen(settings, p).options}
        assert not others & set(settings.rows()) - shared - {f.name for f in fields(Settings)}


def _chosen(settings, part):
    return PARTS[part][getattr(settings, part)]


def test_what_files_keep_makes_the_same_settings():
    settings = Settings().change(cell="lstm", optimizer="sgd", momentum=0.3, forget_bias=2.0)
    again = Settings().change(**settings.as_dict())
    assert again.as_dict() == settings.as_dict()
    assert set(settings.as_dict()) == set(settings.rows())


@pytest.mark.parametrize("name", list(PRESETS))
def test_every_preset_is_taken(name):
    assert isinstance(preset(name), Settings)


def test_an_unknown_preset_is_refused_with_those_there_are():
    with pytest.raises(Refusal, match="min-char-rnn"):
        preset("nonsense")


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_optimizer_without_a_rate_brings_its_usual_one(optimizer):
    usual = OPTIMIZERS[optimizer].default_lr
    assert with_usual({"optimizer": optimizer, "hidden": 3}) == {
        "optimizer": optimizer, "hidden": 3, "lr": usual,
    }  # fmt: skip
    for changes in ({"optimizer": optimizer, "lr": 0.5}, {"hidden": 3}, {"optimizer": 7}):
        assert with_usual(changes) == changes


@pytest.mark.parametrize("cell", CELLS)
def test_an_unset_keep_bias_is_the_cells_usual_one_and_zero_is_zero(cell):
    kind = CELLS[cell]
    usual = None if kind.keep_gate is None else kind.usual_keep_bias
    zero = None if kind.keep_gate is None else 0.0
    assert Settings(cell=cell).keep_bias == usual
    assert Settings(cell=cell, forget_bias=0.0).keep_bias == zero
    assert Settings(cell=cell, chrono=50).keep_bias is None
    assert Settings(cell=cell, chrono=50, forget_bias=1.5).keep_bias == (
        None if zero is None else 1.5
    )


@pytest.mark.parametrize(("clip", "threshold"), USUAL_THRESHOLDS.items())
def test_a_way_of_clipping_without_a_threshold_brings_its_usual_one(clip, threshold):
    assert with_usual({"clip": clip}) == {"clip": clip, "clip_threshold": threshold}
    for changes in ({"clip": clip, "clip_threshold": 2.0}, {"clip": "none"}, {"clip": 7}):
        assert with_usual(changes) == changes


def test_the_first_threshold_is_the_usual_one_of_the_first_clipping():
    assert Settings().clip_threshold == USUAL_THRESHOLDS[Settings().clip]


def test_the_first_learning_rate_is_the_usual_one_of_the_first_optimizer():
    assert Settings().lr == OPTIMIZERS[Settings().optimizer].default_lr == 8e-3
