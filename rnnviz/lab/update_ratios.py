"""How large the last update was beside the weights, tensor by tensor."""

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.lab.snapshot import UpdateRatios
from rnnviz.probes.updates import rms_ratio


def update_ratios(network: Network, before: Array) -> UpdateRatios:
    """The ratios of the step that led from the flat weights `before` to the present ones."""
    update = network.flat - before
    ratios, start = {}, 0
    for name, weight in network.parameters.items():
        ratios[name] = rms_ratio(update[start : start + weight.size], weight)
        start += weight.size
    return UpdateRatios(tuple(ratios), tuple(ratios.values()))
