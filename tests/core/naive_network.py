"""The network once more, as slowly and plainly as its equations: one unit of time after another."""

import itertools

import numpy as np

from rnnviz.core.cells import REGISTRY
from rnnviz.core.network import Network

CASES = {
    "-".join((name, *values)): (name, dict(zip(names, values, strict=True)))
    for name, cell in REGISTRY.items()
    for names in [[option.name for option in cell.options]]
    for values in itertools.product(*(option.choices for option in cell.options))
}
"""Every registered cell with every choice of its options, by a name for the test's title."""


def make_network(case, loss="cross_entropy", D=3, H=4, V=5, layers=1, dtype=np.float64, seed=4):
    """A small network with no weight or bias at zero."""
    name, options = CASES[case]
    network = Network(REGISTRY[name](**options), D, H, V, layers, loss, dtype)
    network.flat[...] = np.random.default_rng(seed).uniform(-0.8, 0.8, network.flat.size)
    return network


def drawn_state(network, B, seed=1):
    """A state that is nowhere zero."""
    rng, state = np.random.default_rng(seed), network.zero_state(B)
    state.h[...] = rng.uniform(-0.9, 0.9, state.h.shape)
    state.c[...] = rng.uniform(-0.9, 0.9, state.c.shape)
    return state


def drawn_window(network, T, B, scored, seed=2):
    """Real inputs (T, B, D), and targets for the last `scored` steps."""
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((T, B, network.inputs)).astype(network.dtype)
    if network.loss == "cross_entropy":
        return inputs, rng.integers(0, network.outputs, (scored, B))
    targets = rng.standard_normal((scored, B, network.outputs))
    return inputs, targets.astype(network.dtype)


def one_hot(symbols, V, dtype=np.float64):
    """Symbols (T, B) as real inputs (T, B, V)."""
    return np.eye(V, dtype=dtype)[symbols]


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def vanilla_tanh(i, q, h, c):
    return np.tanh(i[0] + q[0]), c


def vanilla_relu(i, q, h, c):
    return np.where(i[0] + q[0] > 0, i[0] + q[0], 0.0), c


def gru(i, q, h, c):
    r, z = sigmoid(i[0] + q[0]), sigmoid(i[1] + q[1])
    n = np.tanh(i[2] + r * q[2])
    return (1 - z) * n + z * h, c


def lstm(i, q, h, c):
    i_gate, f, o = (sigmoid(i[k] + q[k]) for k in (0, 1, 3))
    c = f * c + i_gate * np.tanh(i[2] + q[2])
    return o * np.tanh(c), c


STEPS = {"vanilla-tanh": vanilla_tanh, "vanilla-relu": vanilla_relu, "gru": gru, "lstm": lstm}


def naive_forward(case, network, x, state):
    """Outputs (T, B, V) and states h, c (T, L, B, H) for real inputs x (T, B, D), step by step."""
    P, L, H = network.parameters, network.layers, network.hidden
    T, B, _ = x.shape
    hs, cs = np.zeros((T, L, B, H)), np.zeros((T, L, B, H))
    outputs = np.zeros((T, B, network.outputs))
    for b in range(B):
        h = [state.h[layer, b].copy() for layer in range(L)]
        c = [state.c[layer, b].copy() if len(state.c) else np.zeros(H) for layer in range(L)]
        for t in range(T):
            below = x[t, b]
            for layer in range(L):
                i = P[f"rnn.weight_ih_l{layer}"] @ below + P[f"rnn.bias_ih_l{layer}"]
                q = P[f"rnn.weight_hh_l{layer}"] @ h[layer] + P[f"rnn.bias_hh_l{layer}"]
                step = STEPS[case]
                h[layer], c[layer] = step(i.reshape(-1, H), q.reshape(-1, H), h[layer], c[layer])
                hs[t, layer, b], cs[t, layer, b] = h[layer], c[layer]
                below = h[layer]
            outputs[t, b] = P["decoder.weight"] @ below + P["decoder.bias"]
    return outputs, hs, cs


def naive_loss(network, outputs, targets):
    """L = sum over the scored steps of the mean over sequences, from the definition."""
    scored = outputs[len(outputs) - len(targets) :]
    if network.loss == "mean_squared_error":
        return ((scored - targets) ** 2).mean(axis=2).mean(axis=1).sum()
    p = np.exp(scored) / np.exp(scored).sum(axis=2, keepdims=True)
    return -np.log(np.take_along_axis(p, targets[:, :, None], axis=2)).mean(axis=1).sum()
