"""Long work asks between its pieces whether it goes on; short work asks nobody."""

import numpy as np
import pytest

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.initializers.base import DRAWN_AT_ONCE, Block
from rnnviz.core.network import Network
from rnnviz.core.pauses import PIECE, Pauses, pieces_of, product, step_work

V = 5


class Stop(Exception):
    """What somebody who is asked raises."""


class Counting:
    """Counts how often it is asked, and stops at the question `last`, if there is one."""

    def __init__(self, last=None):
        self.asked, self.last = 0, last

    def __call__(self, _share):
        self.asked += 1
        if self.asked == self.last:
            raise Stop


def network(cell, H, layers=2):
    made = Network(CELLS[cell](), V, H, V, layers)
    made.initialize(INITIALIZERS["glorot"](), np.random.default_rng(0))
    return made


def learn(made, T, B=1):
    """One window forward and back."""
    text = np.random.default_rng(1).integers(0, V, (T + 1, B))
    return made.loss_and_gradients(text[:-1], text[1:], made.zero_state(B))


def steps_of_two_pieces(cell, H):
    """The fewest time steps of one sequence that are more than a piece of work."""
    return PIECE // step_work(1, len(CELLS[cell].gates), H) + 2


@pytest.mark.parametrize("cell", ["vanilla", "gru"])
def test_a_long_window_asks_between_its_time_steps(cell):
    T = steps_of_two_pieces(cell, 256)
    made, ask = network(cell, 256), Counting()
    made.pauses.ask = ask
    learn(made, T)
    assert ask.asked >= 2 * 2 * 2  # twice a layer, forward and back


def test_a_short_window_asks_nobody():
    made, ask = network("lstm", 32), Counting()
    made.pauses.ask = ask
    learn(made, 25)
    assert ask.asked == 0


def test_the_pauses_of_a_window_change_no_number():
    T = steps_of_two_pieces("vanilla", 256)
    quiet, asked = network("vanilla", 256), network("vanilla", 256)
    asked.pauses.ask = Counting()
    assert learn(quiet, T) == learn(asked, T)
    np.testing.assert_array_equal(quiet.flat_gradient, asked.flat_gradient)


def test_a_window_that_is_broken_off_leaves_the_weights_and_can_be_done_again():
    T = steps_of_two_pieces("vanilla", 256)
    made, whole, ask = network("vanilla", 256), network("vanilla", 256), Counting()
    made.pauses.ask = ask
    loss = learn(made, T)
    for last in range(1, ask.asked + 1):
        made.pauses.ask = Counting(last)
        with pytest.raises(Stop):
            learn(made, T)
        np.testing.assert_array_equal(made.flat, whole.flat)
    made.pauses.ask = None
    assert learn(made, T) == loss == learn(whole, T)
    np.testing.assert_array_equal(made.flat_gradient, whole.flat_gradient)


@pytest.mark.parametrize("rows", [3, 7, 20])
def test_a_product_in_pieces_is_the_whole_product(rows):
    A, W = (np.random.default_rng(seed).standard_normal((rows, rows)) for seed in (0, 1))
    out, ask = np.empty((rows, rows)), Counting()
    product(A, W, out, 3, Pauses(ask))
    np.testing.assert_allclose(out, A @ W, rtol=1e-12)
    assert 1 < ask.asked <= 3


def test_no_piece_of_a_product_is_longer_than_it_may_be():
    N, K, M = 10_000, 4096, 4096
    pieces = pieces_of(N, K, M)
    assert -(-N // pieces) * K * M < 1.1 * PIECE
    assert pieces_of(100, 256, 1024) == 1
    assert pieces_of(25_600, 2, 8192) > 5  # few factors, but much to write


@pytest.mark.parametrize("draw", [Block.uniform, Block.normal])
def test_many_numbers_are_drawn_in_pieces_and_are_the_same_numbers(draw):
    shape, ask = (DRAWN_AT_ONCE // 1000 + 5, 1000), Counting()
    block = Block("input", shape, shape[0], np.random.default_rng(3), Pauses(ask))
    drawn, rng = draw(block, 0.5), np.random.default_rng(3)
    uniform = draw is Block.uniform
    at_once = rng.uniform(-0.5, 0.5, shape) if uniform else 0.5 * rng.normal(size=shape)
    np.testing.assert_array_equal(drawn, at_once)
    assert ask.asked == 1


def test_who_is_asked_while_a_network_is_made_learns_how_far_it_is():
    made, shares = Network(CELLS["lstm"](), V, 16, V, 4), []
    made.pauses.ask = shares.append
    made.initialize(INITIALIZERS["orthogonal"](), np.random.default_rng(0))
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert 0.7 < shares[-1] < 1.0
    assert len(set(shares)) > 6
    assert made.pauses.share == 0.0
