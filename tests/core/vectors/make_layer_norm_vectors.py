"""Writes layer_norm.npz: every cell with layer normalization by autograd and torch's layer_norm.

Run by hand with PyTorch installed: python tests/core/vectors/make_layer_norm_vectors.py
"""

from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy, layer_norm, linear, one_hot

V, H, T, B, LEAK = 4, 5, 5, 2, 0.3
GATES = {"vanilla": "h", "leaky": "h", "gru": "rzn", "min_gru": "zn", "lstm": "ifgo"}
GATES |= {"peephole": "ifgo", "slstm": "ifgo"}


def parameters(cell, layers):
    """Drawn weights in the order of a file, in float64."""
    rows, made = len(GATES[cell]) * H, {}
    for layer in range(layers):
        made[f"rnn.weight_ih_l{layer}"] = (rows, H if layer else V)
        if cell != "min_gru":
            made[f"rnn.weight_hh_l{layer}"] = (rows, H)
        made[f"rnn.bias_ih_l{layer}"] = (rows,)
        if cell != "min_gru":
            made[f"rnn.bias_hh_l{layer}"] = (rows,)
        if cell == "peephole":
            made[f"rnn.weight_ch_l{layer}"] = (3 * H,)
        made[f"rnn.gain_l{layer}"] = (rows,)
        if cell == "gru":
            made[f"rnn.gain_hh_l{layer}"] = (H,)
    made |= {"decoder.weight": (V, H), "decoder.bias": (V,)}
    return {name: drawn(name, shape).requires_grad_() for name, shape in made.items()}


def drawn(name, shape):
    """Numbers around 0, and gains around 1.3."""
    return 1.4 * torch.rand(shape, dtype=torch.float64) - 0.7 + (1.3 if "gain" in name else 0.0)


def normal(v, gain):
    """One gate's numbers (B, H), normalized by torch."""
    return layer_norm(v, (H,), gain, None, eps=1e-5)


def step(cell, p, x, s):
    """The states (B, H) after one step from those before."""
    gates = GATES[cell]
    rows = {gate: slice(place * H, (place + 1) * H) for place, gate in enumerate(gates)}

    def of(gate, which):
        """One gate's share of a side, or its bias or gain."""
        return p[which][rows[gate]]

    def sides(gate):
        left = linear(x, of(gate, "weight_ih"))
        right = linear(s["h"], of(gate, "weight_hh")) if "weight_hh" in p else 0.0
        return left, right

    def a(gate):
        left, right = sides(gate)
        b = of(gate, "bias_ih") + (of(gate, "bias_hh") if "bias_hh" in p else 0.0)
        return normal(left + right, of(gate, "gain")) + b

    if cell in ("vanilla", "leaky"):
        new = torch.tanh(a("h"))
        return {"h": new if cell == "vanilla" else (1 - LEAK) * s["h"] + LEAK * new}
    if cell == "min_gru":
        z = torch.sigmoid(a("z"))
        return {"h": (1 - z) * s["h"] + z * a("n")}
    if cell == "gru":
        r, z = torch.sigmoid(a("r")), torch.sigmoid(a("z"))
        left, right = sides("n")
        q = normal(right, p["gain_hh"]) + of("n", "bias_hh")
        n = torch.tanh(normal(left, of("n", "gain")) + of("n", "bias_ih") + r * q)
        return {"h": (1 - z) * n + z * s["h"]}
    if cell == "slstm":  # as the paper has it before it is stabilised
        c = torch.sigmoid(a("f")) * s["c"] + torch.exp(a("i")) * torch.tanh(a("g"))
        n = torch.sigmoid(a("f")) * s["n"] + torch.exp(a("i"))
        return {"h": torch.sigmoid(a("o")) * c / n, "c": c, "n": n}
    w = p["weight_ch"].reshape(3, H) if cell == "peephole" else torch.zeros(3, H).double()
    i, f = torch.sigmoid(a("i") + w[0] * s["c"]), torch.sigmoid(a("f") + w[1] * s["c"])
    c = f * s["c"] + i * torch.tanh(a("g"))
    return {"h": torch.sigmoid(a("o") + w[2] * c) * torch.tanh(c), "c": c}


def case(cell, layers, seed):
    """All arrays of one network, by name."""
    torch.manual_seed(seed)
    P, symbols = parameters(cell, layers), torch.randint(V, (T, B))
    targets, below = torch.randint(V, (T, B)), one_hot(symbols, V).double()
    below.requires_grad_()
    x = below
    for layer in range(layers):
        end = f"_l{layer}"
        p = {n.removeprefix("rnn.").removesuffix(end): v for n, v in P.items() if n.endswith(end)}
        s, found = {name: torch.zeros(B, H).double() for name in "hcn"}, []
        for row in below:
            s = step(cell, p, row, s)
            found.append(s["h"])
        below = torch.stack(found)
    logits = linear(below, P["decoder.weight"], P["decoder.bias"])
    (cross_entropy(logits.reshape(-1, V), targets.reshape(-1), reduction="sum") / B).backward()
    yield "symbols", symbols
    yield "targets", targets
    yield "logits", logits
    yield "dx", x.grad
    for name, p in P.items():
        yield f"parameter/{name}", p
        yield f"gradient/{name}", p.grad


def main():
    vectors = {}
    for seed, (cell, layers) in enumerate((c, n) for c in GATES for n in (1, 2)):
        for name, value in case(cell, layers, seed):
            vectors[f"{cell}/{layers}/{name}"] = value.detach().numpy()
    np.savez_compressed(Path(__file__).with_name("layer_norm.npz"), **vectors)


if __name__ == "__main__":
    main()
