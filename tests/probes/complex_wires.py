"""A network's loss from its wires in complex numbers: one tiny imaginary step a derivative.

d loss / d v is the imaginary part of loss(v + ih) over h, exact to the last digit because nothing
is subtracted (Squire and Trapp, 1998). Every operation is written once more, without the program's.
"""

from functools import reduce

import numpy as np

TINY = 1e-30


def _of_unit_variance(a):
    return a / np.sqrt((a * a).mean(axis=-1, keepdims=True) + 1e-5)


OPERATIONS = {
    "matmul": lambda W, v: v @ W.T,
    "add": lambda *terms: reduce(lambda a, b: a + b, terms),
    "subtract": lambda a, b: a - b,
    "multiply": lambda *factors: reduce(lambda a, b: a * b, factors),
    "scale": lambda a: a,  # its factor follows
    "divide": lambda a, b: a / b,
    "maximum": lambda a, b: np.where(a.real >= b.real, a, b),
    "complement": lambda a: 1.0 - a,
    "sigmoid": lambda a: 1.0 / (1.0 + np.exp(-a)),
    "tanh": np.tanh,
    "relu": lambda a: np.where(a.real > 0.0, a, 0.0),
    "exp": np.exp,
    "normalize": lambda a: _of_unit_variance(a - a.mean(axis=-1, keepdims=True)),
    "log_sigmoid": lambda a: -np.log(1.0 + np.exp(-a)),
}


def gradients(network, inputs, state, target, loss_step, layer):
    """By name, (T, width): d loss / d (every wire, x and state before a step) of one layer.

    inputs (T, D) are numbers or one-hot; the loss is that of step `loss_step`.
    """
    wires, T = network.cell.wires(), len(inputs)
    D, H = network.layer_parameters()[layer].W_ih.shape[1], network.hidden
    widths = {"x": D} | {f"{name}_prev": H for name in network.cell.state_names}
    widths |= {wire.name: H for wire in wires}
    places, rows = {}, 0
    for name, width in widths.items():
        places[name] = np.arange(rows, rows + T * width).reshape(T, width)
        rows += T * width

    def bumped(at, step, name, value):
        value = np.array(np.broadcast_to(value, (rows, value.shape[-1])), complex)
        if at == layer:
            row = places[name][step]
            value[row, np.arange(len(row))] += 1j * TINY
        return value

    losses = _loss(network, inputs, state, target, loss_step, bumped)
    return {name: losses.imag[place] / TINY for name, place in places.items()}


def _loss(network, inputs, state, target, loss_step, bumped):
    """The loss (rows,) of step `loss_step`, every value passing through `bumped`."""
    wires, layers = network.cell.wires(), network.layer_parameters()
    states = [
        {name: array[index, 0].astype(complex) for name, array in state.arrays.items()}
        for index in range(len(layers))
    ]
    for t in range(loss_step + 1):
        below = inputs[t].astype(complex)
        for index, parameters in enumerate(layers):
            values = dict(network.cell.blocks(parameters.arrays))
            values["x"] = bumped(index, t, "x", below)
            for name, value in states[index].items():
                values[f"{name}_prev"] = bumped(index, t, f"{name}_prev", value)
            for wire in wires:
                made = OPERATIONS[wire.operation](*(values[name] for name in wire.inputs))
                made = made * wire.factor
                values[wire.name] = bumped(index, t, wire.name, made)
            states[index] = {name: values[name] for name in states[index]}
            below = values[network.cell.output]
    W, b = network.parameters["decoder.weight"], network.parameters["decoder.bias"]
    outputs = below @ W.T + b
    if network.loss == "mean_squared_error":
        return ((outputs - target) ** 2).mean(axis=1)
    return np.log(np.exp(outputs).sum(axis=1)) - outputs[:, int(target)]
