"""The source of a recurrent part that PyTorch has no module for: every step in the open."""

from __future__ import annotations

import inspect
import math

from rnnviz.core.cells.base import Cell, Parameter
from rnnviz.lab.pytorch.plan import Plan
from rnnviz.lab.pytorch.steps import BLOCKS, input_share, step_lines

BEFORE = " " * 8
"""What stands before a line of a method, and BODY before one of a loop in it."""
BODY = " " * 12
NORM = (
    "def norm(v: torch.Tensor) -> torch.Tensor:",
    '    """Layer normalization (Ba et al. 2016) of v (B, G * HIDDEN), each gate by itself."""',
    "    return nn.functional.layer_norm(v.unflatten(1, (-1, HIDDEN)), (HIDDEN,)).flatten(1)",
    "",
    "",
)


def recurrent_class(plan: Plan) -> list[str]:
    """The lines of the class Recurrent, and of what it needs."""
    return [
        *(NORM if plan.layer_norm else ()),
        "class Recurrent(nn.Module):",
        *_docstring(plan.cell),
        "",
        *_init(plan),
        "",
        *(_both_ways(plan) if plan.both_ways else _one_way(plan)),
        "",
        *_run(plan),
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


def _init(plan: Plan) -> list[str]:
    register = [
        "                parameter = nn.Parameter(torch.empty(shape))",
        '                self.register_parameter(f"{name}_l{layer}", parameter)',
    ]
    if plan.both_ways:
        register = [
            '                for suffix in (f"_l{layer}", f"_l{layer}_reverse"):',
            "                    parameter = nn.Parameter(torch.empty(shape))",
            "                    self.register_parameter(name + suffix, parameter)",
        ]
    return [
        "    def __init__(self) -> None:",
        "        super().__init__()",
        "        for layer in range(LAYERS):",
        f"            D = {'2 * HIDDEN' if plan.both_ways else 'HIDDEN'} if layer else INPUTS",
        "            shapes = {",
        *(f'                "{p.name}": {_shape(plan.cell, p)},' for p in plan.cell.parameters),
        "            }",
        "            for name, shape in shapes.items():",
        *register,
    ]


def _shape(cell: Cell, p: Parameter) -> str:
    """The shape of a parameter as source, as (4 * HIDDEN, D)."""
    gates = len(p.gates or cell.gates)
    rows = f"{gates} * HIDDEN" if gates > 1 else "HIDDEN"
    columns = {"D": " D", "H": " HIDDEN", "": ""}[p.columns]
    return f"({rows},{columns})"


def _one_way(plan: Plan) -> list[str]:
    new, read = ("y", "x") if plan.connections.skip else ("x", "x")
    if plan.connections.dropout and plan.connections.skip:
        read = "kept"
    return [
        "    def forward(self, x, states=None):",
        '        """Read x (T, B, D); give h (T, B, H) of the last layer, and all last states."""',
        "        ends = []",
        "        for layer, state in enumerate(states or [None] * LAYERS):",
        *_dropped(plan, read),
        f'{BODY}{new}, end = self.run({read}, f"_l{{layer}}", state)',
        *_skipped(plan),
        f"{BODY}ends.append(end)",
        f"{BEFORE}return x, ends",
    ]


def _both_ways(plan: Plan) -> list[str]:
    read = "kept" if plan.connections.dropout and plan.connections.skip else "x"
    new = "y" if plan.connections.skip else "x"
    return [
        "    def forward(self, x):",
        '        """Read x (T, B, D) both ways; give [h; h_reverse] (T, B, 2H)."""',
        "        for layer in range(LAYERS):",
        *_dropped(plan, read),
        f'{BODY}there, _ = self.run({read}, f"_l{{layer}}", None)',
        f'{BODY}back, _ = self.run({read}.flip(0), f"_l{{layer}}_reverse", None)',
        f"{BODY}{new} = torch.cat([there, back.flip(0)], dim=2)",
        *_skipped(plan),
        f"{BEFORE}return x",
    ]


def _dropped(plan: Plan, read: str) -> list[str]:
    if not plan.connections.dropout:
        return []
    dropped = "nn.functional.dropout(x, DROPOUT, self.training)"
    return [f"{BODY}{read} = {dropped} if layer else x"]


def _skipped(plan: Plan) -> list[str]:
    return [f"{BODY}x = y + x if layer else y"] if plan.connections.skip else []


def _run(plan: Plan) -> list[str]:
    cell = plan.cell
    states = ", ".join(cell.state_names)
    one = f"({states},)" if len(cell.states) == 1 else states
    start = ", ".join("zeros - torch.inf" if math.isinf(s.start) else "zeros" for s in cell.states)
    start += "," if len(cell.states) == 1 else ""
    symbols = [p.symbol for p in cell.parameters]
    return [
        "    def run(self, x, suffix, state):",
        '        """One layer: its h (T, B, H) for inputs x (T, B, D), and its last state."""',
        f"{BEFORE}{', '.join(symbols)} = (getattr(self, name + suffix) for name in NAMES)",
        *(f"{BEFORE}{BLOCKS[symbol]}" for symbol in symbols if symbol in BLOCKS),
        f"{BEFORE}zeros, outputs = x.new_zeros(x.shape[1], HIDDEN), []",
        f"{BEFORE}{one} = state or ({start})",
        f"{BEFORE}for a_x in {input_share(plan)}:",
        *(f"{BODY}{line}" for line in step_lines(plan)),
        f"{BODY}outputs.append(h)",
        f"{BEFORE}return torch.stack(outputs), ({states}{',' if len(cell.states) == 1 else ''})",
    ]
