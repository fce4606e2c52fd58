"""A cell with four states, one of which does not start at zero."""

import numpy as np

from rnnviz.core.cells.base import HIDDEN, MEMORY, Cell, StateDeclaration
from rnnviz.core.wires import Wire, pre_activation


class SLSTM(Cell):
    """An LSTM with an exponential input gate, kept in range by the stabiliser m.

        m = max(log sigmoid(a_f) + m_prev, a_i)
        i = exp(a_i - m);  f = exp(log sigmoid(a_f) + m_prev - m)
        c = f c_prev + i tanh(a_g);  n = f n_prev + i;  h = sigmoid(a_o) c / n

    Source: Beck et al. (2024), arXiv 2405.04517, section 2.2.
    """

    name = "trial_slstm"
    label = "sLSTM"
    hint = "An LSTM that can write as much as it likes."
    gates = ("i", "f", "g", "o")
    sigmoids = ("o",)
    states = (
        HIDDEN,
        MEMORY,
        StateDeclaration("n", "normaliser", bounded=False),
        StateDeclaration("m", "stabiliser", start=-np.inf, bounded=False),
    )
    memory = "c"
    keep_gate = "f"
    kept = 2
    local_derivatives = 0

    def wires(self):
        return (
            *pre_activation("a_i", "i"),
            *pre_activation("a_f", "f"),
            *pre_activation("a_g", "g"),
            *pre_activation("a_o", "o"),
            Wire("log f", "log_sigmoid", ("a_f",)),
            Wire("log f + m_prev", "add", ("log f", "m_prev")),
            Wire("m", "maximum", ("log f + m_prev", "a_i")),
            Wire("a_i - m", "subtract", ("a_i", "m")),
            Wire("log f + m_prev - m", "subtract", ("log f + m_prev", "m")),
            Wire("i", "exp", ("a_i - m",)),
            Wire("f", "exp", ("log f + m_prev - m",)),
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

    def forward(self, s, w):
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
        fades[...] = np.exp(-np.logaddexp(0.0, f))
        kept = m_prev - np.logaddexp(0.0, -f)
        np.maximum(kept, i, out=m)
        np.greater_equal(kept, i, out=keeps, casting="unsafe")
        np.exp(i - m, i)
        np.exp(kept - m, f)
        c[...] = f * c_prev + i * g
        n[...] = f * n_prev + i
        h[...] = o * c / n

    def local(self, s, k):
        pass

    def backward(self, s, f):
        o, i, forget, g = s.gates
        _, c_prev, n_prev, _ = s.prev
        h, c, n, _ = s.now
        fades, keeps = s.kept
        dh, dc, dn, dm = f.d_now
        da_i, da_f, da_g, da_o = f.da_gates
        da_o[...] = dh * (c / n) * o * (1.0 - o)
        dc += dh * o / n
        dn -= dh * h / n
        written, kept = (dc * g + dn) * i, (dc * c_prev + dn * n_prev) * forget
        dm -= written + kept
        da_i[...] = written + (1.0 - keeps) * dm
        _, dc_prev, dn_prev, dm_prev = f.d_prev
        dm_prev[...] = kept + keeps * dm
        da_f[...] = dm_prev * fades
        da_g[...] = dc * i * (1.0 - g * g)
        np.multiply(dc, forget, dc_prev)
        np.multiply(dn, forget, dn_prev)
        f.through_recurrence()


def slstm(p, x, s):
    a = p["weight_ih"] @ x + p["bias_ih"] + p["weight_hh"] @ s["h"] + p["bias_hh"]
    a_i, a_f, a_g, a_o = a.reshape(4, -1)
    log_f, g, o = -np.log1p(np.exp(-a_f)), np.tanh(a_g), 1.0 / (1.0 + np.exp(-a_o))
    m = np.maximum(log_f + s["m"], a_i)
    i, f = np.exp(a_i - m), np.exp(log_f + s["m"] - m)
    c, n = f * s["c"] + i * g, f * s["n"] + i
    return {"h": o * c / n, "c": c, "n": n, "m": m, "i": i, "f": f, "g": g, "o": o}
