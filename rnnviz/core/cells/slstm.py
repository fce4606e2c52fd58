"""Long short-term memory with exponential gates, kept in range by a stabiliser."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from rnnviz.core.cells.base import (
    HIDDEN,
    Array,
    Cell,
    LocalDerivatives,
    StateDeclaration,
    StepCache,
    StepGradient,
    Weights,
)
from rnnviz.core.wires import Wire, pre_activation


class SLSTM(Cell):
    """LSTM that may write as much as it likes: its memory is a mean, c over the normaliser n.

        a_i, a_f, a_g, a_o = W_ih x + b_ih + W_hh h_prev + b_hh
        k = log sigmoid(a_f) + m_prev
        m = max(k, a_i)
        i = exp(a_i - m)
        f = exp(k - m)
        g = tanh(a_g)
        o = sigmoid(a_o)
        c = f * c_prev + i * g
        n = f * n_prev + i
        h = o * c / n

    c_0 = n_0 = 0 and m_0 = -infinity, so that m_1 = a_i and n is never below 1. The stabiliser m
    is a scale that h does not depend on: with m + s, c e^-s and n e^-s all goes on alike. So
    i, f, c and n, and d L / d c, are numbers on a scale that moves; c / n and n d L / d c are not.
    A number added to all a_i of a unit changes nothing either.

    Backward, [keeps] = 1 where k is at least a_i:
        da_o    = dh (c / n) o (1 - o)
        dc     += dh o / n
        dn     -= dh h / n
        di      = (dc g + dn) i              (of a_i - m)
        df      = (dc c_prev + dn n_prev) f  (of k - m)
        dm     -= di + df
        da_i    = di + (1 - [keeps]) dm
        da_g    = dc i (1 - g^2)
        dm_prev = df + [keeps] dm
        da_f    = dm_prev (1 - sigmoid(a_f))
        dc_prev = dc f
        dn_prev = dn f
        dh_prev = W_hh^T [da_i, da_f, da_g, da_o]

    Source: Beck et al. (2024), arXiv 2405.04517, section 2.2, with the sigmoid forget gate.
    """

    name = "slstm"
    label = "sLSTM"
    hint = "An LSTM with an exponential input gate: what is worth it overwrites all there was."
    gates = ("i", "f", "g", "o")
    gate_names: ClassVar = {
        "i": "input gate",
        "f": "forget gate",
        "g": "candidate",
        "o": "output gate",
    }
    sigmoids = ("o",)
    states = (
        HIDDEN,
        StateDeclaration("c", "memory", bounded=False, over="n"),
        StateDeclaration("n", "normaliser", bounded=False, is_scale=True),
        StateDeclaration("m", "stabiliser", start=-np.inf, bounded=False, is_scale=True),
    )
    memory = "c"
    keep_gate = "f"
    usual_keep_bias = 2.0
    kept = 2
    local_derivatives = 4

    def wires(self) -> tuple[Wire, ...]:
        """The equations above, one operation a wire."""
        return (
            *pre_activation("a_i", "i"),
            *pre_activation("a_f", "f"),
            *pre_activation("a_g", "g"),
            *pre_activation("a_o", "o"),
            Wire("log_sigmoid a_f", "log_sigmoid", ("a_f",)),
            Wire("k", "add", ("log_sigmoid a_f", "m_prev")),
            Wire("m", "maximum", ("k", "a_i")),
            Wire("a_i - m", "subtract", ("a_i", "m")),
            Wire("k - m", "subtract", ("k", "m")),
            Wire("i", "exp", ("a_i - m",)),
            Wire("f", "exp", ("k - m",)),
            Wire("g", "tanh", ("a_g",)),
            Wire("o", "sigmoid", ("a_o",)),
            Wire("f c_prev", "multiply", ("f", "c_prev")),
            Wire("i g", "multiply", ("i", "g")),
            Wire("c", "add", ("f c_prev", "i g")),
            Wire("f n_prev", "multiply", ("f", "n_prev")),
            Wire("n", "add", ("f n_prev", "i")),
            Wire("c / n", "divide", ("c", "n")),
            Wire("h", "multiply", ("o", "c / n")),
        )

    def forward(self, s: StepCache, w: Weights) -> None:
        """The states from those before; a becomes (o, i, f, g), kept 1 - sigmoid(a_f), [keeps]."""
        w.multiply(s.factor, w.W, s.product)
        np.add(s.a, s.recurrent, s.a)
        o, i, f, g = s.gates
        _, c_prev, n_prev, m_prev = s.prev
        h, c, n, m = s.now
        fades, keeps = s.kept
        np.tanh(o, o)
        np.multiply(o, w.half, o)
        np.add(o, w.half, o)
        np.tanh(g, g)
        np.abs(f, s.scratch)
        np.negative(s.scratch, s.scratch)
        np.exp(s.scratch, s.scratch)
        np.log1p(s.scratch, s.scratch)
        np.minimum(f, 0.0, out=f)
        np.subtract(f, s.scratch, f)  # log sigmoid(a) = min(a, 0) - log(1 + e^-|a|)
        np.expm1(f, fades)
        np.negative(fades, fades)
        np.add(f, m_prev, f)
        np.greater_equal(f, i, out=keeps, casting="unsafe")
        np.maximum(f, i, out=m)
        np.subtract(i, m, i)
        np.exp(i, i)
        np.subtract(f, m, f)
        np.exp(f, f)
        np.multiply(f, c_prev, c)
        np.multiply(i, g, s.scratch)
        np.add(c, s.scratch, c)
        np.multiply(f, n_prev, n)
        np.add(n, i, n)
        np.divide(c, n, h)
        np.multiply(h, o, h)

    def local(self, s: StepCache, k: LocalDerivatives) -> None:
        """k = (da_o / dh, dc / dh, -dn / dh, da_g / dc); o c / n is h."""
        o, i, _, g = s.gates
        h, _, n, _ = s.now
        k_o, k_c, k_n, k_g = k
        np.subtract(1.0, o, k_o)
        np.multiply(k_o, h, k_o)
        np.divide(o, n, k_c)
        np.divide(h, n, k_n)
        np.multiply(g, g, k_g)
        np.subtract(1.0, k_g, k_g)
        np.multiply(k_g, i, k_g)

    def backward(self, s: StepCache, f: StepGradient) -> None:
        """dc, dn, dm become whole; the gradients of the states before and da follow."""
        _, i, forget, g = s.gates
        _, c_prev, n_prev, _ = s.prev
        fades, keeps = s.kept
        k_o, k_c, k_n, k_g = f.local_derivatives
        dh, dc, dn, dm = f.d_now
        da_i, da_f, da_g, da_o = f.da_gates
        _, dc_prev, dn_prev, dm_prev = f.d_prev
        np.multiply(dh, k_o, da_o)
        dc += dh * k_c
        dn -= dh * k_n
        di = (dc * g + dn) * i
        np.multiply(dc, forget, dc_prev)
        np.multiply(dn, forget, dn_prev)
        df = dc_prev * c_prev + dn_prev * n_prev
        dm -= di + df
        kept = keeps * dm
        np.add(df, kept, dm_prev)
        np.multiply(dm_prev, fades, da_f)
        np.add(di, dm - kept, da_i)
        np.multiply(dc, k_g, da_g)
        f.through_recurrence()

    def keeps(self, s: StepCache) -> Array:
        """The share of the mean c / n that is still the one before: f n_prev / n."""
        share: Array = s.gates[2] * s.prev[2]
        share /= s.now[2]
        return share

    def forget_scale(self, now: Sequence[Array], d: Sequence[Array]) -> None:
        """With m + s, c e^-s and n e^-s no loss changes: dm = dc c + dn n."""
        _, c, n, _ = now
        _, dc, dn, dm = d
        dm[...] = dc * c + dn * n

    def free_of_scale(self, J: Array, prev: Sequence[Array], now: Sequence[Array]) -> Array:
        """J in h, c / n and ln n + m, which are all that a step hands on but for the scale.

        d (c / n) = dc / n - (c / n) dn / n,  d (ln n + m) = dn / n + dm;  the other way round, m
        held,  dc = n d (c / n) + c d (ln n + m),  dn = n d (ln n + m)
        """
        of_h, of_c, of_n, of_m = np.split(J, 4)
        _, c, n, _ = (state[:, None] for state in now)
        by_h, by_c, by_n, _ = np.split(
            np.concatenate((of_h, of_c / n - c / n * of_n / n, of_n / n + of_m)), 4, axis=1
        )
        _, c_prev, n_prev, _ = prev
        return np.concatenate((by_h, by_c * n_prev, by_c * c_prev + by_n * n_prev), axis=1)
