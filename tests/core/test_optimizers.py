"""Every registered optimizer: its equations, PyTorch's paths, exact resuming, blocks, types."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from references.optimizers import REFERENCES

from rnnviz.core.optimizers import REGISTRY, base
from rnnviz.refusal import Refusal

VECTORS = Path(__file__).parent / "vectors" / "optimizers.npz"  # by make_optimizer_vectors.py

CASES = {
    case: (name, lr, options)
    for name, reference in REFERENCES.items()
    for case, (lr, options) in reference.pytorch.items()
}


@pytest.fixture(params=list(REGISTRY))
def optimizer_class(request):
    return REGISTRY[request.param]


def run(optimizer, start, gradients, lr=0.01):
    p = start.copy()
    for g in gradients:
        optimizer.update(p, g, lr)
    return p


def drawn(size, steps, dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    start = rng.standard_normal(size).astype(dtype)
    return start, rng.standard_normal((steps, size)).astype(dtype)


@pytest.mark.parametrize("case", list(CASES))
def test_the_trajectory_is_pytorchs_to_1e_12(case):
    name, lr, options = CASES[case]
    with np.load(VECTORS) as vectors:
        p, gradients, path = vectors["start"].copy(), vectors["gradients"], vectors[case]
    optimizer = REGISTRY[name](p.size, np.float64, **options)
    for g, expected in zip(gradients, path, strict=True):
        optimizer.update(p, g, lr)
        np.testing.assert_allclose(p, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", [name for name in REGISTRY if name in REFERENCES])
def test_the_path_follows_the_equations(name):
    kind, naive = REGISTRY[name], REFERENCES[name].update
    usual = {option.name: option.default for option in kind.options}
    others = {option.name: option.low + 0.25 for option in kind.options}
    for options in (usual, others):
        start, gradients = drawn(30, 12)
        gradients[3, :5] = 0.0
        p, expected, memory = start.copy(), start, {}
        optimizer = kind(30, np.float64, **options)
        for g in gradients:
            optimizer.update(p, g, 0.05)
            expected = naive(expected, g, memory, 0.05, **options)
            np.testing.assert_allclose(p, expected, rtol=1e-11, atol=1e-12)


def test_resuming_from_copied_state_is_bit_identical(optimizer_class):
    start, gradients = drawn(50, 20, np.float32)
    whole = run(optimizer_class(50, np.float32), start, gradients)
    first = optimizer_class(50, np.float32)
    halfway = run(first, start, gradients[:9])
    saved, count = {slot: array.copy() for slot, array in first.state.items()}, first.count
    run(first, halfway, gradients[:3])  # the saved copies must not follow this
    second = optimizer_class(50, np.float32)
    second.restore(saved, count)
    np.testing.assert_array_equal(run(second, halfway, gradients[9:]), whole)
    assert second.count == 20


def test_restored_state_is_a_copy(optimizer_class):
    saved = {slot: np.ones(4) for slot in optimizer_class.slots}
    optimizer = optimizer_class(4, np.float64)
    optimizer.restore(saved, 3)
    optimizer.update(np.zeros(4), np.ones(4), 0.1)
    assert all((array == 1.0).all() for array in saved.values())


def test_state_of_another_shape_type_or_name_is_not_restored(optimizer_class):
    optimizer = optimizer_class(4, np.float32)
    wrong = [
        {slot: np.ones(5, np.float32) for slot in optimizer.slots},
        {slot: np.ones(4, np.float64) for slot in optimizer.slots},
        {},
        {slot: np.ones(4, np.float32) for slot in (*optimizer.slots, "other")},
    ]
    for state in wrong:
        with pytest.raises(ValueError, match=r"slot|keeps"):
            optimizer.restore(state, 3)
    assert optimizer.count == 0
    assert all((array == 0.0).all() for array in optimizer.state.values())


@given(size=st.integers(1, 70), block=st.integers(1, 80))
@pytest.mark.parametrize("name", list(REGISTRY))
def test_the_block_size_does_not_change_the_result(name, size, block):
    start, gradients = drawn(size, 4, np.float32, seed=size)
    whole = REGISTRY[name](size, np.float32)
    parts = REGISTRY[name](size, np.float32, block=block)
    np.testing.assert_array_equal(run(parts, start, gradients), run(whole, start, gradients))
    for slot, array in whole.state.items():
        np.testing.assert_array_equal(parts.state[slot], array)


def test_arrays_larger_than_one_block_are_updated_to_the_end(optimizer_class):
    size = 150_001
    optimizer = optimizer_class(size, np.float32)
    p = np.zeros(size, np.float32)
    optimizer.update(p, np.ones(size, np.float32), 0.1)
    assert p[0] < 0
    assert (p == p[0]).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_type_stays_and_gradients_are_left_alone(optimizer_class, dtype):
    start, gradients = drawn(30, 3, dtype)
    before = gradients.copy()
    optimizer = optimizer_class(30, dtype)
    p = run(optimizer, start, gradients, lr=np.float64(0.01))
    assert p.dtype == dtype
    assert all(array.dtype == dtype for array in optimizer.state.values())
    np.testing.assert_array_equal(gradients, before)


def test_a_learning_rate_in_float64_is_no_other_than_a_plain_number(optimizer_class):
    start, gradients = drawn(200, 5, np.float32)
    plain = run(optimizer_class(200, np.float32), start, gradients, 0.01)
    scalar = run(optimizer_class(200, np.float32), start, gradients, np.float64(0.01))
    np.testing.assert_array_equal(scalar, plain)


def test_float32_follows_float64(optimizer_class):
    start, gradients = drawn(40, 30)
    double = run(optimizer_class(40, np.float64), start, gradients)
    single = run(
        optimizer_class(40, np.float32), start.astype(np.float32), gradients.astype(np.float32)
    )
    np.testing.assert_allclose(single, double, rtol=1e-4, atol=1e-5)


def test_a_quadratic_is_minimised(optimizer_class):
    curvature, p = np.array([1.0, 4.0, 0.3]), np.array([1.0, -2.0, 3.0])
    optimizer = optimizer_class(3, np.float64)
    before = curvature @ p**2
    for _ in range(1500):
        optimizer.update(p, curvature * p, 0.05)
    assert curvature @ p**2 < 1e-2 * before


def test_a_learning_rate_of_zero_moves_nothing(optimizer_class):
    start, gradients = drawn(10, 5)
    np.testing.assert_array_equal(
        run(optimizer_class(10, np.float64), start, gradients, 0.0), start
    )


def test_a_zero_gradient_from_the_start_moves_nothing(optimizer_class):
    start = np.arange(5.0)
    moved = run(optimizer_class(5, np.float64), start, np.zeros((3, 5)))
    np.testing.assert_array_equal(moved, start)


def test_arrays_of_another_size_are_refused(optimizer_class):
    optimizer = optimizer_class(5, np.float64)
    with pytest.raises(ValueError, match="flat arrays of 5"):
        optimizer.update(np.zeros(5), np.zeros(4), 0.1)
    with pytest.raises(ValueError, match="flat arrays of 5"):
        optimizer.update(np.zeros((5, 1)), np.zeros((5, 1)), 0.1)
    assert optimizer.count == 0


def test_options_out_of_bounds_or_unknown_are_refused(optimizer_class):
    for option in optimizer_class.options:
        with pytest.raises(Refusal, match=f"{option.label}"):
            optimizer_class(5, np.float64, **{option.name: option.high + 1})
    with pytest.raises(Refusal, match="nonsense"):
        optimizer_class(5, np.float64, nonsense=1.0)


def test_every_option_changes_the_path(optimizer_class):
    start, gradients = drawn(50, 20)
    usual = run(optimizer_class(50, np.float64), start, gradients)
    for option in optimizer_class.options:
        other = optimizer_class(50, np.float64, **{option.name: option.low + 0.25})
        assert not np.array_equal(run(other, start, gradients), usual), option.name


def test_every_optimizer_and_option_is_described(optimizer_class):
    assert REGISTRY[optimizer_class.name] is optimizer_class
    assert optimizer_class.label
    assert optimizer_class.hint.endswith(".")
    assert optimizer_class.default_lr > 0
    for option in optimizer_class.options:
        assert option.check(option.default) == option.default
        assert option.label
        assert option.tooltip.endswith(".")


@pytest.mark.parametrize("name", list(REGISTRY))
def test_an_update_calls_in_between_and_is_the_same_to_the_bit(name, monkeypatch):
    rng = np.random.default_rng(0)
    start, gradient = (rng.standard_normal(95).astype(np.float32) for _ in range(2))
    found, calls = [], []
    for at_once in (base.AT_ONCE, 2):
        monkeypatch.setattr(base, "AT_ONCE", at_once)
        optimizer = REGISTRY[name](95, np.float32, block=10)
        parameters = start.copy()
        for _ in range(3):
            optimizer.update(parameters, gradient, 0.1, lambda: calls.append(1))
        found.append((parameters, *optimizer.state.values()))
    assert len(calls) == 3 + 3 * 5
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)
