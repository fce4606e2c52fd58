"""The network once more, as slowly and plainly as its equations: one unit of time after another."""

import itertools

import numpy as np
from trial_cells import TRIAL_STEPS, TRIALS

from rnnviz.core.cells import REGISTRY
from rnnviz.core.network import Network

CELLS = REGISTRY | TRIALS
CASES = {
    "-".join((name, *values)): (name, dict(zip(names, values, strict=True)))
    for name, cell in CELLS.items()
    for names in [[option.name for option in cell.options]]
    for values in itertools.product(*(option.choices for option in cell.options))
}
"""Every registered and every trial cell with every choice of its options, by the test's title."""


def make_network(case, loss="cross_entropy", D=3, H=4, V=5, layers=1, dtype=np.float64, seed=4):
    """A small network with no weight or bias at zero."""
    name, options = CASES[case]
    network = Network(CELLS[name](**options), D, H, V, layers, loss, dtype)
    network.flat[...] = np.random.default_rng(seed).uniform(-0.8, 0.8, network.flat.size)
    return network


def drawn_state(network, B, seed=1):
    """A state that is nowhere zero."""
    rng, state = np.random.default_rng(seed), network.zero_state(B)
    for array in state.arrays.values():
        array[...] = rng.uniform(-0.9, 0.9, array.shape)
    if "n" in state.arrays:  # a divisor, which is above zero in every network
        state.n[...] += 1.5
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


def added(p, gate, x, h):
    """What a gate adds up: W_i x + b_i + W_h h + b_h, p by the names that wires use."""
    return p[f"W_i{gate}"] @ x + p[f"b_i{gate}"] + p[f"W_h{gate}"] @ h + p[f"b_h{gate}"]


def vanilla_tanh(p, x, s):
    return {"h": np.tanh(added(p, "h", x, s["h"]))}


def vanilla_relu(p, x, s):
    a = added(p, "h", x, s["h"])
    return {"h": np.where(a > 0, a, 0.0)}


def gru(p, x, s):
    r, z = (sigmoid(added(p, gate, x, s["h"])) for gate in "rz")
    q = p["W_hn"] @ s["h"] + p["b_hn"]
    n = np.tanh(p["W_in"] @ x + p["b_in"] + r * q)
    return {"h": (1 - z) * n + z * s["h"]}


def lstm(p, x, s):
    i, f, o = (sigmoid(added(p, gate, x, s["h"])) for gate in "ifo")
    c = f * s["c"] + i * np.tanh(added(p, "g", x, s["h"]))
    return {"h": o * np.tanh(c), "c": c}


def peephole(p, x, s):
    i = sigmoid(added(p, "i", x, s["h"]) + p["w_ci"] * s["c"])
    f = sigmoid(added(p, "f", x, s["h"]) + p["w_cf"] * s["c"])
    c = f * s["c"] + i * np.tanh(added(p, "g", x, s["h"]))
    o = sigmoid(added(p, "o", x, s["h"]) + p["w_co"] * c)
    return {"h": o * np.tanh(c), "c": c}


STEPS = {
    "vanilla-tanh": vanilla_tanh,
    "vanilla-relu": vanilla_relu,
    "gru": gru,
    "lstm": lstm,
    "peephole": peephole,
    **TRIAL_STEPS,
}


def blocks_of(network, layer):
    """A layer's parameters by the names that wires use."""
    return network.cell.blocks(network.layer_parameters()[layer].arrays)


def naive_forward(case, network, x, state):
    """Outputs (T, B, V) and each state (T, L, B, H) for real inputs x (T, B, D), step by step."""
    P, L, H, names = network.parameters, network.layers, network.hidden, network.cell.state_names
    T, B, _ = x.shape
    found = {name: np.zeros((T, L, B, H)) for name in names}
    outputs = np.zeros((T, B, network.outputs))
    blocks = [blocks_of(network, layer) for layer in range(L)]
    for b in range(B):
        now = [{name: state.arrays[name][la, b].copy() for name in names} for la in range(L)]
        for t in range(T):
            below = x[t, b]
            for layer in range(L):
                now[layer] = STEPS[case](blocks[layer], below, now[layer])
                for name in names:
                    found[name][t, layer, b] = now[layer][name]
                below = now[layer][network.cell.output]
            outputs[t, b] = P["decoder.weight"] @ below + P["decoder.bias"]
    return outputs, found


def naive_loss(network, outputs, targets):
    """L = sum over the scored steps of the mean over sequences, from the definition."""
    scored = outputs[len(outputs) - len(targets) :]
    if network.loss == "mean_squared_error":
        return ((scored - targets) ** 2).mean(axis=2).mean(axis=1).sum()
    p = np.exp(scored) / np.exp(scored).sum(axis=2, keepdims=True)
    return -np.log(np.take_along_axis(p, targets[:, :, None], axis=2)).mean(axis=1).sum()
