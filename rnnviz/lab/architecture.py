"""What the network of settings consists of, which brings in no network."""

from __future__ import annotations

from rnnviz.core.architecture import Architecture, Connections
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.layer_norm import normalized
from rnnviz.core.learned import learned_size
from rnnviz.lab.settings import Settings


def architecture_of(settings: Settings, inputs: int, outputs: int) -> Architecture:
    """What a network of these settings consists of; settings without a meaning have no part."""
    meant, layers = settings.as_dict(), settings.layers
    connections = Connections(
        bool(meant.get("bidirectional", False)),
        bool(meant.get("skip", False)),
        float(str(meant.get("dropout", 0.0))),
        int(str(meant.get("attention") or 0)),
    )
    kind = CELLS[settings.cell]
    kind = normalized(kind) if settings.layer_norm else kind
    cell = kind(**settings.options_of("cell"))
    return Architecture(cell, inputs, settings.hidden, outputs, layers, connections)


def parameter_count(settings: Settings, inputs: int, outputs: int) -> int:
    """How many parameters such a network has; it need not be made for that."""
    return architecture_of(settings, inputs, outputs).size()


def learned_count(settings: Settings, inputs: int, outputs: int) -> int:
    """How many of them are learned."""
    return learned_size(architecture_of(settings, inputs, outputs).shapes(), settings.learns)
