"""The network once more, as slowly and plainly as its equations: one unit of time after another."""

import itertools

import numpy as np
from references.cells import REFERENCES

from rnnviz.core.cells import REGISTRY
from rnnviz.core.network import Network

CASES = {
    "-".join((name, *values)): (name, dict(zip(names, values, strict=True)))
    for name, cell in REGISTRY.items()
    for chosen in [[option for option in cell.options if option.choices]]
    for names in [[option.name for option in chosen]]
    for values in itertools.product(*(option.choices for option in chosen))
}
"""Every registered cell with every choice of its options, by a name for the test's title."""

NAIVE = [case for case in CASES if case in REFERENCES]
"""Those that can be compared with their equations; another test asks for the others."""

IN_PYTORCH = [case for case in NAIVE if REFERENCES[case].in_pytorch]
"""Those whose parameters have PyTorch's names and shapes, and whose numbers are stored."""


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


def naive_forward(case, network, x, state):
    """Outputs (T, B, V), and all states and gates (T, L, B, H) by name, for real inputs x."""
    P, L, H = network.parameters, network.layers, network.hidden
    step, (T, B, _) = REFERENCES[case].step, x.shape
    layers = [{n.removesuffix(f"_l{i}").removeprefix("rnn."): p for n, p in P.items()
               if n.endswith(f"_l{i}")} for i in range(L)]  # fmt: skip
    outputs, made = np.zeros((T, B, network.outputs)), {}
    for b in range(B):
        s = [{name: part[i, b] for name, part in states_of(state)} for i in range(L)]
        for t in range(T):
            below = x[t, b]
            for i in range(L):
                s[i] = step(layers[i], below, s[i])
                below = s[i]["h"]
                for name, value in s[i].items():
                    made.setdefault(name, np.zeros((T, L, B, H)))[t, i, b] = value
            outputs[t, b] = P["decoder.weight"] @ below + P["decoder.bias"]
    return outputs, made


def states_of(state):
    """The states that there are, (L, B, H) each, by name."""
    return [(name, part) for name, part in (("h", state.h), ("c", state.c)) if part.size]


def naive_loss(network, outputs, targets):
    """L = sum over the scored steps of the mean over sequences, from the definition."""
    scored = outputs[len(outputs) - len(targets) :]
    if network.loss == "mean_squared_error":
        return ((scored - targets) ** 2).mean(axis=2).mean(axis=1).sum()
    p = np.exp(scored) / np.exp(scored).sum(axis=2, keepdims=True)
    return -np.log(np.take_along_axis(p, targets[:, :, None], axis=2)).mean(axis=1).sum()
