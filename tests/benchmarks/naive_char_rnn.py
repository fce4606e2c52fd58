"""A character network in the manner of min-char-rnn: plain NumPy, one character at a time.

The yardstick for the classic setting H = 100, T = 25, B = 1: loops over characters, column
vectors, gradients summed as they come, Adagrad over each matrix, float64 throughout.
"""

from time import perf_counter

import numpy as np


class NaiveCharRNN:
    """Vanilla network over V symbols; `step` learns from one window of symbols."""

    def __init__(self, V, H, seed=0):
        rng = np.random.default_rng(seed)
        self.W_xh = rng.standard_normal((H, V)) * 0.01
        self.W_hh = rng.standard_normal((H, H)) * 0.01
        self.W_hy = rng.standard_normal((V, H)) * 0.01
        self.b_h = np.zeros((H, 1))
        self.b_y = np.zeros((V, 1))
        self.parameters = [self.W_xh, self.W_hh, self.W_hy, self.b_h, self.b_y]
        self.squares = [np.zeros_like(p) for p in self.parameters]
        self.h = np.zeros((H, 1))

    def forward(self, inputs, targets):
        """The window's loss and, character by character, inputs, states and probabilities."""
        xs, hs, ps, loss = {}, {-1: self.h}, {}, 0.0
        for t, symbol in enumerate(inputs):
            xs[t] = np.zeros((self.W_xh.shape[1], 1))
            xs[t][symbol] = 1
            hs[t] = np.tanh(np.dot(self.W_xh, xs[t]) + np.dot(self.W_hh, hs[t - 1]) + self.b_h)
            y = np.dot(self.W_hy, hs[t]) + self.b_y
            ps[t] = np.exp(y) / np.sum(np.exp(y))
            loss -= np.log(ps[t][targets[t], 0])
        return loss, xs, hs, ps

    def gradients(self, inputs, targets):
        """The window's loss and its gradients in the order of `parameters`, clipped to +-5."""
        loss, xs, hs, ps = self.forward(inputs, targets)
        dW_xh, dW_hh, dW_hy, db_h, db_y = (np.zeros_like(p) for p in self.parameters)
        dh_next = np.zeros_like(self.h)
        for t in reversed(range(len(inputs))):
            dy = np.copy(ps[t])
            dy[targets[t]] -= 1
            dW_hy += np.dot(dy, hs[t].T)
            db_y += dy
            dh = np.dot(self.W_hy.T, dy) + dh_next
            da = (1 - hs[t] * hs[t]) * dh
            db_h += da
            dW_xh += np.dot(da, xs[t].T)
            dW_hh += np.dot(da, hs[t - 1].T)
            dh_next = np.dot(self.W_hh.T, da)
        self.h = hs[len(inputs) - 1]
        found = (dW_xh, dW_hh, dW_hy, db_h, db_y)
        for gradient in found:
            np.clip(gradient, -5, 5, out=gradient)
        return loss, found

    def step(self, inputs, targets, lr=0.1):
        """One window and one Adagrad update; returns the window's summed loss."""
        loss, found = self.gradients(inputs, targets)
        for p, g, square in zip(self.parameters, found, self.squares, strict=True):
            square += g * g
            p -= lr * g / np.sqrt(square + 1e-8)
        return loss


def training(V, H, T, seed=0):
    """A function of `steps` that trains on random symbols and returns the seconds it took."""
    network = NaiveCharRNN(V, H, seed)
    text = np.random.default_rng(seed).integers(0, V, (8, T + 1)).tolist()

    def seconds(steps):
        started = perf_counter()
        for step in range(steps):
            window = text[step % len(text)]
            network.step(window[:-1], window[1:])
        return perf_counter() - started

    return seconds
