"""Letters in two dimensions: the principal components of W_ih's columns, and what is near."""

import numpy as np
import pytest
from trainers import CORPUS, make_trainer

from rnnviz.lab.snapshot import Request
from rnnviz.probes import REGISTRY
from rnnviz.probes.letters import (
    NO_NUMBERS,
    NUMBERS,
    Letters,
    _by_eigenvalues,
    _by_singular_values,
    kind_of,
    neighbours,
    principal_components,
    turned_like,
)

PROBE = REGISTRY["letters"]


def measured(network, sequence, **options) -> Letters:
    found = PROBE.measure(network, sequence, options)
    assert isinstance(found, Letters), found
    return found


def rows_of(network, gate):
    W, gates, H = network.parameters["rnn.weight_ih_l0"], network.cell.gates, network.hidden
    return W if gate == "all" else W[gates.index(gate) * H : (gates.index(gate) + 1) * H]


def test_the_points_are_the_principal_components_of_the_columns(network, sequence):
    for gate in ("all", *network.cell.gates):
        found = measured(network, sequence, gate=gate)
        X = rows_of(network, gate).T
        assert (found.gate, found.rows) == (gate, X.shape[1])
        covariance = np.cov(X.T, bias=True)
        values, vectors = np.linalg.eigh(covariance)
        expected = (X - X.mean(axis=0)) @ vectors[:, :-3:-1]
        signs = np.sign((found.points * expected).sum(axis=0))
        np.testing.assert_allclose(found.points, expected * signs, rtol=0, atol=1e-9)
        np.testing.assert_allclose(
            found.explained, values[:-3:-1] / values.sum(), rtol=0, atol=1e-12
        )


def test_a_letter_is_called_by_its_symbol_and_kind(network, sequence):
    found = measured(network, sequence)
    assert found.symbols == tuple("\n abcdefgh")
    assert found.kinds[:5] == ("space", "space", "vowel", "consonant", "consonant")


def test_a_gate_that_is_not_there_is_all_of_them(network, sequence):
    assert measured(network, sequence, gate="?").gate == "all"


def test_the_nearest_are_so_in_all_dimensions(network, sequence):
    found = measured(network, sequence)
    X = rows_of(network, "all").T
    apart = np.linalg.norm(X[:, None] - X, axis=2)
    for v, near in enumerate(found.nearest):
        others = [other for other in np.argsort(apart[v], kind="stable") if other != v]
        assert near.tolist() == others[: len(near)]


def test_columns_that_are_equal_differ_in_no_direction():
    points, shares = principal_components(np.ones((4, 3)))
    assert not points.any()
    assert not shares.any()


@pytest.mark.parametrize("shape", [(1, 5), (2, 5), (5, 1), (1, 1)])
def test_fewer_than_two_directions_are_filled_up_with_nothing(shape):
    points, shares = principal_components(np.arange(1.0, 1 + shape[0] * shape[1]).reshape(shape))
    assert points.shape == (shape[0], 2)
    assert not points[:, 1].round(12).any()
    assert shares[0] == pytest.approx(1.0 if shape[0] > 1 else 0.0)


@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
def test_the_size_of_the_weights_does_not_matter(size):
    X = np.random.default_rng(0).standard_normal((6, 8))
    points, shares = principal_components(X)
    np.testing.assert_allclose(principal_components(X * size)[0], points * size, rtol=1e-9)
    np.testing.assert_allclose(principal_components(X * size)[1], shares, rtol=1e-9)
    np.testing.assert_array_equal(neighbours(X * size, 3), neighbours(X, 3))


@pytest.mark.parametrize("shape", [(7, 12), (12, 7)])
def test_the_faster_way_finds_the_same(shape):
    X = np.random.default_rng(0).standard_normal(shape)
    (points, squares), (others, exact) = _by_eigenvalues(X), _by_singular_values(X)
    np.testing.assert_allclose(turned_like(points, others), others, atol=1e-9)
    np.testing.assert_allclose(squares[:7], exact, atol=1e-9)


def test_very_many_letters_are_placed_in_the_faster_way():
    X = np.random.default_rng(0).standard_normal((230, 210)) * np.linspace(3, 1, 210)
    points, shares = principal_components(X)
    centred = X - X.mean(axis=0)
    U, S, _ = np.linalg.svd(centred, full_matrices=False)
    np.testing.assert_allclose(np.abs(points), np.abs(U[:, :2] * S[:2]), atol=1e-7)
    np.testing.assert_allclose(shares, (S**2 / (S**2).sum())[:2], rtol=1e-9)


def test_a_picture_is_turned_as_the_one_before():
    points = np.random.default_rng(0).standard_normal((6, 2))
    moved = points + 0.01
    for signs in ([1, 1], [1, -1], [-1, 1], [-1, -1]):
        np.testing.assert_allclose(turned_like(moved * signs, points), moved, rtol=1e-12)
    other = np.zeros((3, 2))
    assert turned_like(points, other) is points


def test_training_moves_letters_and_does_not_flip_them():
    trainer, before, asked = make_trainer(hidden=16, steps=60), None, Request("letters")
    for _ in trainer:
        points = trainer.measure([asked])[asked].points
        if before is not None:
            turned = turned_like(points, before)
            assert ((turned * before).sum(axis=0) >= 0).all()
            points = turned
        before = points
    assert before.shape == (CORPUS.alphabet, 2)


@pytest.mark.parametrize(
    ("symbols", "kind"),
    [
        ("aEiOuéüÅяΩ", "vowel"),
        ("bZyñçжλß", "consonant"),
        ("07٣½", "digit"),
        (" \n\t\N{NO-BREAK SPACE}", "space"),
        (".,!-'—的あ\N{REPLACEMENT CHARACTER}\N{COMBINING ACUTE ACCENT}", "other"),
    ],
)
def test_every_symbol_is_of_one_kind(symbols, kind):
    assert {symbol: kind_of(symbol) for symbol in symbols} == dict.fromkeys(symbols, kind)


def test_symbols_of_a_task_have_its_signs_and_numbers_have_no_columns():
    request = Request("letters")
    found = make_trainer(None, task="copying").measure([request])[request]
    assert "".join(found.symbols) == "abcdefgh-|"
    assert set(found.kinds) == {"symbol"}
    assert make_trainer(None, task="adding").measure([request])[request] == NUMBERS


def test_weights_that_are_no_numbers_are_answered_with_a_sentence(network, sequence):
    network.flat[::3] = np.nan
    assert PROBE.measure(network, sequence, {}) == NO_NUMBERS
