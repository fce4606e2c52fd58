"""The network once more, as slowly and plainly as its equations: one unit of time after another."""

import itertools

import numpy as np
from references.cells import REFERENCES
from trial_cells import TRIAL_STEPS, TRIALS

from rnnviz.core.cells import REGISTRY
from rnnviz.core.network import Network

CELLS = REGISTRY | TRIALS
STEPS = {case: reference.step for case, reference in REFERENCES.items()} | TRIAL_STEPS


MIDDLE = 0.3
"""Where between its bounds a number among a cell's options is tried beside its default."""


def cases_of(cells):
    """Every cell with every choice of its options, by the test's title.

    An option that is a number is tried at its default, which the title leaves out, and elsewhere.
    """
    found = {}
    for name, cell in cells.items():
        names = [option.name for option in cell.options]
        for values in itertools.product(*map(tried, cell.options)):
            others = [
                str(value)
                for option, value in zip(cell.options, values, strict=True)
                if option.choices or value != option.default
            ]
            found["-".join((name, *others))] = name, dict(zip(names, values, strict=True))
    return found


def tried(option):
    """The values of an option that are tested."""
    if option.choices:
        return option.choices
    return option.default, round(option.low + MIDDLE * (option.high - option.low), 1)


REGISTERED = cases_of(REGISTRY)
CASES = cases_of(CELLS)
"""The registered ones and the trial cells."""

NAIVE = [case for case in CASES if case in STEPS]
"""Those that can be compared with their equations; another test asks for the others."""

IN_PYTORCH = [case for case in REFERENCES if REFERENCES[case].in_pytorch]
"""Those whose parameters have PyTorch's names and shapes, and whose numbers are stored."""


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


def blocks_of(network, layer):
    """A layer's parameters by the names that wires use."""
    return network.cell.blocks(network.layer_parameters()[layer].arrays)


def parameters_of(network, layer):
    """A layer's parameters by PyTorch's names without the layer, as references want them."""
    end = f"_l{layer}"
    return {
        name.removesuffix(end).removeprefix("rnn."): array
        for name, array in network.parameters.items()
        if name.endswith(end)
    }


def naive_forward(case, network, x, state):
    """Outputs (T, B, V), and all states and gates (T, L, B, H) by name, for real inputs x."""
    P, L, H, (T, B, _) = network.parameters, network.layers, network.hidden, x.shape
    layers = [parameters_of(network, i) for i in range(L)]
    outputs, made = np.zeros((T, B, network.outputs)), {}
    for b in range(B):
        s = [{name: part[i, b] for name, part in state.arrays.items()} for i in range(L)]
        for t in range(T):
            below = x[t, b]
            for i in range(L):
                s[i] = STEPS[case](layers[i], below, s[i])
                below = s[i][network.cell.output]
                for name, value in s[i].items():
                    made.setdefault(name, np.zeros((T, L, B, H)))[t, i, b] = value
            outputs[t, b] = P["decoder.weight"] @ below + P["decoder.bias"]
    return outputs, made


def naive_loss(network, outputs, targets):
    """L = sum over the scored steps of the mean over sequences, from the definition."""
    scored = outputs[len(outputs) - len(targets) :]
    if network.loss == "mean_squared_error":
        return ((scored - targets) ** 2).mean(axis=2).mean(axis=1).sum()
    p = np.exp(scored) / np.exp(scored).sum(axis=2, keepdims=True)
    return -np.log(np.take_along_axis(p, targets[:, :, None], axis=2)).mean(axis=1).sum()
