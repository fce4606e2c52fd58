"""The unit finder: a planted unit is found, and neither chance nor a start claims anything."""

import itertools

import numpy as np
import pytest

from rnnviz.captions.unit_finder import verdict
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.network import Network
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.probes.base import Sequence
from rnnviz.probes.text_labels import FEATURES
from rnnviz.probes.unit_finder import (
    UnitFinder,
    UnitFinderProbe,
    compared,
    correlations,
    ranked,
    ranks,
    scores,
)
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.folding import Folding

CODING = Coding(tuple(" abcd"), Folding.named("none"))
TEXT = "ab cd abd c abc d " * 4


def network_with(weights):
    """Tanh units that look at the present symbol only: `weights` (units, symbols)."""
    weights = np.array(weights)
    network = Network(CELLS["vanilla"](), 5, len(weights), 5, dtype="float64")
    network.flat[...] = 0.0
    network.parameters["rnn.weight_ih_l0"][...] = weights
    return network


def measured(network, text=TEXT, reads_text=True, **options):
    codes = CODING.encode("ab cd").astype(int)[:, None]
    sequence = Sequence(codes, codes, network.zero_state(1), CODING, reads_text)
    return UnitFinderProbe().measure(network, sequence, {"text": text} | options)


def test_a_unit_that_follows_spaces_and_one_that_foresees_them_are_told_apart():
    space, constant, after_d = [1, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, -1]
    network = network_with([constant, space, after_d])
    between, ends = measured(network, feature="between"), measured(network)
    assert between.correlation[1] == pytest.approx(1.0)
    assert between.score[1] == 1.0
    assert between.best == 1
    assert np.isnan(ends.correlation[0])
    assert np.isnan(ends.score[0])
    assert ends.correlation[2] < -0.5  # it falls where words end
    assert ends.best == 2
    assert ends.counted == sum(symbol != " " for symbol in TEXT[:-1])


def test_without_words_there_is_a_sentence():
    network = network_with([[1, 0, 0, 0, 0]])
    for text in ("abcd", "    ", " a"):
        assert "here are none" in measured(network, text)
    assert "choose the task Text" in measured(network, reads_text=False)
    assert "'x'" in measured(network, "ab x")
    assert "regular expression" in measured(network, feature="pattern")
    assert "is no pattern" in measured(network, feature="pattern", pattern="(")
    assert "nothing here" in measured(network, feature="pattern", pattern="x")
    assert "no feature z" in measured(network, feature="z")
    assert "silenced" not in measured(network, silenced="9")
    assert "no unit 9" in measured(network, silenced="9")


def test_the_best_correlation_is_first_whatever_its_sign():
    wanted = np.array([0, 1, 1, 0, 1, 0], bool)
    h = np.stack([np.ones(6), np.arange(6.0), 1.0 - 2.0 * wanted], axis=1)
    found = correlations(h, wanted)
    assert found[2] == pytest.approx(-1.0)
    assert ranked(found) == [2, 1, 0]


def test_the_area_is_the_share_of_pairs_that_stand_in_the_right_order():
    rng = np.random.default_rng(0)
    h, y = rng.integers(0, 4, (40, 5)).astype(float), rng.integers(0, 2, 40).astype(float)
    for unit, found in enumerate(scores(h, y[None], yes=True)[0]):
        yes, no = h[y == 1, unit], h[y == 0, unit]
        pairs = [(a > b) + 0.5 * (a == b) for a, b in itertools.product(yes, no)]
        assert found == pytest.approx(max(np.mean(pairs), 1 - np.mean(pairs)), abs=1e-12)


def test_equal_values_share_their_ranks():
    h = np.array([[3.0, 1.0], [1.0, 1.0], [3.0, 1.0], [2.0, 5.0]])
    assert ranks(h).tolist() == [[3.5, 2.0], [1.0, 2.0], [3.5, 2.0], [2.0, 4.0]]


def test_scores_of_many_labels_are_those_of_each():
    rng = np.random.default_rng(1)
    h, y = rng.normal(size=(60, 4)), rng.normal(size=60)
    shifted = np.stack([np.roll(y, shift) for shift in (0, 5, 20)])
    for labels, found in zip(shifted, scores(h, shifted, yes=False), strict=True):
        np.testing.assert_allclose(found, np.abs(correlations(h, labels)), atol=1e-12)


BRACKETS = Coding(tuple(" ()abcd"), Folding.named("none"))


