"""Writes optimizers.npz: what PyTorch's optimizers make of a fixed sequence of gradients.

Run by hand with PyTorch installed: python tests/core/vectors/make_optimizer_vectors.py
"""

from pathlib import Path

import numpy as np
import torch

STEPS, SIZE = 20, 12

CASES = {
    "sgd": (torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}),
    "sgd_plain": (torch.optim.SGD, {"lr": 0.05, "momentum": 0.0}),
    "adagrad": (torch.optim.Adagrad, {"lr": 0.1, "eps": 1e-10}),
    "adagrad_epsilon": (torch.optim.Adagrad, {"lr": 0.1, "eps": 0.01}),
    "rmsprop": (torch.optim.RMSprop, {"lr": 0.01, "alpha": 0.99, "eps": 1e-8}),
    "rmsprop_epsilon": (torch.optim.RMSprop, {"lr": 0.01, "alpha": 0.8, "eps": 0.01}),
    "adam": (torch.optim.Adam, {"lr": 0.01, "betas": (0.9, 0.999), "eps": 1e-8}),
    "adam_epsilon": (torch.optim.Adam, {"lr": 0.01, "betas": (0.7, 0.95), "eps": 0.01}),
}


def trajectory(optimizer_class, settings, start, gradients):
    """Parameters after every step (STEPS, SIZE)."""
    p = torch.nn.Parameter(torch.tensor(start))
    optimizer = optimizer_class([p], **settings)
    path = []
    for g in gradients:
        p.grad = torch.tensor(g)
        optimizer.step()
        path.append(p.detach().numpy().copy())
    return np.array(path)


def main():
    rng = np.random.default_rng(2024)
    start = rng.normal(size=SIZE)
    sizes = 10.0 ** rng.uniform(-6, 2, size=SIZE)  # tiny gradients are where epsilon shows
    gradients = rng.normal(size=(STEPS, SIZE)) * sizes
    gradients[5, 0] = 0.0
    paths = {name: trajectory(*case, start, gradients) for name, case in CASES.items()}
    out = Path(__file__).with_name("optimizers.npz")
    np.savez_compressed(out, start=start, gradients=gradients, **paths)


if __name__ == "__main__":
    main()
