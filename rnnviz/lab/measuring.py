"""What can be asked of a training: what probes find, and three things that only a training has."""

from collections.abc import Mapping
from typing import Any

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.lab.feeds import DrawnFeed, Feed
from rnnviz.lab.snapshot import Request
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.probes import Sequence
from rnnviz.probes.updates import update_ratios

EXAMPLE = "example"
"""The request for an `Example` of a drawn task, with the option `index`; None for texts."""
UPDATES = "updates"
"""The request for the `UpdateRatios` of the last step."""
FREE_RUNNING = "free_running"
"""The request for the `FreeRunning` of held-out data, or for why there is none."""


def measured(
    request: Request, network: Network, sequence: Sequence, feed: Feed, before: Array
) -> Any:
    """What is asked for; `before` are all weights as they were before the last step."""
    if request.probe == EXAMPLE:
        index = int(request.option("index", 0))
        return feed.describe(network, index) if isinstance(feed, DrawnFeed) else None
    if request.probe == FREE_RUNNING:
        from rnnviz.lab.free_running import free_running_of  # when it is looked at first

        return free_running_of(feed, network)
    if request.probe == UPDATES:
        return update_ratios(network, before)
    options: Mapping[str, Any] = dict(request.options)
    return PROBES[request.probe].measure(network, sequence, options)
