"""Derivatives with respect to every input at once, carried forward along the wires.

It shares nothing with the program's way back but the declaration of the wires, which tests hold
against the cells.
"""

import numpy as np


def logit_slopes(network, inputs):
    """d logits (T, V) / d inputs (T, D) of one sequence from a zero state: (T, V, T, D)."""
    T, D = inputs.shape
    cell, parameters = network.cell, network.layer_parameters()
    blocks = [cell.blocks(one.arrays) for one in parameters]
    start = network.zero_state(1)
    now = [
        {n: (a[layer, 0], np.zeros((network.hidden, T * D))) for n, a in start.arrays.items()}
        for layer in range(network.layers)
    ]
    W, found = network.parameters["decoder.weight"], []
    for t in range(T):
        slope = np.zeros((D, T * D))
        slope[:, t * D : (t + 1) * D] = np.eye(D)
        x = (inputs[t], slope)
        for layer, states in enumerate(now):
            given = {name: (array, None) for name, array in blocks[layer].items()}
            given |= {"x": x} | {f"{name}_prev": pair for name, pair in states.items()}
            values = _evaluate(cell.wires(), given)
            now[layer] = {name: values[name] for name in cell.state_names}
            x = now[layer][cell.output]
        found.append(W @ x[1])
    return np.array(found).reshape(T, len(W), T, D)


def _evaluate(wires, given):
    values = dict(given)
    for wire in wires:
        values[wire.name] = RULES[wire.operation](*(values[name] for name in wire.inputs))
    return values


def _slope(pair):
    return 0.0 if pair[1] is None else pair[1]


def _sum(*pairs):
    return sum(value for value, _ in pairs), sum(_slope(pair) for pair in pairs)


def _product(a, b):
    return a[0] * b[0], a[0][:, None] * _slope(b) + b[0][:, None] * _slope(a)


def _quotient(a, b):
    y = a[0] / b[0]
    return y, (_slope(a) - y[:, None] * _slope(b)) / b[0][:, None]


def _maximum(a, b):
    first = (a[0] >= b[0])[:, None]
    return np.maximum(a[0], b[0]), np.where(first, _slope(a), _slope(b))


def _elementwise(function, derivative):
    def rule(a):
        y = function(a[0])
        return y, derivative(y)[:, None] * _slope(a)

    return rule


RULES = {
    "matmul": lambda W, v: (W[0] @ v[0], W[0] @ v[1]),
    "add": _sum,
    "multiply": _product,
    "divide": _quotient,
    "maximum": _maximum,
    "subtract": lambda a, b: (a[0] - b[0], _slope(a) - _slope(b)),
    "exp": _elementwise(np.exp, lambda y: y),
    "log_sigmoid": _elementwise(lambda a: -np.log1p(np.exp(-a)), lambda y: 1.0 - np.exp(y)),
    "complement": _elementwise(lambda a: 1.0 - a, lambda y: -np.ones_like(y)),
    "sigmoid": _elementwise(lambda a: 1.0 / (1.0 + np.exp(-a)), lambda y: y * (1.0 - y)),
    "tanh": _elementwise(np.tanh, lambda y: 1.0 - y * y),
    "relu": _elementwise(lambda a: np.maximum(a, 0.0), lambda y: (y > 0.0).astype(float)),
}