def bracketed(seed, length=2000):
    """Drawn letters, now and then a stretch of them in brackets."""
    rng, text = np.random.default_rng(seed), ""
    while len(text) < length:
        outside, inside = ("".join(rng.choice(list("abcd  "), rng.integers(5, 40))) for _ in "12")
        text += f"{outside}({inside[:20]})"
    return text[:length]


def test_a_planted_unit_is_found_by_its_area():
    """Unit 20 is set by "(", reset by ")" and keeps itself; the other 31 have drawn weights."""
    rng = np.random.default_rng(3)
    network = Network(CELLS["vanilla"](), 7, 32, 7, dtype="float64")
    network.flat[...] = 0.3 * rng.normal(size=network.flat.size)
    W_ih, W_hh = network.parameters["rnn.weight_ih_l0"], network.parameters["rnn.weight_hh_l0"]
    W_ih[20], W_hh[20], W_hh[:, 20] = [0, 6, -6, 0, 0, 0, 0], 0.0, 0.0
    W_hh[20, 20] = 3.0
    codes = BRACKETS.encode("ab").astype(int)[:, None]
    sequence = Sequence(codes, codes, network.zero_state(1), BRACKETS)
    options = {"feature": "brackets", "text": bracketed(0)}
    found = UnitFinderProbe().measure(network, sequence, options)
    second = found.score[ranked(found.score)[1]]
    assert found.best == 20
    assert found.best_score > 0.99
    assert second < 0.9
    assert 0.5 < found.chance < 0.7
    assert "Unit 20 rises inside brackets: AUC" in verdict(found)


def test_random_labels_claim_almost_nothing():
    """32 smooth random units, labels with a rhythm of their own: of 100 seeds 1 is expected."""
    claims = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        h = np.tanh(_smooth(rng.normal(size=(800, 32)), 8))
        y = (_smooth(rng.normal(size=(800, 1)), 15)[:, 0] > 0.8).astype(float)
        score, chance = compared(h, y, True, 200)
        claims += score.max() > chance
    assert claims <= 4, claims


def _smooth(noise, width):
    kernel = np.hanning(width + 2) / np.sqrt((np.hanning(width + 2) ** 2).sum())
    return np.apply_along_axis(lambda one: np.convolve(one, kernel, "same"), 0, noise)


def test_chance_is_the_same_for_the_same_question():
    rng = np.random.default_rng(5)
    h, y = rng.normal(size=(300, 6)), (rng.random(300) < 0.3).astype(float)
    assert compared(h, y, True, 50)[1] == compared(h, y, True, 50)[1] > 0.5
    assert np.isnan(compared(h[:2], np.array([0.0, 1.0]), True, 50)[1])
    assert np.isnan(compared(np.ones((300, 6)), y, True, 50)[1])
    np.testing.assert_array_equal(compared(h, y, True, 50)[0], scores(h, y[None], True)[0])


@pytest.fixture(scope="module")
def untrained():
    settings = Settings().change(hidden=64, init="orthogonal")
    return Trainer(settings, BUILTIN["verse"].load())


def finds(trainer, feature):
    text = trainer.corpus.decode(trainer.corpus.split(0.1)[1][:2000])
    sequence = trainer.sequence()
    return UnitFinderProbe().measure(trainer.network, sequence, {"feature": feature, "text": text})


def test_an_untrained_orthogonal_network_is_no_more_than_untrained(untrained):
    found = finds(untrained, "word_start")
    assert found.best_score > 0.7  # which is why that is a control
    assert verdict(found, found).startswith("No more than untrained")
    for feature in FEATURES:
        found = finds(untrained, feature)
        if isinstance(found, UnitFinder):
            told = verdict(found, found)
            assert told.startswith(("No more than untrained", "Nothing above chance")), told


def test_a_layer_and_a_memory_are_asked_as_they_are():
    settings = Settings().change(hidden=16, cell="lstm", layers=2)
    trainer = Trainer(settings, BUILTIN["verse"].load())
    sequence = trainer.sequence()
    options = {"feature": "between", "text": "the sea is old and grey\nand so the moon\n" * 5}
    kinds = [{"layer": 0}, {"layer": 1}, {"layer": 1, "signal": "c"}, {"layer": 1, "signal": "f"}]
    found = [UnitFinderProbe().measure(trainer.network, sequence, options | kind) for kind in kinds]
    assert [one.layer for one in found] == [0, 1, 1, 1]
    assert [one.signal for one in found] == ["h", "h", "c", "f"]
    for one, other in itertools.combinations(found, 2):
        assert not np.allclose(one.correlation, other.correlation)
