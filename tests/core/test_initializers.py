"""Every registered initializer: shapes, spread, determinism, and what each one promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from references.initializers import REFERENCES, ROLES

from rnnviz.core.initializers import REGISTRY
from rnnviz.refusal import Refusal

H = 40


@pytest.fixture(params=list(REGISTRY))
def initializer(request):
    return REGISTRY[request.param]()


def rng(seed=0):
    return np.random.default_rng(seed)


def blocks(name, gates=4, **options):
    """The recurrent blocks (gates, H, H) of one layer."""
    W = REGISTRY[name](**options).fill("recurrent", (gates * H, H), gates, H, rng())
    return W.reshape(gates, H, H)


@given(gates=st.integers(1, 4), hidden=st.integers(1, 12), columns=st.integers(1, 12))
@pytest.mark.parametrize("name", list(REGISTRY))
def test_weights_have_the_asked_shape_and_are_finite(name, gates, hidden, columns):
    initializer = REGISTRY[name]()
    for role in ROLES:
        shape = (gates * hidden, hidden if role == "recurrent" else columns)
        W = initializer.fill(role, shape, gates, hidden, rng())
        b = initializer.bias(role, shape[0], hidden, rng())
        assert W.shape == shape
        assert b.shape == shape[:1]
        assert W.dtype == b.dtype == np.float64
        assert np.isfinite(W).all()


def test_the_same_seed_gives_the_same_weights(initializer):
    for role in ROLES:
        first = initializer.fill(role, (2 * H, H), 2, H, rng(3))
        np.testing.assert_array_equal(first, initializer.fill(role, (2 * H, H), 2, H, rng(3)))


def test_another_seed_gives_other_inputs(initializer):
    first = initializer.fill("input", (H, 7), 1, H, rng(3))
    assert not np.array_equal(first, initializer.fill("input", (H, 7), 1, H, rng(4)))


def size(values):
    """The root mean square."""
    return np.sqrt(np.square(values).mean())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", [name for name in REGISTRY if name in REFERENCES])
def test_weights_and_biases_are_as_large_as_the_paper_has_them(name, role):
    initializer, reference = REGISTRY[name](), REFERENCES[name]
    columns = H if role == "recurrent" else 100
    W = initializer.fill(role, (4 * H, columns), 4, H, rng())
    b = initializer.bias(role, 4000, H, rng())
    assert size(W) == pytest.approx(reference.weights(role, H, columns, H), rel=0.05)
    assert size(b) == pytest.approx(reference.bias(H), rel=0.05)


def test_gates_whose_weights_are_drawn_get_blocks_of_their_own(initializer):
    for role in ROLES:
        W, other = (initializer.fill(role, (4 * H, H), 4, H, rng(seed)) for seed in (0, 1))
        if not np.array_equal(W, other):
            first, *rest = W.reshape(4, H, H)
            assert all(not np.array_equal(first, block) for block in rest)


def test_rows_that_do_not_split_into_gates_are_refused(initializer):
    with pytest.raises(ValueError, match="10 rows do not split into 3 gates"):
        initializer.fill("input", (10, 4), 3, 3, rng())


@pytest.mark.parametrize("role", ROLES)
def test_pytorchs_weights_and_biases_fill_the_interval_of_the_hidden_size(role):
    initializer, bound = REGISTRY["pytorch"](), H**-0.5
    W = initializer.fill(role, (2 * H, 60), 2, H, rng())
    b = initializer.bias(role, 4000, H, rng())
    for drawn in (W, b):
        assert np.abs(drawn).max() <= bound
        assert drawn.max() > 0.99 * bound
        assert drawn.min() < -0.99 * bound


@pytest.mark.parametrize("scale", [0.01, 0.5])
def test_gaussian_weights_have_the_asked_scale(scale):
    W = blocks("gaussian", init_scale=scale)
    assert W.std() == pytest.approx(scale, rel=0.03)
    assert abs(W.mean()) < 0.05 * scale
    assert np.abs(W).max() > 2.5 * scale  # no uniform of this spread reaches there


def test_gaussian_weights_are_small_by_default():
    assert blocks("gaussian").std() == pytest.approx(0.01, rel=0.03)


def test_a_gaussian_scale_out_of_bounds_is_refused():
    with pytest.raises(Refusal, match="Weight scale"):
        REGISTRY["gaussian"](init_scale=-1.0)


def test_glorots_variance_counts_one_gates_units_in_and_out():
    W = REGISTRY["glorot"]().fill("input", (4 * H, 100), 4, H, rng())
    assert W.var() == pytest.approx(2.0 / (H + 100), rel=0.05)
    assert np.abs(W).max() <= np.sqrt(6.0 / (H + 100))


def test_hes_variance_counts_units_in():
    W = REGISTRY["he"]().fill("input", (4 * H, 100), 4, H, rng())
    assert W.var() == pytest.approx(2.0 / 100, rel=0.05)


def test_orthogonal_blocks_keep_every_length():
    for W in blocks("orthogonal"):
        np.testing.assert_allclose(W @ W.T, np.eye(H), atol=1e-12)


def test_orthogonal_blocks_are_uniform_over_all_of_them():
    # E tr W = 0 and E (tr W)^2 = 1 for the Haar measure; without mending the signs of R the
    # trace of a bare QR factor has a mean far below 0.
    initializer, generator = REGISTRY["orthogonal"](), rng(5)
    draws = [initializer.fill("recurrent", (6, 6), 1, 6, generator) for _ in range(2000)]
    traces = np.array([np.trace(W) for W in draws])
    assert abs(traces.mean()) < 0.1
    assert (traces**2).mean() == pytest.approx(1.0, abs=0.15)


def test_identity_blocks_are_the_identity():
    for W in blocks("identity"):
        np.testing.assert_array_equal(W, np.eye(H))


@pytest.mark.parametrize("name", ["orthogonal", "identity"])
@pytest.mark.parametrize("role", ["input", "readout"])
def test_other_weights_of_a_special_recurrence_are_glorots(name, role):
    mine = REGISTRY[name]().fill(role, (H, 9), 1, H, rng(1))
    np.testing.assert_array_equal(mine, REGISTRY["glorot"]().fill(role, (H, 9), 1, H, rng(1)))


def test_every_initializer_is_described(initializer):
    assert REGISTRY[initializer.name] is type(initializer)
    assert initializer.label
    assert initializer.hint.endswith(".")
    assert all(option.effect == "new network" for option in initializer.options)
