"""One step of every cell as source for PyTorch, from h and the other states to those after it.

$a stands for what a cell's gates add up, of the input and of the state before.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import Template

from rnnviz.core.cells.base import Cell
from rnnviz.lab.pytorch.plan import Plan

STEPS: dict[str, Sequence[str]] = {
    "vanilla": ("h = $phi$a",),
    "gru": (
        "q_r, q_z, q_n = (h @ W_hh.T + b_hh).chunk(3, dim=1)",
        "a_r, a_z, a_n = a_x.chunk(3, dim=1)",
        "r, z = torch.sigmoid(a_r + q_r), torch.sigmoid(a_z + q_z)",
        "n = torch.tanh(a_n + r * q_n)",
        "h = (1 - z) * n + z * h",
    ),
    "lstm": (
        "i, f, g, o = $a.chunk(4, dim=1)",
        "c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)",
        "h = torch.sigmoid(o) * torch.tanh(c)",
    ),
    "peephole": (
        "i, f, g, o = $a.chunk(4, dim=1)",
        "i = torch.sigmoid(i + W_ci * c)",
        "f = torch.sigmoid(f + W_cf * c)",
        "c = f * c + i * torch.tanh(g)",
        "o = torch.sigmoid(o + W_co * c)",
        "h = o * torch.tanh(c)",
    ),
    "min_gru": (
        "z, n = $a.chunk(2, dim=1)",
        "z = torch.sigmoid(z)",
        "h = (1 - z) * h + z * n",
    ),
    "slstm": (
        "a_i, a_f, a_g, a_o = $a.chunk(4, dim=1)",
        "k = nn.functional.logsigmoid(a_f) + m",
        "m = torch.maximum(k, a_i)",
        "i, f = torch.exp(a_i - m), torch.exp(k - m)",
        "c = f * c + i * torch.tanh(a_g)",
        "n = f * n + i",
        "h = torch.sigmoid(a_o) * c / n",
    ),
}
NORMALIZED_GRU = (
    "q, sides = h @ W_hh.T, 2 * HIDDEN",
    "a = gain_h[:sides] * norm(a_x[:, :sides] + q[:, :sides]) + (b_ih + b_hh)[:sides]",
    "r, z = torch.sigmoid(a).chunk(2, dim=1)",
    "q_n = gain_hh * norm(q[:, sides:]) + b_hh[sides:]",
    "n = torch.tanh(gain_h[sides:] * norm(a_x[:, sides:]) + b_ih[sides:] + r * q_n)",
    "h = (1 - z) * n + z * h",
)
"""Where each side of the candidate n is normalized by itself."""
BLOCKS = {"W_ch": "W_ci, W_cf, W_co = W_ch.chunk(3)"}
"""How a cell's own parameter is taken apart before the loop over time."""


def step_lines(plan: Plan) -> list[str]:
    """The lines of a step; a_x is the input's share of one."""
    name, normal = plan.settings.cell, plan.layer_norm
    lines = NORMALIZED_GRU if normal and name == "gru" else STEPS[name]
    phi = f"torch.{plan.settings.options_of('cell').get('activation', 'tanh')}"
    filled = [Template(line).substitute(a=_sum(plan.cell, normal), phi=phi) for line in lines]
    if plan.leaks:
        return [f"h = (1 - LEAK) * h + LEAK * {filled[0].removeprefix('h = ')}"]
    return filled


def input_share(plan: Plan) -> str:
    """What of a step's sums is made for all steps at once."""
    return "x @ W_ih.T" if plan.layer_norm else "x @ W_ih.T + b_ih"


def _sum(cell: Cell, normal: bool) -> str:
    recurrent = cell.has("W_hh")
    if normal:
        return (
            "(gain_h * norm(a_x + h @ W_hh.T) + b_ih + b_hh)"
            if recurrent
            else "(gain_h * norm(a_x) + b_ih)"
        )
    return "(a_x + h @ W_hh.T + b_hh)" if recurrent else "a_x"
