"""The network as it was early in a run, kept so that what training has changed can be measured."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.lab.snapshot import Moment, Option, Request
from rnnviz.probes import Probe, Sequence

LARGEST = 1 << 22
"""Weights of the largest network that is kept: six copies of it are 100 MB of float32."""


@dataclass(frozen=True, eq=False)
class EarlyNetwork:
    """All weights (`flat`) after `step` steps, and the window just trained on."""

    step: int
    flat: Array
    sequence: Sequence


class EarlyNetworks:
    """Keeps copies of a network, and measures each of them once for whoever asks.

    Keeping one takes no more than to copy the weights; they are not saved with a run.
    """

    def __init__(self) -> None:
        self._kept: list[EarlyNetwork] = []
        self._found: dict[Request, list[Moment]] = {}

    def keep(self, step: int, network: Network, sequence: Sequence) -> None:
        """Keep the network as it is, unless it is too large or was kept after this step."""
        known = bool(self._kept) and self._kept[-1].step == step
        if network.flat.size <= LARGEST and not known:
            own = replace(
                sequence,
                inputs=sequence.inputs.copy(),
                targets=sequence.targets.copy(),
                state=sequence.state.copy(),
            )
            self._kept.append(EarlyNetwork(step, network.flat.copy(), own))

    def measure(
        self, request: Request, network: Network, probes: Mapping[str, Probe]
    ) -> tuple[Moment, ...]:
        """What the probe that `request` names by its option `of` finds at every moment so far.

        `network` tells the shapes; it stays as it is.
        """
        options = dict(request.options)
        probe, found = probes[str(options.pop("of"))], self._found.setdefault(request, [])
        missing = self._kept[len(found) :]
        if missing:
            then = _another(network)
            found += [_measured(kept, then, probe, options) for kept in missing]
        return tuple(found)


def _measured(
    kept: EarlyNetwork, network: Network, probe: Probe, options: Mapping[str, Option]
) -> Moment:
    network.flat[...] = kept.flat
    return Moment(kept.step, probe.measure(network, kept.sequence, options))


def _another(network: Network) -> Network:
    """A network of the same shapes, its weights zeros."""
    n = network
    same = Network(n.cell, n.inputs, n.hidden, n.outputs, n.layers, n.loss, n.dtype)
    same.pauses.ask = n.pauses.ask
    return same
