"""Attention in the readout: beside its state it reads a mixture of those before.

Shape letters: T time steps, B sequences, W numbers of a state (H, or 2H of two directions), A
states that are looked back at, N = A + T.
"""

import math

import numpy as np

from rnnviz.core.numerics import Array
from rnnviz.core.pauses import SLOW, Pauses


def attention_work(T: int, B: int, A: int, W: int) -> int:
    """Multiplications that the scores of a window take; its contexts take as many."""
    return T * B * (A + T) * W


class Attention:
    """Causal dot-product attention over the A states before each step.

        q_t     = W_q h_t
        s_tk    = q_t . h_k / sqrt(W)                  k = t-A .. t-1
        alpha_t = softmax(s_t)
        c_t     = sum over k of alpha_tk h_k           the readout reads [h_t; c_t]

    Before a text stand states of zeros, so that there are always A of them. Backward, from the
    gradients dh_t, dc_t of what the readout reads:

        dalpha_tk = dc_t . h_k
        ds_t      = alpha_t (dalpha_t - alpha_t . dalpha_t)
        dq_t      = sum over k of ds_tk h_k / sqrt(W),   dW_q = sum over t of dq_t h_t^T
        dh_t     += W_q^T dq_t,   dh_k += alpha_tk dc_t + ds_tk q_t / sqrt(W)

    What reaches states of an earlier window is cut off. Source: Luong, Pham and Manning (2015),
    section 3.1 (score "general"); the scale is that of Vaswani et al. (2017), section 3.2.1.
    """

    def __init__(self, W_q: Array, A: int, T: int, B: int, pauses: Pauses) -> None:
        W, dtype = len(W_q), W_q.dtype
        self.W_q, self.A, self.T = W_q, A, T
        self._pauses = pauses if attention_work(T, B, A, W) >= SLOW else Pauses()
        self._scale = dtype.type(1.0 / math.sqrt(W))
        self.features: Array = np.zeros((T, B, 2 * W), dtype)
        self.d_features: Array = np.zeros((T, B, 2 * W), dtype)
        self._keys: Array = np.zeros((B, A + T, W), dtype)
        self._queries: Array = np.zeros((B, T, W), dtype)
        self._alpha: Array = np.zeros((B, T, A + T), dtype)
        lag = np.arange(T)[:, None] + A - np.arange(A + T)
        self._mask: Array = np.where((lag < 1) | (lag > A), -np.inf, 0.0).astype(dtype)

    def forward(self, h: Array, past: Array) -> Array:
        """What the readout reads (T, B, 2W) of states h (T, B, W) and those before (A, B, W)."""
        W, keys, alpha = h.shape[2], self._keys, self._alpha
        keys[:, : self.A] = past.transpose(1, 0, 2)
        keys[:, self.A :] = h.transpose(1, 0, 2)
        np.matmul(keys[:, self.A :], self.W_q.T, out=self._queries)
        self._pauses()
        np.matmul(self._queries, keys.transpose(0, 2, 1), out=alpha)
        self._pauses()
        alpha *= self._scale
        alpha += self._mask
        alpha -= alpha.max(axis=2, keepdims=True)
        np.exp(alpha, out=alpha)
        alpha /= alpha.sum(axis=2, keepdims=True)
        self._pauses()
        self.features[:, :, :W] = h
        self.features[:, :, W:] = np.matmul(alpha, keys).transpose(1, 0, 2)
        return self.features

    def final_past(self, past: Array) -> None:
        """Copy the last A states, of this window and before it, to (A, B, W)."""
        past[...] = self._keys[:, self.T :].transpose(1, 0, 2)

    def weights(self, sequence: int) -> Array:
        """alpha (A + T, T) of one sequence: row A + k is the state after step k, column t step t.

        The first A rows are the states before the window.
        """
        found: Array = self._alpha[sequence].T
        return found

    def backward(self, dh: Array, dW_q: Array | None = None) -> None:
        """Write d L / d h to dh (T, B, W), and that of W_q if asked, from `d_features`."""
        W, keys, alpha = len(self.W_q), self._keys, self._alpha
        dc = self.d_features[:, :, W:].transpose(1, 0, 2)
        ds = self._score_gradients(dc)
        self._pauses()
        dq = np.matmul(ds, keys)
        self._pauses()
        dk = np.matmul(alpha.transpose(0, 2, 1), dc)
        self._pauses()
        dk += np.matmul(ds.transpose(0, 2, 1), self._queries)
        dh[...] = self.d_features[:, :, :W]
        dh += (dq @ self.W_q + dk[:, self.A :]).transpose(1, 0, 2)
        if dW_q is not None:
            np.dot(dq.reshape(-1, W).T, keys[:, self.A :].reshape(-1, W), out=dW_q)

    def _score_gradients(self, dc: Array, some: slice = slice(None)) -> Array:
        """d L / d (q . h) (B, T, N) from those of the contexts (B, T, W) of some sequences."""
        alpha = self._alpha[some]
        ds: Array = np.matmul(dc, self._keys[some].transpose(0, 2, 1))
        ds -= np.einsum("btn,btn->bt", alpha, ds)[:, :, None]
        ds *= alpha
        ds *= self._scale
        return ds

    def per_loss(self, d_features: Array, sequence: int) -> Array:
        """D (T, T, W): [k, t] is what loss t sends to h_k itself, of d L_t / d features (T, 2W).

        Zero for k > t: the rest of its way is through the recurrence.
        """
        W, A, every = len(self.W_q), self.A, np.arange(self.T)
        dc = d_features[:, W:]
        ds = self._score_gradients(dc[None], slice(sequence, sequence + 1))[0]
        D: Array = self._alpha[sequence, :, A:].T[:, :, None] * dc
        D += ds[:, A:].T[:, :, None] * self._queries[sequence]
        D[every, every] += d_features[:, :W] + ds @ self._keys[sequence] @ self.W_q
        return D

    def of_loss(self, t: int, d_features: Array, sequence: int) -> Array:
        """What one loss sends to each h_k itself (T, W), of its d L_t / d features (2W,)."""
        W, A = len(self.W_q), self.A
        alpha, keys = self._alpha[sequence, t], self._keys[sequence]
        dc = d_features[W:]
        dalpha = keys @ dc
        ds = alpha * (dalpha - alpha @ dalpha) * self._scale
        d: Array = np.outer(alpha, dc)[A:] + np.outer(ds, self._queries[sequence, t])[A:]
        d[t] += d_features[:W] + (ds @ keys) @ self.W_q
        return d
