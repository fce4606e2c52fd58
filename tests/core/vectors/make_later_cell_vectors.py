"""Writes later_cells.npz: minGRU and sLSTM by autograd, in forms that the program does not use.

The sLSTM is the paper's without its stabiliser (equations 8 to 10, gates in the open), the minGRU
a sum over all earlier inputs at once. Run by hand with PyTorch installed:
python tests/core/vectors/make_later_cell_vectors.py
"""

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

V, H, T, B = 5, 6, 7, 2
GATES = {"min_gru": 2, "slstm": 4}


def parameters(cell, layers):
    """Drawn weights by PyTorch's names, in float64."""
    rows, made = GATES[cell] * H, {}
    for layer in range(layers):
        made[f"rnn.weight_ih_l{layer}"] = (rows, H if layer else V)
        if cell == "slstm":
            made[f"rnn.weight_hh_l{layer}"] = (rows, H)
        made[f"rnn.bias_ih_l{layer}"] = (rows,)
        if cell == "slstm":
            made[f"rnn.bias_hh_l{layer}"] = (rows,)
    made |= {"decoder.weight": (V, H), "decoder.bias": (V,)}
    draw = lambda shape: 1.4 * torch.rand(shape, dtype=torch.float64) - 0.7  # noqa: E731
    return {name: draw(shape).requires_grad_() for name, shape in made.items()}


def min_gru(P, layer, x):
    """h (T, B, H) of x (T, B, D): every input at once, by how much of it is left."""
    a, n = F.linear(x, P[f"rnn.weight_ih_l{layer}"], P[f"rnn.bias_ih_l{layer}"]).chunk(2, dim=2)
    left = torch.cumsum(F.logsigmoid(-a), dim=0)  # ln of the product of (1 - z) up to each step
    later = torch.tril(torch.ones(T, T, dtype=torch.float64)).bool()[:, :, None, None]
    shares = torch.where(later, torch.exp(left[:, None] - left[None]), torch.zeros(()).double())
    return (shares * (torch.sigmoid(a) * n)[None]).sum(dim=1), []


def slstm(P, layer, x):
    """h (T, B, H) of x (T, B, D), and the steps' (n, c), each a tensor of its own."""
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    W_ih, W_hh, b_ih, b_hh = (P[f"rnn.{name}_l{layer}"] for name in names)
    h, c, n = (torch.zeros(B, H, dtype=torch.float64) for _ in range(3))
    rows, memories = [], []
    for step in x:
        i, f, z, o = (F.linear(step, W_ih, b_ih) + F.linear(h, W_hh, b_hh)).chunk(4, dim=1)
        c = torch.sigmoid(f) * c + torch.exp(i) * torch.tanh(z)
        n = torch.sigmoid(f) * n + torch.exp(i)
        h = torch.sigmoid(o) * c / n
        rows.append(h)
        memories.append((n, c))
    return torch.stack(rows), memories


def case(cell, layers, seed):
    """All arrays of one network, by name."""
    torch.manual_seed(seed)
    P, symbols = parameters(cell, layers), torch.randint(V, (T, B))
    targets, below, memories = torch.randint(V, (T, B)), F.one_hot(symbols, V).double(), []
    for layer in range(layers):
        below, memories = {"min_gru": min_gru, "slstm": slstm}[cell](P, layer, below)
    logits = F.linear(below, P["decoder.weight"], P["decoder.bias"])
    losses = F.cross_entropy(logits.reshape(-1, V), targets.reshape(-1), reduction="none")
    (losses.sum() / B).backward(retain_graph=True)
    yield "symbols", symbols
    yield "targets", targets
    yield "logits", logits
    for name, p in P.items():
        yield f"parameter/{name}", p
        yield f"gradient/{name}", p.grad
    for t, (n, c) in enumerate(memories):  # of the top layer: n dL/dc of the last loss
        (of_c,) = torch.autograd.grad(losses[-B], c, retain_graph=True)
        yield f"memory/{t}", (n * of_c)[0]


def main():
    vectors = {}
    for seed, cell in enumerate(GATES):
        for layers in (1, 2):
            for name, array in case(cell, layers, 10 * seed + layers):
                vectors[f"{cell}/{layers}/{name}"] = array.detach().numpy()
    np.savez_compressed(Path(__file__).parent / "later_cells.npz", **vectors)


if __name__ == "__main__":
    main()
