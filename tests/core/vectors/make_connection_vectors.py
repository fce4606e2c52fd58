"""Writes connections.npz: PyTorch's logits and gradients of bidirectional and attending networks.

Run by hand with PyTorch installed: python tests/core/vectors/make_connection_vectors.py
"""

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

V, H, T, B, A = 5, 4, 6, 2, 3
KINDS = {"vanilla-tanh": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


class Model(nn.Module):
    """A stack `rnn`, perhaps the queries `attention`, and the readout `decoder`."""

    def __init__(self, kind, layers, both, attends):
        super().__init__()
        width = 2 * H if both else H
        self.rnn = KINDS[kind](V, H, layers, bidirectional=both)
        self.attention = nn.Linear(width, width, bias=False) if attends else None
        self.decoder = nn.Linear(2 * width if attends else width, V)

    def forward(self, x, h, c):
        states = self.rnn(x, (h, c) if isinstance(self.rnn, nn.LSTM) else h)[0]
        if self.attention is None:
            return self.decoder(states)
        own = states.transpose(0, 1)
        keys = torch.cat([torch.zeros_like(own[:, :A]), own], dim=1)
        lag = torch.arange(T)[:, None] + A - torch.arange(A + T)
        seen = (lag >= 1) & (lag <= A)
        context = F.scaled_dot_product_attention(self.attention(own), keys, keys, attn_mask=seen)
        return self.decoder(torch.cat([states, context.transpose(0, 1)], dim=2))


def case(kind, layers, both, attends, seed):
    """All arrays of one network in float64, by name."""
    torch.manual_seed(seed)
    model = Model(kind, layers, both, attends).double()
    with torch.no_grad():
        for p in model.parameters():
            p.uniform_(-0.7, 0.7)
    symbols, targets = torch.randint(V, (T, B)), torch.randint(V, (T, B))
    rows = layers * (2 if both else 1)
    h, c = (torch.rand(rows, B, H, dtype=torch.float64) - 0.5 for _ in range(2))
    logits = model(F.one_hot(symbols, V).double(), h, c)
    (F.cross_entropy(logits.reshape(-1, V), targets.reshape(-1), reduction="sum") / B).backward()
    yield from {"symbols": symbols, "targets": targets, "h": h, "c": c, "logits": logits}.items()
    for name, p in model.named_parameters():
        yield f"parameter/{name}", p
        yield f"gradient/{name}", p.grad


def main():
    wanted = {
        f"{kind}/{layers}/bidirectional": (kind, layers, True, False)
        for kind in KINDS
        for layers in (1, 2)
    }
    wanted |= {f"{kind}/2/attention": (kind, 2, False, True) for kind in KINDS}
    wanted |= {f"{kind}/2/both": (kind, 2, True, True) for kind in KINDS}
    vectors = {
        f"{title}/{name}": array.detach().numpy()
        for seed, (title, how) in enumerate(wanted.items())
        for name, array in case(*how, seed)
    }
    np.savez_compressed(Path(__file__).parent / "connections.npz", **vectors)


if __name__ == "__main__":
    main()
