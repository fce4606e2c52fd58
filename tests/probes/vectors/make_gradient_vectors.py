"""Writes gradients.npz: what PyTorch's autograd says of small networks, in float64.

Run by hand with PyTorch installed: python tests/probes/vectors/make_gradient_vectors.py
"""

from pathlib import Path

import numpy as np
import torch

T, H, V = 6, 5, 7
CELLS = {
    "vanilla-tanh": (torch.nn.RNNCell, {"nonlinearity": "tanh"}),
    "vanilla-relu": (torch.nn.RNNCell, {"nonlinearity": "relu"}),
    "gru": (torch.nn.GRUCell, {}),
    "lstm": (torch.nn.LSTMCell, {}),
}
NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


class Case:
    """One network unrolled over T steps, every step with a leaf copy of its own of W_hh."""

    def __init__(self, cell, layers, seed):
        kind, options = CELLS[cell]
        torch.manual_seed(seed)
        self.has_c = cell == "lstm"
        sizes = [V] + [H] * (layers - 1)
        self.cells = [kind(D, H, dtype=torch.float64, **options) for D in sizes]
        self.readout = torch.nn.Linear(H, V, dtype=torch.float64)
        for p in [p for m in (*self.cells, self.readout) for p in m.parameters()]:
            torch.nn.init.uniform_(p, -0.9, 0.9)
        self.inputs, self.targets = torch.randint(0, V, (2, T))
        start = torch.rand(2, layers, H, dtype=torch.float64) * 1.6 - 0.8
        self.h0, self.c0 = start[0], start[1] * self.has_c
        self.unroll()

    def unroll(self):
        L = len(self.cells)
        self.h = [[self.h0[index].clone().requires_grad_()] for index in range(L)]
        self.c = [[self.c0[index].clone().requires_grad_()] for index in range(L)]
        self.W_hh = [[] for _ in range(L)]
        self.x = [[] for _ in range(L)]
        self.losses = []
        for t in range(T):
            x = torch.nn.functional.one_hot(self.inputs[t], V).double()
            for index in range(L):
                self.x[index].append(x.detach())
                W = self.cells[index].weight_hh.detach().clone().requires_grad_()
                self.W_hh[index].append(W)
                h, c = self.step(index, x, self.h[index][-1], self.c[index][-1], W)
                self.h[index].append(h)
                self.c[index].append(c)
                x = h
            logits = self.readout(x)
            self.losses.append(torch.nn.functional.cross_entropy(logits, self.targets[t]))

    def step(self, index, x, h, c, W_hh):
        state = (h, c) if self.has_c else h
        found = torch.func.functional_call(self.cells[index], {"weight_hh": W_hh}, (x, state))
        if not self.has_c:
            return found, c
        h_open, c_open = lstm_step(self.cells[index], x, h, c, W_hh)
        torch.testing.assert_close((h_open, c_open), found)
        return h_open, c_open

    def by_state(self, states):
        """d L_t / d state_k as (T+1, T, H)."""
        found = np.zeros((T + 1, T, H))
        for t, loss in enumerate(self.losses):
            for k, g in enumerate(gradients(loss, states)):
                found[k, t] = g
        return found

    def shares(self, index):
        """(T, T) from the weight gradient of every loss at every step's own copy of W_hh."""
        parts = np.array([gradients(loss, self.W_hh[index]) for loss in self.losses])
        dW = parts.sum(axis=(0, 1))
        return (parts * dW).sum(axis=(2, 3)) / (dW * dW).sum()

    def jacobian(self, index, t):
        """d (h, c)_t / d (h, c)_{t-1}, the two taken as independent."""
        W = self.cells[index].weight_hh
        h, c = self.h[index][t].detach(), self.c[index][t].detach()

        def step(pair):
            found = self.step(index, self.x[index][t], pair[:H], pair[H:], W)
            return torch.cat(found) if self.has_c else found[0]

        pair = torch.cat((h, c)) if self.has_c else h
        if not self.has_c:
            return torch.autograd.functional.jacobian(lambda h: step(torch.cat((h, c))), pair)
        return torch.autograd.functional.jacobian(step, pair)

    def whole_derivative(self, index):
        """||d m_T / d m_{T-d}||_F / sqrt(H), m = c or h, what runs through h_{T-d} included."""
        memory = (self.c if self.has_c else self.h)[index]
        rows = np.array([gradients(memory[T][unit], memory[1:]) for unit in range(H)])
        return np.sqrt((rows**2).sum(axis=(0, 2)) / H)[::-1]

    def arrays(self):
        """Everything that is stored, by name."""
        L = range(len(self.cells))
        J = [torch.stack([self.jacobian(index, t) for t in range(T)]) for index in L]
        found = {
            "inputs": self.inputs.numpy(),
            "targets": self.targets.numpy(),
            "h0": self.h0.numpy(),
            "c0": self.c0.numpy(),
            "losses": np.array([float(loss.detach()) for loss in self.losses]),
            "dh": np.array([self.by_state(self.h[index]) for index in L]),
            "shares": np.array([self.shares(index) for index in L]),
            "jacobians": np.array([j.detach().numpy() for j in J]),
            "singular": np.array([torch.linalg.svdvals(j.detach()).numpy() for j in J]),
            "eigenvalues": np.array([torch.linalg.eigvals(j.detach()).numpy() for j in J]),
            "whole": np.array([self.whole_derivative(index) for index in L]),
        }
        if self.has_c:
            found["dc"] = np.array([self.by_state(self.c[index]) for index in L])
        for index, cell in enumerate(self.cells):
            for name in NAMES:
                found[f"rnn.{name}_l{index}"] = getattr(cell, name).detach().numpy()
        for name, p in self.readout.named_parameters():
            found[f"decoder.{name}"] = p.detach().numpy()
        return found


def lstm_step(cell, x, h, c, W_hh):
    """LSTMCell's equations: its own c is no node on autograd's way to h, this one is."""
    a = x @ cell.weight_ih.T + cell.bias_ih + h @ W_hh.T + cell.bias_hh
    i, f, g, o = a.split(H)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


def gradients(value, of):
    """d value / d each of several tensors, zero where there is no path."""
    found = torch.autograd.grad(value, of, retain_graph=True, allow_unused=True)
    zeros = (np.zeros(tuple(tensor.shape)) for tensor in of)
    return [z if g is None else g.numpy() for g, z in zip(found, zeros, strict=True)]


def main():
    arrays = {
        f"{cell}/{layers}/{name}": array
        for seed, cell in enumerate(CELLS)
        for layers in (1, 2)
        for name, array in Case(cell, layers, seed).arrays().items()
    }
    np.savez_compressed(Path(__file__).with_name("gradients.npz"), **arrays)


if __name__ == "__main__":
    main()
