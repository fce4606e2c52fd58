"""What the hidden units do while the network reads a phrase."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of
from rnnviz.probes.phrase import codes_of
from rnnviz.probes.replay import symbols_of

DEFAULT_PHRASE = "shall i compare"
LONGEST = 2000
"""Characters of a phrase that are read; more columns than that nobody can see."""


@dataclass(frozen=True)
class HiddenUnits:
    """States of one layer, symbol by symbol, (T, H) each: `h`, further states, and gates.

    Row t is the state after reading `symbols[t]`: a character of the phrase or, where `unit` is
    "step" and not "character", the number of a step. `written` has what is shown of a further
    state: an sLSTM's c is c / n. A layer that reads from the end has by then read all symbols
    from the last to this one; `directions` says in how many the network reads.
    """

    phrase: str
    symbols: tuple[str, ...]
    h: Array
    memories: Mapping[str, Array]
    gates: Mapping[str, Array]
    layer: int
    unit: str = "character"
    written: Mapping[str, str] = field(default_factory=dict)
    directions: int = 1


class HiddenUnitsProbe(Probe):
    """Reads a phrase from a zero state and keeps every state of one layer."""

    name = "hidden_units"
    label = "Hidden units"
    hint = "States and gates of one layer while the network reads a phrase."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`HiddenUnits`, or a sentence if the phrase has symbols the network never saw.

        A task without texts shows its own first sequence, its steps by their signs or numbered.
        """
        phrase = str(options.get("phrase", "")) or DEFAULT_PHRASE
        if sequence.reads_text:
            codes = codes_of(sequence.coding, phrase[:LONGEST])
            if isinstance(codes, str):
                return codes
            inputs = codes[:, None]
            symbols = tuple(sequence.coding.decode(codes))
        else:
            inputs = sequence.inputs[:LONGEST, :1]
            numbers = tuple(str(step) for step in range(1, len(inputs) + 1))
            symbols = symbols_of(sequence, 0)[:LONGEST] or numbers
        unrolled = network.spare(len(inputs), 1)
        unrolled.forward(inputs, network.zero_state(1))
        layer = layer_of(network, options)
        of, cell = unrolled.layers[layer], network.cell
        tape, by_time = of.tape, of.own_order
        memories = [name for name in cell.shown_states if name != cell.output]
        names = cell.gates if len(cell.gates) > 1 else ()
        return HiddenUnits(
            phrase,
            symbols,
            frozen(by_time(tape.h[1:, 0])),
            {name: frozen(by_time(tape.shown(name)[:, 0])) for name in memories},
            {name: frozen(by_time(tape.gate(name)[:, 0])) for name in names},
            layer,
            sequence.unit.removesuffix("s"),
            {name: cell.shown_as(name) for name in memories},
            network.architecture.directions,
        )
