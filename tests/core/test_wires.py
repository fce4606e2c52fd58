"""Wires: every operation forward and back, whatever reads what how often."""

from typing import get_args

import numpy as np
import pytest

from rnnviz.core.wires import Operation, Wire, backward, evaluate

B, H, D, STEP = 3, 4, 5, 1e-6
OPERATIONS = get_args(Operation)
TWO = ("add", "subtract", "multiply", "divide", "maximum")


def drawn(*shape, seed=0):
    return np.random.default_rng(seed).uniform(-2.0, 2.0, shape)


def given_to(operation):
    """Two vectors, or a matrix and one; of steps side by side, the second of one for all."""
    if operation == "matmul":
        return {"a": drawn(H, D), "b": drawn(B, D, seed=1)}
    return {"a": drawn(B, H), "b": drawn(H, seed=1)}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_goes_back_as_central_differences_say(operation):
    inputs = ("a", "b") if operation in (*TWO, "matmul") else ("a",)
    factor = 0.3 if operation == "scale" else 1.0
    wires, given = (Wire("y", operation, inputs, factor),), given_to(operation)
    dy = drawn(B, H, seed=2)
    found = backward(wires, evaluate(wires, given), {"y": dy})
    assert set(found) == {"y", *inputs}
    for name in inputs:
        array = given[name]
        for place in np.ndindex(array.shape):
            kept, sums = array[place], []
            for step in (STEP, -STEP):
                array[place] = kept + step
                sums.append((evaluate(wires, given)["y"] * dy).sum())
            array[place] = kept
            expected = (sums[0] - sums[1]) / (2 * STEP)
            assert found[name][place] == pytest.approx(expected, rel=1e-6, abs=1e-8)


def test_what_is_read_several_times_adds_up():
    wires = (Wire("y", "multiply", ("a", "a", "a")), Wire("z", "add", ("y", "a", "a")))
    a = drawn(H)
    found = backward(wires, evaluate(wires, {"a": a}), {"z": np.ones(H)})
    np.testing.assert_allclose(found["a"], 3 * a**2 + 2)


def test_a_state_that_is_read_on_keeps_what_comes_from_outside():
    wires = (Wire("c", "exp", ("a",)), Wire("h", "tanh", ("c",)))
    values = evaluate(wires, {"a": drawn(H)})
    dc, dh = drawn(H, seed=1), drawn(H, seed=2)
    found = backward(wires, values, {"h": dh, "c": dc})
    np.testing.assert_allclose(found["c"], dc + dh * (1 - values["h"] ** 2))
    np.testing.assert_array_equal(found["h"], dh)


def test_a_wire_that_no_loss_hangs_on_has_a_gradient_of_zero():
    wires = (Wire("y", "exp", ("a",)), Wire("z", "tanh", ("a",)))
    found = backward(wires, evaluate(wires, {"a": drawn(H)}), {"z": np.ones(H)})
    np.testing.assert_array_equal(found["y"], np.zeros(H))


def test_of_equal_values_the_first_is_the_maximum():
    wires = (Wire("y", "maximum", ("a", "b", "c")),)
    values = evaluate(wires, {"a": np.ones(2), "b": np.array([1.0, 2.0]), "c": np.full(2, 2.0)})
    found = backward(wires, values, {"y": np.ones(2)})
    np.testing.assert_array_equal(found["a"], [0, 0])
    np.testing.assert_array_equal(found["b"], [0, 1])
    np.testing.assert_array_equal(found["c"], [1, 0])


def test_constants_get_no_gradient():
    wires = (Wire("y", "matmul", ("W", "x")),)
    values = evaluate(wires, {"W": drawn(H, D), "x": drawn(D)})
    assert set(backward(wires, values, {"y": np.ones(H)}, constants=("W",))) == {"x", "y"}


def test_one_step_alone_has_gradients_of_its_values_shapes():
    wires = (Wire("y", "matmul", ("W", "x")),)
    values = evaluate(wires, {"W": drawn(H, D), "x": drawn(D)})
    found = backward(wires, values, {"y": drawn(H, seed=3)})
    np.testing.assert_allclose(found["W"], np.outer(drawn(H, seed=3), values["x"]))
    assert {name: array.shape for name, array in found.items()} == {
        name: array.shape for name, array in values.items()
    }


def test_a_wire_that_is_given_is_not_computed_again():
    wires = (Wire("W x", "matmul", ("W", "x")), Wire("y", "tanh", ("W x",)))
    values = evaluate(wires, {"W x": np.zeros(H)})
    np.testing.assert_array_equal(values["y"], np.zeros(H))


def test_a_wire_cannot_read_what_is_made_after_it():
    with pytest.raises(KeyError, match="later"):
        evaluate((Wire("y", "tanh", ("later",)), Wire("later", "exp", ("a",))), {"a": drawn(H)})
