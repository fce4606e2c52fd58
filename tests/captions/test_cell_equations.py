"""A cell's equations, as its wires have them: which they are, and what lights when."""

import numpy as np
import pytest
from formula import compute
from naive_network import CASES, CELLS, blocks_of, make_network

from rnnviz.captions.cell_equations import (
    Piece,
    count,
    count_caption,
    equations,
    number_of_parameters,
)
from rnnviz.core.wires import Wire, evaluate

EQUATIONS = {
    "vanilla-tanh": ["h = tanh(W_ih x + b_ih + W_hh h_prev + b_hh)"],
    "vanilla-relu": ["h = relu(W_ih x + b_ih + W_hh h_prev + b_hh)"],
    "vanilla-tanh-0.3": ["h = 0.7 * h_prev + 0.3 * tanh(W_ih x + b_ih + W_hh h_prev + b_hh)"],
    "gru": [
        "r = sigmoid(W_ir x + b_ir + W_hr h_prev + b_hr)",
        "z = sigmoid(W_iz x + b_iz + W_hz h_prev + b_hz)",
        "n = tanh(W_in x + b_in + r * (W_hn h_prev + b_hn))",
        "h = (1 - z) * n + z * h_prev",
    ],
    "lstm": [
        "i = sigmoid(W_ii x + b_ii + W_hi h_prev + b_hi)",
        "f = sigmoid(W_if x + b_if + W_hf h_prev + b_hf)",
        "g = tanh(W_ig x + b_ig + W_hg h_prev + b_hg)",
        "o = sigmoid(W_io x + b_io + W_ho h_prev + b_ho)",
        "c = f * c_prev + i * g",
        "h = o * tanh(c)",
    ],
    "min_gru": [
        "z = sigmoid(W_iz x + b_iz)",
        "n = W_in x + b_in",
        "h = (1 - z) * h_prev + z * n",
    ],
    "slstm": [
        "a_i = W_ii x + b_ii + W_hi h_prev + b_hi",
        "k = log_sigmoid(W_if x + b_if + W_hf h_prev + b_hf) + m_prev",
        "m = max(k, a_i)",
        "i = exp(a_i - m)",
        "f = exp(k - m)",
        "g = tanh(W_ig x + b_ig + W_hg h_prev + b_hg)",
        "o = sigmoid(W_io x + b_io + W_ho h_prev + b_ho)",
        "c = f * c_prev + i * g",
        "n = f * n_prev + i",
        "h = o * c / n",
    ],
}

every_cell = pytest.mark.parametrize("case", list(CASES))


def of(case):
    """A cell's equations."""
    name, options = CASES[case]
    cell = CELLS[name](**options)
    gates = cell.gates if len(cell.gates) > 1 else ()
    return cell, equations(cell.wires(), gates, cell.state_names)


@pytest.mark.parametrize("case", list(EQUATIONS))
def test_the_equations_are_those_of_the_books(case):
    assert [str(equation) for equation in of(case)[1]] == EQUATIONS[case]


@every_cell
def test_gates_and_states_have_equations_and_nothing_is_left_out(case):
    cell, found = of(case)
    names = [equation.name for equation in found]
    assert set(names) >= set(cell.state_names)
    assert len(cell.gates) == 1 or set(names) >= set(cell.gates)
    lit = {name for equation in found for piece in equation.pieces for name in piece.wires}
    network = make_network(case)
    assert lit == (
        {wire.name for wire in cell.wires()}
        | set(blocks_of(network, 0))
        | {"x"}
        | {f"{name}_prev" for name in cell.state_names}
    )


@every_cell
def test_computed_as_they_are_written_they_are_the_step(case):
    network = make_network(case)
    cell, found = of(case)
    rng = np.random.default_rng(1)
    given = {"x": rng.normal(size=network.inputs), **blocks_of(network, 0)}
    given |= {f"{name}_prev": rng.uniform(0.2, 0.9, network.hidden) for name in cell.state_names}
    expected, values = evaluate(cell.wires(), given), dict(given)
    for equation in found:
        left, _, right = str(equation).partition(" = ")
        made = compute(in_python(right, values), {in_python(n, {}): v for n, v in values.items()})
        values[left] = made
        np.testing.assert_allclose(made, expected[equation.name], rtol=1e-12, err_msg=left)


def in_python(text, values):
    """An equation's side with a sign between matrix and vector, and plain words for names."""
    words = text.split(" ")
    for place, word in enumerate(words[:-1]):
        if np.ndim(values.get(word.rpartition("(")[2], 0)) == 2:
            words[place] = f"{word} @"
    return " ".join(words)


def test_what_is_inside_lights_from_the_inside_out():
    (_, found) = of("lstm")
    first = {piece.text: piece.wires for piece in found[0].pieces}
    assert first["W_ii"] == ("W_ii", "W_ii x", "a_i", "i")
    assert first["x"] == ("x", "W_ii x", "a_i", "i")
    assert first["b_hi"] == ("b_hi", "a_i", "i")
    assert first["sigmoid"] == ("i",)
    assert Piece("i", ("i", "a")).wire == "i"
    assert Piece(" ").wire == ""


def test_brackets_stand_where_they_are_needed_and_nowhere_else():
    wires = (
        Wire("a b", "add", ("a", "b")),
        Wire("c d", "subtract", ("c", "d")),
        Wire("ratio", "divide", ("a b", "c d")),
        Wire("less", "complement", ("ratio",)),
        Wire("square", "multiply", ("less", "e")),
        Wire("W f", "matmul", ("W", "f / g")),
        Wire("minus", "subtract", ("square", "W f")),
        Wire("y", "subtract", ("h", "minus")),
    )
    wires = (Wire("f / g", "divide", ("f", "g")), *wires)
    (found,) = equations(wires, (), ("y",))
    assert str(found) == "y = h - ((1 - (a + b) / (c - d)) * e - W (f / g))"


def test_a_matrix_is_counted_as_rows_and_columns():
    assert count((64, 28)) == "64 × 28 = 1,792"
    assert count((64,)) == "64"


@every_cell
@pytest.mark.parametrize("layers", [1, 2])
def test_the_sum_is_all_parameters_of_the_layer(case, layers):
    network = make_network(case, layers=layers)
    for layer in range(layers):
        shapes = {name: block.shape for name, block in blocks_of(network, layer).items()}
        expected = sum(a.size for n, a in network.parameters.items() if n.endswith(f"_l{layer}"))
        assert number_of_parameters(shapes) == expected
        told = count_caption(shapes, layer, layers)
        terms, _, rest = told.partition(" = ")
        assert compute(terms.replace("×", "*").replace(",", "")) == expected
        where = f" in layer {layer + 1} of 2" if layers == 2 else ""
        assert rest == f"{expected:,} parameters{where}."
