"""Writes parity.npz: PyTorch's logits, gradients and gradient triangle for small networks.

Run by hand with PyTorch installed: python tests/core/vectors/make_parity_vectors.py
"""

from copy import deepcopy
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

V, H, T, B = 5, 6, 7, 2

KINDS = {
    "vanilla-tanh": (nn.RNN, {"nonlinearity": "tanh"}),
    "vanilla-relu": (nn.RNN, {"nonlinearity": "relu"}),
    "gru": (nn.GRU, {}),
    "lstm": (nn.LSTM, {}),
}


class Model(nn.Module):
    """A module with `rnn` and `decoder`, as a saved run's weights expect it."""

    def __init__(self, kind, layers):
        super().__init__()
        module, options = KINDS[kind]
        self.rnn = module(V, H, layers, **options)
        self.decoder = nn.Linear(H, V)

    def forward(self, x, h, c):
        state = (h, c) if isinstance(self.rnn, nn.LSTM) else h
        return self.decoder(self.rnn(x, state)[0])


def step(kind, i, q, h, c):
    """One step from the two sides' pre-activations (G*H,), every state a tensor of its own."""
    if kind == "vanilla-tanh":
        return torch.tanh(i + q), c
    if kind == "vanilla-relu":
        return torch.relu(i + q), c
    if kind == "gru":
        r, z = torch.sigmoid((i + q)[: 2 * H]).chunk(2)
        n = torch.tanh(i[2 * H :] + r * q[2 * H :])
        return (1 - z) * n + z * h, c
    i_gate, f, g, o = (i + q).chunk(4)
    c = torch.sigmoid(f) * c + torch.sigmoid(i_gate) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


def unrolled(kind, model, x, h, c):
    """Logits (T, V) of one sequence and its states by step and layer, index 0 the initial ones."""
    layers = model.rnn.num_layers
    weights = [model.rnn.all_weights[layer] for layer in range(layers)]
    hs, cs, logits = [list(h)], [list(c)], []
    for symbol in x:
        below, h_now, c_now = symbol, [], []
        for layer, (W_ih, W_hh, b_ih, b_hh) in enumerate(weights):
            i, q = F.linear(below, W_ih, b_ih), F.linear(hs[-1][layer], W_hh, b_hh)
            below, memory = step(kind, i, q, hs[-1][layer], cs[-1][layer])
            h_now.append(below)
            c_now.append(memory)
        hs.append(h_now)
        cs.append(c_now)
        logits.append(model.decoder(below))
    return torch.stack(logits), hs, cs


def triangle(losses, states, layer):
    """d L_t / d state_k as (T+1, T, H), zero where the state lies in the loss's future."""
    flat = [states[k][layer] for k in range(T + 1)]
    found = torch.zeros(T + 1, T, H, dtype=torch.float64)
    for t, loss in enumerate(losses):
        rows = torch.autograd.grad(loss, flat, retain_graph=True, allow_unused=True)
        for k, row in enumerate(rows):
            if row is not None:
                found[k, t] = row
    return found


def made(kind, layers, seed):
    """A model in float64, one-hot inputs, targets (T, B), initial states h, c (L, B, H)."""
    torch.manual_seed(seed)
    model = Model(kind, layers).double()
    with torch.no_grad():
        for p in model.parameters():
            p.uniform_(-0.7, 0.7)
    x, targets = F.one_hot(torch.randint(V, (T, B)), V).double(), torch.randint(V, (T, B))
    h, c = (torch.rand(layers, B, H, dtype=torch.float64) - 0.5 for _ in range(2))
    return model, x, targets, h.requires_grad_(), c.requires_grad_()


def case(kind, layers, seed):
    """All arrays of one network, in float64 but for the logits, by name."""
    model, x, targets, h, c = made(kind, layers, seed)
    logits = model(x, h, c)
    (F.cross_entropy(logits.reshape(-1, V), targets.reshape(-1), reduction="sum") / B).backward()
    single = deepcopy(model).float()
    yield "symbols", x.argmax(dim=2)
    yield "targets", targets
    yield "h", h
    yield "c", c
    yield "logits", single(x.float(), h.float(), c.float())
    for name, p in model.named_parameters():
        yield f"parameter/{name}", p
        yield f"gradient/{name}", p.grad
    plain, hs, cs = unrolled(kind, model, x[:, 0], h[:, 0], c[:, 0])
    torch.testing.assert_close(plain, logits[:, 0], rtol=1e-12, atol=1e-12)
    losses = F.cross_entropy(plain, targets[:, 0], reduction="none")
    for layer in range(layers):
        yield f"triangle/h{layer}", triangle(losses, hs, layer)
        if kind == "lstm":
            yield f"triangle/c{layer}", triangle(losses, cs, layer)


def main():
    vectors = {}
    for seed, kind in enumerate(KINDS):
        for layers in (1, 2):
            for name, array in case(kind, layers, 10 * seed + layers):
                vectors[f"{kind}/{layers}/{name}"] = array.detach().numpy()
    np.savez_compressed(Path(__file__).parent / "parity.npz", **vectors)


if __name__ == "__main__":
    main()
