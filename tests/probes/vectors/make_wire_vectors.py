"""Writes wires.npz: every number inside small cells, and what autograd says one loss wants of it.

Run by hand with PyTorch installed: python tests/probes/vectors/make_wire_vectors.py
"""

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

T, H, V, D, LOSS = 5, 4, 6, 3, 3
"""One loss, that of step LOSS of T: what comes after it has no gradient."""
GATES = {"vanilla": "h", "gru": "rzn", "lstm": "ifgo", "peephole": "ifgo"}
KINDS = ("vanilla-tanh", "vanilla-relu", "gru", "lstm", "peephole")


class Notes:
    """Every value that has a name, kept with its gradient."""

    def __init__(self):
        self.named = {}

    def __call__(self, name, value):
        value.retain_grad()
        self.named[name] = value
        return value


def sides(note, p, gate, x, h):
    """Both products of a gate, noted, and its biases."""
    into = note(f"W_i{gate} x", p[f"W_i{gate}"] @ x)
    back = note(f"W_h{gate} h_prev", p[f"W_h{gate}"] @ h)
    return into + p[f"b_i{gate}"], back + p[f"b_h{gate}"]


def vanilla(note, p, x, h, _, squash):
    a = note("a", sum(sides(note, p, "h", x, h)))
    return note("h", squash(a)), None


def gru(note, p, x, h, _):
    r = note("r", torch.sigmoid(note("a_r", sum(sides(note, p, "r", x, h)))))
    z = note("z", torch.sigmoid(note("a_z", sum(sides(note, p, "z", x, h)))))
    i, q = sides(note, p, "n", x, h)
    n = note("n", torch.tanh(note("a_n", i + note("r q", r * note("q", q)))))
    new = note("(1 - z) n", note("1 - z", 1 - z) * n)
    return note("h", new + note("z h_prev", z * h)), None


def lstm(note, p, x, h, c, peeps=False):
    a = {gate: note(f"a_{gate}", sum(sides(note, p, gate, x, h))) for gate in "ifgo"}
    if peeps:
        for gate in "if":
            seen = note(f"W_c{gate} c_prev", p[f"W_c{gate}"] * c)
            a[gate] = note(f"a_{gate} + W_c{gate} c_prev", a[gate] + seen)
    i, f = note("i", torch.sigmoid(a["i"])), note("f", torch.sigmoid(a["f"]))
    g = note("g", torch.tanh(a["g"]))
    c = note("c", note("f c_prev", f * c) + note("i g", i * g))
    if peeps:
        a["o"] = note("a_o + W_co c", a["o"] + note("W_co c", p["W_co"] * c))
    o = note("o", torch.sigmoid(a["o"]))
    return note("h", o * note("tanh c", torch.tanh(c))), c


STEPS = {
    "vanilla-tanh": lambda *args: vanilla(*args, torch.tanh),
    "vanilla-relu": lambda *args: vanilla(*args, torch.relu),
    "gru": gru,
    "lstm": lstm,
    "peephole": lambda *args: lstm(*args, peeps=True),
}


def drawn(*shape):
    return torch.rand(*shape, dtype=torch.float64) * 1.8 - 0.9


def parameters(kind, layers, inputs):
    """Every layer's blocks by the names that equations use."""
    found, name = [], kind.partition("-")[0]
    for layer in range(layers):
        columns = H if layer else inputs
        p = {}
        for gate in GATES[name]:
            p |= {f"W_i{gate}": drawn(H, columns), f"b_i{gate}": drawn(H)}
            p |= {f"W_h{gate}": drawn(H, H), f"b_h{gate}": drawn(H)}
        if name == "peephole":
            p |= {f"W_c{gate}": drawn(H) for gate in "ifo"}
        found.append({name: value.requires_grad_() for name, value in p.items()})
    return found


def case(kind, layers, numbers):
    """All arrays of one network that reads symbols, or numbers with a squared error."""
    inputs, outputs = (D, 2) if numbers else (V, V)
    weights = parameters(kind, layers, inputs)
    W, b = drawn(outputs, H), drawn(outputs)
    codes, target = torch.randint(0, V, (T,)), torch.randint(0, V, ())
    xs = drawn(T, D) if numbers else F.one_hot(codes, V).double()
    wanted = drawn(outputs)
    states = [tuple(drawn(H).requires_grad_() for _ in range(2)) for _ in range(layers)]
    yield "h0", torch.stack([h for h, _ in states])
    yield "c0", torch.stack([c for _, c in states])
    notes = [[Notes() for _ in range(T)] for _ in range(layers)]
    for t in range(T):
        below = xs[t].clone().requires_grad_()
        for layer in range(layers):
            note = notes[layer][t]
            x = note("x", below * 1.0)
            h, c = (None if s is None else s * 1.0 for s in states[layer])
            note("h_prev", h)
            if c is not None and kind in ("lstm", "peephole"):
                note("c_prev", c)
            below, c = STEPS[kind](note, weights[layer], x, h, c)
            states[layer] = (below, c)
        if t == LOSS:
            logits = W @ below + b
            logits.retain_grad()
            loss = ((logits - wanted) ** 2).mean() if numbers else F.cross_entropy(logits, target)
    loss.backward()
    yield "inputs", xs if numbers else codes
    yield "target", wanted if numbers else target
    yield "loss", loss
    yield "dlogits", logits.grad
    yield from (("decoder.weight", W), ("decoder.bias", b))
    for layer in range(layers):
        ordered = [weights[layer][name] for name in sorted(weights[layer])]
        yield f"{layer}/parameters", torch.cat([p.flatten() for p in ordered])
        yield f"{layer}/dparameters", torch.cat([p.grad.flatten() for p in ordered])
        yield from of_wires(layer, notes[layer])


def of_wires(layer, notes):
    """Values and gradients, (W, T, H) of the wires in their names' order, x by itself."""
    names = sorted(set(notes[0].named) - {"x"})
    yield f"{layer}/names", torch.tensor([ord(letter) for letter in "\n".join(names)])
    for name, read in (("values", lambda v: v), ("gradients", gradient)):
        found = [torch.stack([read(note.named[wire]) for note in notes]) for wire in names]
        yield f"{layer}/{name}", torch.stack(found)
        yield f"{layer}/x/{name}", torch.stack([read(note.named["x"]) for note in notes])


def gradient(value):
    return torch.zeros_like(value) if value.grad is None else value.grad


def main():
    arrays = {}
    for seed, kind in enumerate(KINDS):
        for layers in (1, 2):
            for numbers in (False, True):
                torch.manual_seed(100 * seed + 10 * layers + numbers)
                title = f"{kind}/{layers}/{'numbers' if numbers else 'symbols'}"
                for name, array in case(kind, layers, numbers):
                    arrays[f"{title}/{name}"] = array.detach().numpy()
    np.savez_compressed(Path(__file__).with_name("wires.npz"), **arrays)


if __name__ == "__main__":
    main()
