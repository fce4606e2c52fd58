"""The source of a recurrent part that PyTorch has no module for: every step in the open."""

from __future__ import annotations

import inspect
import math

from rnnviz.core.cells.base import Cell, Parameter
from rnnviz.lab.pytorch.plan import Lines, Plan

STEPS: dict[str, Lines] = {
    "peephole": (
        "i, f, g, o = (a_x + h @ W_hh.T + b_hh).chunk(4, dim=1)",
        "i = torch.sigmoid(i + W_ci * c)",
        "f = torch.sigmoid(f + W_cf * c)",
        "c = f * c + i * torch.tanh(g)",
        "o = torch.sigmoid(o + W_co * c)",
        "h = o * torch.tanh(c)",
    ),
    "min_gru": (
        "z, n = a_x.chunk(2, dim=1)",
        "z = torch.sigmoid(z)",
        "h = (1 - z) * h + z * n",
    ),
    "slstm": (
        "a_i, a_f, a_g, a_o = (a_x + h @ W_hh.T + b_hh).chunk(4, dim=1)",
        "k = nn.functional.logsigmoid(a_f) + m",
        "m = torch.maximum(k, a_i)",
        "i, f = torch.exp(a_i - m), torch.exp(k - m)",
        "c = f * c + i * torch.tanh(a_g)",
        "n = f * n + i",
        "h = torch.sigmoid(a_o) * c / n",
    ),
}
"""One step of every cell that PyTorch lacks, a_x being W_ih x + b_ih of that step."""
BLOCKS = {"W_ch": "W_ci, W_cf, W_co = W_ch.chunk(3)"}
"""How a cell's own parameter is taken apart before the loop over time."""


def recurrent_class(plan: Plan) -> list[str]:
    """The lines of the class Recurrent."""
    cell = plan.cell
    return [
        "class Recurrent(nn.Module):",
        *_docstring(cell),
        "",
        "    def __init__(self) -> None:",
        "        super().__init__()",
        "        for layer in range(LAYERS):",
        "            D = HIDDEN if layer else INPUTS",
        "            shapes = {",
        *(f'                "{p.name}": {_shape(cell, p)},' for p in cell.parameters),
        "            }",
        "            for name, shape in shapes.items():",
        "                parameter = nn.Parameter(torch.empty(shape))",
        '                self.register_parameter(f"{name}_l{layer}", parameter)',
        "",
        *_forward(plan),
    ]


def names_constant(cell: Cell) -> str:
    """The line that names a layer's parameters."""
    names = ", ".join(f'"{p.name}"' for p in cell.parameters)
    return f"NAMES = ({names})"


def _docstring(cell: Cell) -> list[str]:
    """The cell's equations and their source, as its own docstring has them."""
    words = inspect.cleandoc(type(cell).__doc__ or f"{cell.label}.")
    forward, _, _ = words.partition("\n\nBackward")
    _, found, source = words.partition("\n\nSource: ")
    lines = [f"    {line}".rstrip() for line in (forward + found + source).splitlines()]
    first = f'    """{lines[0].strip()}'
    return [first, *lines[1:], '    """'] if found else [f'{first}"""']


def _shape(cell: Cell, p: Parameter) -> str:
    """The shape of a parameter as source, as (4 * HIDDEN, D)."""
    gates = len(p.gates or cell.gates)
    rows = f"{gates} * HIDDEN" if gates > 1 else "HIDDEN"
    columns = {"D": " D", "H": " HIDDEN", "": ""}[p.columns]
    return f"({rows},{columns})"


def _forward(plan: Plan) -> list[str]:
    cell = plan.cell
    states = ", ".join(cell.state_names)
    one = states if len(cell.states) == 1 else f"({states})"
    starts = [_start(state.start) for state in cell.states]
    start = ", ".join(starts) if len(starts) == 1 else f"({', '.join(starts)})"
    symbols = [p.symbol for p in cell.parameters]
    own = [f"            {BLOCKS[symbol]}" for symbol in symbols if symbol in BLOCKS]
    parameters = ", ".join(symbols)
    return [
        "    def forward(self, x, states=None):",
        '        """Read x (T, B, D); give h (T, B, H) of the last layer, and all last states."""',
        "        zeros = x.new_zeros(x.shape[1], HIDDEN)",
        f"        states = states or [{start}] * LAYERS",
        "        ends = []",
        f"        for layer, {one} in enumerate(states):",
        f'            {parameters} = (getattr(self, f"{{name}}_l{{layer}}") for name in NAMES)',
        *own,
        "            outputs = []",
        "            for a_x in x @ W_ih.T + b_ih:",
        *(f"                {line}" for line in STEPS[plan.settings.cell]),
        "                outputs.append(h)",
        "            x = torch.stack(outputs)",
        f"            ends.append({one})",
        "        return x, ends",
    ]


def _start(value: float) -> str:
    """The state of B sequences in which a text begins, as source."""
    if math.isinf(value):
        return "zeros - torch.inf"
    return "zeros"
