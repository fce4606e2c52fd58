"""Makes the network that settings describe."""

from __future__ import annotations

import numpy as np

from rnnviz.core.gate_bias import chrono, set_gate_bias
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.network import Network
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.core.optimizers.base import Optimizer
from rnnviz.core.pauses import Ask
from rnnviz.core.readout import Loss
from rnnviz.core.weight_edits import rescale_radius
from rnnviz.lab.architecture import architecture_of
from rnnviz.lab.settings import Settings


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
