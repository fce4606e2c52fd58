"""Networks of every connection once more, as plainly as their equations: one sequence at a time."""

import numpy as np
from naive_network import CASES, CELLS, STEPS, parameters_of

from rnnviz.core.architecture import Connections
from rnnviz.core.network import Network


def connected(case, layers, connections, D=2, H=3, V=3, seed=4):
    """A small network in float64 with no weight or bias at zero."""
    name, options = CASES[case]
    cell = CELLS[name](**options)
    network = Network(cell, D, H, V, layers, "cross_entropy", np.float64, connections)
    network.flat[...] = np.random.default_rng(seed).uniform(-0.8, 0.8, network.flat.size)
    return network


def naive_outputs(case, network, x, state, kept=()):
    """Outputs (T, B, V), and the states by (layer, b), for real inputs x (T, B, D).

    `kept` are what dropout multiplies with, one array (T, B, W) for each layer from the second.
    """
    outputs = np.zeros((*x.shape[:2], network.outputs))
    for b in range(x.shape[1]):
        y = x[:, b]
        for layer in range(network.layers):
            y = _level(case, network, y, state, layer, b, kept)
        features = _attended(network, y, state, b)
        P = network.parameters
        outputs[:, b] = features @ P["decoder.weight"].T + P["decoder.bias"]
    return outputs


def _level(case, network, below, state, layer, b, kept):
    read = below * kept[layer - 1][:, b] if layer and len(kept) else below
    connections, sides = network.architecture.connections, []
    for direction in range(network.architecture.directions):
        number = layer * network.architecture.directions + direction
        s = {n: a[number, b] for n, a in state.arrays.items() if n != "past"}
        p = _parameters(network, layer, direction)
        hs = []
        for t in range(len(read)):
            s = STEPS[case](p, read[-1 - t if direction else t], s)
            hs.append(s[network.cell.output])
        sides.append(np.array(hs[::-1] if direction else hs))
    y = np.concatenate(sides, axis=1)
    return y + below if connections.skip and layer else y


def _parameters(network, layer, direction):
    if direction == 0:
        return parameters_of(network, layer)
    end = f"_l{layer}_reverse"
    named = network.parameters.items()
    return {n.removesuffix(end).removeprefix("rnn."): a for n, a in named if n.endswith(end)}


def _attended(network, y, state, b):
    A, P = network.architecture.connections.attention, network.parameters
    if not A:
        return y
    before, rows = [*state.past[:, b]], []
    for h in y:
        keys = np.array(before[-A:])
        scores = keys @ (P["attention.weight"] @ h) / np.sqrt(len(h))
        alpha = np.exp(scores) / np.exp(scores).sum()
        rows.append(np.concatenate((h, alpha @ keys)))
        before.append(h)
    return np.array(rows)


BOTH_WAYS = Connections(bidirectional=True)
EACH = {
    "bidirectional": BOTH_WAYS,
    "skip": Connections(skip=True),
    "attention": Connections(attention=2),
    "bidirectional-skip": Connections(bidirectional=True, skip=True),
    "bidirectional-attention": Connections(bidirectional=True, attention=2),
    "all": Connections(bidirectional=True, skip=True, attention=2),
}
"""Every way of connecting layers, and some together."""
