"""Products in blocks and sums by symbol give what one plain product gives."""

import numpy as np
import pytest

from rnnviz.core.blocked_product import (
    NARROWEST,
    SMALL,
    block_count,
    in_blocks,
    product_by_rows,
    row_blocks,
)
from rnnviz.core.cells import REGISTRY
from rnnviz.core.network import Network
from rnnviz.core.pauses import Pauses
from rnnviz.core.symbols import MANY, sums_by_symbol, weight_gradient

V = 7


@pytest.fixture
def rng():
    return np.random.default_rng(3)


@pytest.mark.parametrize(("B", "H"), [(32, 256), (50, 512), (80, 128), (3, 640), (50, 250)])
def test_blocks_are_small_even_and_not_too_narrow(B, H):
    n = block_count(B, H)
    assert n > 1
    assert H % n == 0
    assert B * H * (H // n) <= SMALL
    assert H // n >= NARROWEST
    assert not any(H % m == 0 and B * H * (H // m) <= SMALL for m in range(1, n))


@pytest.mark.parametrize(("B", "H"), [(1, 2048), (4, 100), (32, 509), (4096, 512)])
def test_one_row_small_products_and_those_no_cut_makes_small_stay_whole(B, H):
    assert block_count(B, H) == 1


def test_blocks_are_another_view_of_the_same_memory(rng):
    gates = rng.normal(size=(3, 4, 6))
    blocks = in_blocks(gates, 2)
    assert blocks.shape == (3, 2, 4, 3)
    np.testing.assert_array_equal(blocks[1, 1], gates[1, :, 3:])
    blocks[...] = 0.0
    assert not gates.any()


@pytest.mark.parametrize(("N", "K", "M"), [(1600, 128, 65), (2500, 512, 65), (30, 4, 5)])
def test_a_product_by_rows_is_the_product(rng, N, K, M):
    A, W, out = rng.normal(size=(N, K)), rng.normal(size=(K, M)), np.empty((N, M))
    n = row_blocks(N, K, M)
    assert (n > 1) == (N * K * M > SMALL)
    product_by_rows(A, W, out, n)
    np.testing.assert_allclose(out, A @ W, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("N", [1, MANY * V - 1, MANY * V, 20 * V])
def test_the_weight_gradient_of_symbols_is_the_one_hot_product(rng, N):
    da, symbols = rng.normal(size=(N, 6)), rng.integers(0, V - 1, N)  # symbol V - 1 is missing
    dW = rng.normal(size=(6, V))
    weight_gradient(da, symbols, dW, Pauses())
    np.testing.assert_allclose(dW, da.T @ np.eye(V)[symbols], rtol=1e-12, atol=1e-12)
    assert not dW[:, V - 1].any()


def test_sums_by_symbol_take_rows_of_a_wider_array(rng):
    wide, symbols = rng.normal(size=(40, 9)), rng.integers(0, V, 40)
    expected = np.eye(V)[symbols].T @ wide[:, 3:6]
    np.testing.assert_allclose(sums_by_symbol(wide[:, 3:6], symbols, V), expected, rtol=1e-12)


@pytest.mark.parametrize("cell", list(REGISTRY))
@pytest.mark.parametrize("layers", [1, 2])
def test_a_batch_in_blocks_has_the_mean_gradient_of_its_sequences(rng, cell, layers):
    B, H, T = 80, 128, 3
    assert block_count(B, H) > 1
    network = Network(REGISTRY[cell](), V, H, V, layers, dtype=np.float64)
    network.flat[:] = rng.normal(size=network.flat.size) * 0.1
    inputs, targets = rng.integers(0, V, (2, T, B))
    state = network.zero_state(B)
    state.h[...] = rng.normal(size=state.h.shape)
    start = state.copy()
    loss = network.loss_and_gradients(inputs, targets, state)
    together, losses, apart = network.flat_gradient.copy(), [], np.zeros_like(network.flat)
    for b in range(B):
        one = start.some(slice(b, b + 1)).copy()
        pair = inputs[:, b : b + 1], targets[:, b : b + 1]
        losses.append(network.loss_and_gradients(*pair, one))
        apart += network.flat_gradient / B
        np.testing.assert_allclose(one.h[:, 0], state.h[:, b], rtol=0, atol=1e-12)
    assert loss == pytest.approx(np.mean(losses), rel=1e-12)
    np.testing.assert_allclose(together, apart, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("cell", list(REGISTRY))
def test_steps_back_in_blocks_use_the_present_weights(rng, cell):
    B, H, T = 80, 128, 2
    networks = [Network(REGISTRY[cell](), V, H, V) for _ in range(2)]
    inputs, targets = rng.integers(0, V, (2, T, B))
    networks[0].loss_and_gradients(inputs, targets, networks[0].zero_state(B))
    weights = (rng.normal(size=networks[0].flat.size) * 0.1).astype(np.float32)
    for network in networks:
        network.flat[:] = weights
        network.loss_and_gradients(inputs, targets, network.zero_state(B))
    np.testing.assert_array_equal(networks[0].flat_gradient, networks[1].flat_gradient)
