"""Large orthogonal starts are made in pieces: as orthogonal, as uniform, and never long at once."""

from time import process_time

import numpy as np
import pytest

from rnnviz.core.initializers.orthogonal import (
    AT_ONCE,
    PANEL,
    large_orthogonal,
    random_orthogonal,
)
from rnnviz.core.pauses import Pauses

LONGEST = 0.6
"""Seconds of a core between two questions; a whole factorisation of this size takes more."""


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize(("H", "panel"), [(1, 4), (4, 4), (5, 4), (40, 7), (96, 32)])
def test_it_is_orthogonal_whatever_the_panel(H, panel):
    W = large_orthogonal(H, panel, rng(), Pauses())
    np.testing.assert_allclose(W @ W.T, np.eye(H), atol=1e-13)


def test_it_is_uniform_over_all_orthogonal_matrices():
    n, draws, generator = 6, 10_000, rng()
    W = np.array([large_orthogonal(n, 4, generator, Pauses()) for _ in range(draws)])
    traces = np.trace(W, axis1=1, axis2=2)
    cross = W[:, 0, 0] * W[:, 1, 5] * W[:, 0, 5] * W[:, 1, 0]
    np.testing.assert_allclose(W.mean(axis=0), 0.0, atol=0.015)
    np.testing.assert_allclose((W**2).mean(axis=0), 1 / n, atol=0.01)
    np.testing.assert_allclose((W**4).mean(axis=0), 3 / (n * (n + 2)), atol=0.005)
    assert cross.mean() == pytest.approx(-1 / ((n - 1) * n * (n + 2)), abs=0.001)
    assert [(traces**k).mean() for k in (1, 2, 3, 4)] == pytest.approx([0, 1, 0, 3], abs=0.2)
    assert (np.linalg.det(W) > 0).mean() == pytest.approx(0.5, abs=0.02)


def test_sizes_that_take_no_time_are_made_as_ever():
    Q, R = np.linalg.qr(rng(5).standard_normal((60, 60)))
    signs = np.where(np.diagonal(R) < 0.0, -1.0, 1.0)
    np.testing.assert_array_equal(random_orthogonal(60, rng(5)), Q * signs)


def test_a_large_one_is_made_in_short_pieces_and_is_always_the_same():
    moments = [process_time()]
    H = 2 * AT_ONCE
    W = random_orthogonal(H, rng(1), Pauses(lambda _share: moments.append(process_time())))
    moments.append(process_time())
    assert len(moments) > H // PANEL
    assert max(np.diff(moments)) < LONGEST
    np.testing.assert_allclose(W[:50] @ W.T, np.eye(H)[:50], atol=1e-12)
    np.testing.assert_array_equal(W, large_orthogonal(H, PANEL, rng(1), Pauses()))
