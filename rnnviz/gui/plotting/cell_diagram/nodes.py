"""What a cell's wires are drawn as: sums of products as one card, all else as single operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rnnviz.core.wires import Wire

SUM, ENTRY = "sum", "entry"
ROAD_OPERATIONS = ("multiply", "scale", "add", "subtract", "divide", "maximum")
"""What stands on the road of a state without ending it."""
SQUASHES = ("sigmoid", "tanh", "relu", "exp", "log_sigmoid", "normalize")


@dataclass(frozen=True)
class Term:
    """What a card adds up: a wire that is a parameter times a value, or a value as it is."""

    wire: str
    parameter: str
    operand: str


@dataclass(frozen=True)
class Node:
    """One thing that is drawn, and the value `name` that leaves it.

    `inputs` are values, parameters are none of them. A card has `terms` and `biases`, and `squash`
    where what follows on the sum is drawn in it. Where one of the inputs opens a valve that is
    `gate`, and `opening` the wire that says how far: the gate itself, or what is left of it to 1.
    `folded` are the wires that are drawn in the node.
    """

    name: str
    operation: str
    inputs: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    biases: tuple[str, ...] = ()
    gate: str = ""
    opening: str = ""
    squash: str = ""
    folded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graph:
    """The nodes in the order of computation, entries first; `states` are their letters.

    `output` is the state that the layer above reads, `ranks` how many operations come before.
    """

    nodes: tuple[Node, ...]
    states: tuple[str, ...]
    output: str

    def ranks(self) -> dict[str, int]:
        """Return the column of every node: one more than those of its inputs."""
        found: dict[str, int] = {}
        for node in self.nodes:
            found[node.name] = 1 + max((found[name] for name in node.inputs), default=-1)
        return found

    def homes(self) -> dict[str, str]:
        """Return for every wire the node that it is drawn in."""
        return {wire: n.name for n in self.nodes for wire in (n.name, *n.folded)}

    def chain(self, state: str) -> tuple[str, ...]:
        """Return the nodes on the straight road from a state before the step to that after it.

        Where there is no such road it is the last node alone.
        """
        nodes = {node.name: node for node in self.nodes}

        def back(name: str) -> tuple[str, ...] | None:
            node = nodes[name]
            if node.name == before(state):
                return ()
            if node.operation not in ROAD_OPERATIONS:
                return None
            for source in node.inputs:
                if source != node.gate and (rest := back(source)) is not None:
                    return (*rest, name)
            return None

        return back(state) or (state,)

    def compact(self) -> Graph:
        """Return the same in fewer nodes: functions in their sums, and 1 - z in its valve."""
        nodes = {node.name: node for node in self.nodes}
        readers = {name: [n for n in self.nodes if name in n.inputs] for name in nodes}
        for node in self.nodes:
            source = nodes.get(node.inputs[0]) if len(node.inputs) == 1 else None
            if source is None or node.operation not in SQUASHES or node.biases:
                continue
            if source.operation == SUM and not source.squash and len(readers[source.name]) == 1:
                folded = (*source.folded, source.name)
                del nodes[source.name]
                nodes[node.name] = replace(
                    source, name=node.name, squash=node.operation, folded=folded
                )
        for node in self.nodes:
            valves = [one for one in readers[node.name] if one.gate == node.name]
            if node.operation != "complement" or len(readers[node.name]) != 1 or not valves:
                continue
            valve, gate = nodes[valves[0].name], node.inputs[0]
            inputs = tuple(gate if one == node.name else one for one in valve.inputs)
            del nodes[node.name]
            nodes[valve.name] = replace(
                valve, inputs=inputs, gate=gate, folded=(*valve.folded, node.name)
            )
        return replace(self, nodes=tuple(nodes.values()))


def before(state: str) -> str:
    """Return the name of a state before the step."""
    return f"{state}_prev"


def graph_of(wires: Sequence[Wire], states: Sequence[str], output: str) -> Graph:
    """Return the nodes of a cell with these wires and states."""
    return _Reading(wires, states).graph(output)


class _Reading:
    """Reads wires into nodes."""

    def __init__(self, wires: Sequence[Wire], states: Sequence[str]) -> None:
        self._wires = {wire.name: wire for wire in wires}
        self._states = tuple(states)
        self._entries = ("x", *map(before, states))
        self._readers: dict[str, list[str]] = {}
        for wire in wires:
            for name in wire.inputs:
                self._readers.setdefault(name, []).append(wire.name)

    def graph(self, output: str) -> Graph:
        read = [name for name in self._entries if name in self._readers]
        entries = [Node(name, ENTRY) for name in dict.fromkeys((*read, before(output)))]
        absorbed = {one for wire in self._wires.values() for one in self._absorbed(wire)}
        nodes = [self._node(wire) for wire in self._wires.values() if wire.name not in absorbed]
        return Graph((*entries, *nodes), self._states, output)

    def _is_value(self, name: str) -> bool:
        return name in self._wires or name in self._entries

    def _is_product(self, name: str) -> bool:
        """Whether a wire is one parameter times one value."""
        wire = self._wires.get(name)
        if wire is None or wire.operation not in ("matmul", "multiply"):
            return False
        return len(wire.inputs) == 2 and sum(map(self._is_value, wire.inputs)) == 1

    def _is_sum(self, name: str) -> bool:
        """Whether a wire adds something up of which a part is made of parameters."""
        wire = self._wires.get(name)
        if wire is None or wire.operation != "add":
            return False
        return any(not self._is_value(one) or self._is_product(one) for one in wire.inputs)

    def _absorbed(self, wire: Wire) -> tuple[str, ...]:
        """Return the wires that are drawn as parts of this one, innermost first."""
        if not self._is_sum(wire.name):
            return ()
        found: list[str] = []
        for name in wire.inputs:
            if self._readers.get(name) != [wire.name] or name in self._states:
                continue
            if self._is_product(name):
                found.append(name)
            elif self._is_sum(name) and self._reads_entries_only(wire):
                found += [*self._absorbed(self._wires[name]), name]
        return tuple(found)

    def _reads_entries_only(self, wire: Wire) -> bool:
        """Whether a sum can be made before anything else is."""
        for name in wire.inputs:
            if name in self._wires:
                inner = self._wires[name]
                if not (self._is_product(name) or self._is_sum(name)):
                    return False
                if not self._reads_entries_only(inner):
                    return False
        return True

    def _node(self, wire: Wire) -> Node:
        if self._is_sum(wire.name) or self._is_product(wire.name):
            return self._card(wire)
        values = tuple(name for name in wire.inputs if self._is_value(name))
        constants = tuple(name for name in wire.inputs if not self._is_value(name))
        if wire.operation == "scale":
            constants = (f"{wire.factor:g}",)
        gate = self._gate(values) if wire.operation == "multiply" else ""
        return Node(wire.name, wire.operation, values, biases=constants, gate=gate, opening=gate)

    def _card(self, wire: Wire) -> Node:
        folded = self._absorbed(wire)
        terms: list[Term] = []
        biases: list[str] = []
        self._collect(wire, folded, terms, biases)
        inputs = tuple(dict.fromkeys(term.operand for term in terms))
        return Node(wire.name, SUM, inputs, tuple(terms), tuple(biases), folded=folded)

    def _collect(
        self, wire: Wire, folded: Sequence[str], terms: list[Term], biases: list[str]
    ) -> None:
        if self._is_product(wire.name):
            parameter = next(name for name in wire.inputs if not self._is_value(name))
            operand = next(name for name in wire.inputs if self._is_value(name))
            terms.append(Term(wire.name, parameter, operand))
            return
        for name in wire.inputs:
            if name in folded:
                self._collect(self._wires[name], folded, terms, biases)
            elif self._is_value(name):
                terms.append(Term("", "", name))
            else:
                biases.append(name)

    def _gate(self, values: tuple[str, ...]) -> str:
        """Return which of two factors opens a valve for the other, "" if neither does."""
        gates = [name for name in values if self._is_opening(name)]
        return gates[0] if gates and len(values) == 2 and values[0] != values[1] else ""

    def _is_opening(self, name: str) -> bool:
        wire = self._wires.get(name)
        if wire is None:
            return False
        if wire.operation == "complement":
            return self._is_opening(wire.inputs[0])
        return wire.operation in ("sigmoid", "exp")
