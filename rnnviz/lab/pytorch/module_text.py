"""Writes the Python file that rebuilds a network in PyTorch, with what this network needs alone."""

from __future__ import annotations

from rnnviz.counts import counted
from rnnviz.lab.pytorch.plan import NATIVE, Plan
from rnnviz.lab.pytorch.readout_text import network_forward, readout_parts
from rnnviz.lab.pytorch.recurrent_text import names_constant, recurrent_class
from rnnviz.lab.pytorch.shown_text import shown_constants, shown_functions
from rnnviz.tasks.reading import printable

WEIGHTS = "model.safetensors"
"""What the file of the weights is called, which lies beside it."""
MARK = "Written by rnnviz export."
"""Says in the file that it may be written anew."""
NAMED_AT_MOST = 40
IMPORTS = (
    "from pathlib import Path",
    "",
    "import torch",
    "from safetensors import safe_open",
    "from safetensors.torch import load_file, save_file",
    "from torch import nn",
)


def module_text(plan: Plan) -> str:
    """The whole file."""
    lines = [*_opening(plan), "", *IMPORTS, "", *_constants(plan), "", ""]
    if not plan.native:
        lines += [*recurrent_class(plan), "", ""]
    lines += [*_network(plan), "", "", *_load(plan), "", "", *_save(), "", ""]
    return "\n".join([*lines, *shown_functions(plan)]) + "\n"


def _opening(plan: Plan) -> list[str]:
    settings = plan.settings
    size = f"{counted(settings.hidden, 'unit')} in {counted(settings.layers, 'layer')}"
    return [
        f'"""{plan.cell.label}: {size} that learned {_called(plan.name)}.',
        "",
        f"{MARK} It needs torch, safetensors, and {WEIGHTS} beside it, which",
        "holds the weights. Run it to see what they have learned. Import it to look into the",
        "network or to train on: `load()` gives it, `save(network, path)` writes what can become a",
        "run again (`rnnviz import`).",
        '"""',
    ]


def _called(name: str) -> str:
    """The name of a text as a docstring can hold it."""
    plain = printable(name).translate({ord('"'): "'", ord("\\"): "/"})
    return plain if len(plain) <= NAMED_AT_MOST else f"{plain[:NAMED_AT_MOST]}..."


def _constants(plan: Plan) -> list[str]:
    settings, joined, sizes = plan.settings, plan.connections, plan.architecture
    return [
        f'WEIGHTS = Path(__file__).with_name("{WEIGHTS}")',
        f"INPUTS, HIDDEN, OUTPUTS = {sizes.inputs}, {settings.hidden}, {sizes.outputs}",
        f"LAYERS = {settings.layers}",
        *([f"DROPOUT = {joined.dropout:g}"] if joined.dropout else []),
        *([f"LEAK = {plan.leak:g}"] if plan.leaks else []),
        *([f"LOOKS_BACK = {joined.attention}"] if joined.attention else []),
        *([] if plan.native else [names_constant(plan.cell)]),
        *shown_constants(plan),
    ]


def _network(plan: Plan) -> list[str]:
    reads = "symbols (T, B), places in VOCABULARY"
    if not plan.inputs_are_symbols:
        reads = "numbers (T, B, D)"
    return [
        "class Network(nn.Module):",
        f'    """Reads {reads}; gives outputs (T, B, V), before any softmax."""',
        "",
        "    def __init__(self) -> None:",
        "        super().__init__()",
        f"        self.rnn = {_recurrent(plan)}",
        *readout_parts(plan),
        "",
        *network_forward(plan),
    ]


def _recurrent(plan: Plan) -> str:
    if not plan.native:
        return "Recurrent()"
    options = ["INPUTS", "HIDDEN", "LAYERS"]
    if plan.settings.options_of("cell").get("activation", "tanh") != "tanh":
        options.append('nonlinearity="relu"')
    if plan.connections.dropout:
        options.append("dropout=DROPOUT")
    if plan.both_ways:
        options.append("bidirectional=True")
    return f"nn.{NATIVE[plan.settings.cell]}({', '.join(options)})"


def _load(plan: Plan) -> list[str]:
    made = "Network().double()" if plan.double else "Network()"
    return [
        "def load() -> Network:",
        '    """The network with its weights."""',
        f"    network = {made}",
        "    network.load_state_dict(load_file(WEIGHTS))",
        "    return network.eval()",
    ]


def _save() -> list[str]:
    return [
        "def save(network: Network, path: str) -> None:",
        '    """Write the weights, with what `rnnviz import` has to know beside them."""',
        '    with safe_open(WEIGHTS, framework="pt") as file:',
        "        save_file(network.state_dict(), path, file.metadata())",
    ]
