"""Sets the gate biases that decide how long a gated cell remembers from the start."""

from __future__ import annotations

import numpy as np

from rnnviz.core.numerics import Array
from rnnviz.refusal import Refusal


def set_gate_bias(
    bias_ih: Array, bias_hh: Array | None, gates: tuple[str, ...], gate: str, value: float | Array
) -> None:
    """Make the total bias of one gate `value` (a number or (H,)): b_ih = value, b_hh = 0.

    `bias_ih`, `bias_hh` (G*H,) hold one block of H per gate, in the order of `gates`; a cell
    without recurrent biases has None.
    For the gate that keeps the state (the LSTM's f; the GRU's z, which keeps as
    h = (1 - z) n + z h_prev; a minGRU's z writes and is given -b), a bias b means a horizon of
    about 1 + e^b steps.
    Raises ValueError if `gates` has no such gate.
    """
    if gate not in gates:
        raise ValueError(f"no gate {gate!r} among {', '.join(gates)}")
    H = len(bias_ih) // len(gates)
    start = gates.index(gate) * H
    bias_ih[start : start + H] = value
    if bias_hh is not None:
        bias_hh[start : start + H] = 0.0


def chrono(
    bias_ih: Array,
    bias_hh: Array | None,
    gates: tuple[str, ...],
    keep: str,
    input_gate: str | None,
    longest: int,
    rng: np.random.Generator,
    sign: float = 1.0,
) -> None:
    """Spread the units' horizons over all lags up to `longest` steps, T_max below.

    b_keep = ln u,  u ~ U[1, T_max - 1];  b_input = -b_keep  (Tallec, Ollivier 2018, section 2)

    A cell whose keep gate is also its input gate (GRU) has no `input_gate`: None. `sign` is -1
    where the keep gate keeps while it is shut.
    Raises Refusal if `longest` is below 2.
    """
    if longest < 2:
        raise Refusal(f"Chrono biases need a longest lag of at least 2 steps, not {longest}.")
    H = len(bias_ih) // len(gates)
    b = np.log(rng.uniform(1.0, longest - 1.0, size=H))
    set_gate_bias(bias_ih, bias_hh, gates, keep, sign * b)
    if input_gate is not None:
        set_gate_bias(bias_ih, bias_hh, gates, input_gate, -b)
