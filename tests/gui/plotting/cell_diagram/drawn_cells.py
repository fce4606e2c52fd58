"""Cells to be drawn: all that are registered, those on trial, and one that nobody registered."""

from trial_cells import TRIALS

from rnnviz.core.cells import GRU, REGISTRY, Vanilla
from rnnviz.core.layer_norm import normalized
from rnnviz.core.wires import Wire, pre_activation
from rnnviz.gui.plotting.cell_diagram.layout import Letters, lay_out
from rnnviz.gui.plotting.cell_diagram.nodes import before, graph_of
from rnnviz.gui.plotting.cell_diagram.shapes import Type

INVENTED = (
    *pre_activation("a_u", "u"),
    *pre_activation("a_v", "v"),
    Wire("u", "sigmoid", ("a_u",)),
    Wire("v", "relu", ("a_v",)),
    Wire("s_prev + v", "add", ("s_prev", "v")),
    Wire("1 - u", "complement", ("u",)),
    Wire("kept", "multiply", ("1 - u", "s_prev + v")),
    Wire("top", "maximum", ("kept", "v")),
    Wire("s", "subtract", ("top", "b_s")),
    Wire("exp s", "exp", ("s",)),
    Wire("share", "divide", ("exp s", "kept")),
    Wire("W_sh s", "multiply", ("W_sh", "s")),
    Wire("late", "add", ("W_sh s", "share", "h_prev")),
    Wire("a third", "scale", ("late",), 1 / 3),
    Wire("log", "log_sigmoid", ("a third",)),
    Wire("h", "tanh", ("log",)),
)
"""All the operations there are, in two states, as no cell has them."""
OTHERS = {
    "leaky vanilla": Vanilla(leak=0.3),
    "normalized vanilla": normalized(Vanilla)(leak=0.3),
    "normalized gru": normalized(GRU)(),
}
"""Cells with options that change their wires."""
SIZES = [(380, 250), (640, 400), (1300, 650)]
LETTERS = Letters(
    Type(14.0, lambda text: 6.6 * len(text)), Type(11.0, lambda text: 5.2 * len(text))
)


def cell_of(kind):
    """A cell of a kind, some of which have no step to run."""
    try:
        return kind()
    except TypeError:
        return object.__new__(kind)


def known():
    """Every cell by name: its wires, states, output and gates."""
    kinds = {**REGISTRY, **TRIALS}
    found = {
        name: (cell_of(kind).wires(), kind.state_names, kind.output, kind.gates)
        for name, kind in kinds.items()
    }
    for name, cell in OTHERS.items():
        found[name] = cell.wires(), cell.state_names, cell.output, cell.gates
    return {**found, "invented": (INVENTED, ("h", "s"), "h", ("u",))}


def diagram_of(name, size, letters=LETTERS):
    """The graph of a cell as declared, and how it is laid out."""
    wires, states, output, gates = known()[name]
    graph = graph_of(wires, states, output)
    named = {**dict.fromkeys(gates, "a gate"), **dict.fromkeys(states, "a state")}
    named |= {before(state): "" for state in states}
    sizes = {
        one: "128 × 128" if one.startswith("W_h") else "128 × 65"
        for wire in wires
        for one in wire.inputs
        if one.startswith("W_")
    }
    return graph, lay_out(graph, named, sizes, size, letters)
