"""Makes the network that settings describe."""

from __future__ import annotations

import numpy as np

from rnnviz.core.architecture import Architecture, Connections
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.gate_bias import chrono, set_gate_bias
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.layer_norm import normalized
from rnnviz.core.learned import learned_size
from rnnviz.core.network import Network
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.core.optimizers.base import Optimizer
from rnnviz.core.pauses import Ask
from rnnviz.core.readout import Loss
from rnnviz.core.weight_edits import rescale_radius
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


def build_network(
    settings: Settings,
    inputs: int,
    outputs: int,
    loss: Loss = "cross_entropy",
    rng: np.random.Generator | None = None,
    ask: Ask | None = None,
) -> Network:
    """A network of these shapes, its weights drawn from `rng` or, without one, zeros.

    A large one asks while it is made, and whenever it takes long later (`Network.pauses`).
    """
    network = Network.of(architecture_of(settings, inputs, outputs), loss, settings.dtype)
    network.pauses.ask = ask
    network.learn("readout" if settings.learns == "readout" else "all")
    if rng is not None:
        initializer = INITIALIZERS[settings.init](**settings.options_of("init"))
        network.initialize(initializer, rng)
        if "spectral_radius" in settings.rows() and settings.spectral_radius is not None:
            rescale_radius(network, settings.spectral_radius)
        set_gate_biases(network, settings, rng)
    return network


def parameter_count(settings: Settings, inputs: int, outputs: int) -> int:
    """How many parameters such a network has; it need not be made for that."""
    return architecture_of(settings, inputs, outputs).size()


def learned_count(settings: Settings, inputs: int, outputs: int) -> int:
    """How many of them are learned."""
    return learned_size(architecture_of(settings, inputs, outputs).shapes(), settings.learns)


def build_optimizer(settings: Settings, network: Network) -> Optimizer:
    """The optimizer of these settings for what is learned of a network."""
    kind, options = OPTIMIZERS[settings.optimizer], settings.options_of("optimizer")
    return kind(network.learned.size, network.dtype, **options)


def set_gate_biases(network: Network, settings: Settings, rng: np.random.Generator) -> None:
    """Give the keep gate the bias of the settings, if it is not 0; others keep what they drew."""
    cell = network.cell
    if cell.keep_gate is None:
        return
    for p in network.layer_parameters():
        b_hh = p.arrays.get("b_hh")
        if settings.chrono is not None:
            keep, gate, longest = cell.keep_gate, cell.input_gate, settings.chrono
            chrono(p.b_ih, b_hh, cell.gates, keep, gate, longest, rng, cell.keep_sign)
        if settings.keep_bias:
            bias = cell.keep_sign * settings.keep_bias
            set_gate_bias(p.b_ih, b_hh, cell.gates, cell.keep_gate, bias)
