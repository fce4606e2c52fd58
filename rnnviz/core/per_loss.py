"""Every loss by itself on its way back through time, layer by layer.

Shape letters: T time steps, H hidden units, W numbers that a level hands on.
"""

from collections.abc import Callable

import numpy as np

from rnnviz.core.bptt import Unrolled
from rnnviz.core.level import Level
from rnnviz.core.numerics import Array
from rnnviz.core.step import StepGradient
from rnnviz.core.step_back import input_side, step_gradient

Watch = Callable[[int, int, slice, StepGradient], None]
"""Called with (layer, step, losses, flow) after each step back of `per_loss_gradients`.

The step is the layer's own; `losses` are those whose rows the flow holds.
"""


def per_loss_gradients(
    unrolled: Unrolled, d_features: Array, sequence: int = 0, watch: Watch | None = None
) -> dict[str, list[Array]]:
    """Every loss's own gradient with respect to every state, in one backward sweep.

    d_features (T, F) holds d L_t / d (what the readout reads) at each t, d L_t / d h_t without
    attention. Returned by the states' letters, a list each with one array (T+1, T, H) a layer:
    [k, t] is d L_t / d h_k; index k = 0 is the initial state, k = t + 1 the state that loss t
    reads. A layer that reads from the end counts k from there. At a step all rows go back
    together, so all lags are exact; in one direction only t >= k - 1, the others being zero. The
    sum over t is ordinary BPTT.
    """
    T, cell, levels = unrolled.T, unrolled.cell, unrolled.levels
    H, dtype = unrolled.layers[0].tape.H, d_features.dtype
    found: dict[str, list[Array]] = {
        name: [np.zeros((T + 1, T, H), dtype) for _ in unrolled.layers] for name in cell.state_names
    }
    outputs = found[cell.output]
    from_above = _room(levels[-1], len(levels) - 1, outputs)
    unrolled.enter(d_features, sequence, from_above)
    for number in range(len(levels) - 1, -1, -1):
        level = levels[number]
        below = _room(levels[number - 1], number - 1, outputs) if number else None
        for place, share in enumerate(level.shares(from_above)):
            layer, index = level.layers[place], number * len(level.layers) + place
            if not level.plain:
                outputs[index][1:] = layer.own_order(share)
            own = [arrays[index] for arrays in found.values()]
            _through_time(unrolled, index, own, sequence, below, watch)
        if below is None:
            return found
        if level.skip:
            below += from_above
        from_above = below
    return found


def _room(level: Level, number: int, outputs: list[Array]) -> Array:
    """Where d L_t / d y_k (T, T, W) of a level is gathered, [k, t]: a plain one's own array."""
    if level.plain:
        return outputs[number][1:]
    T, _, W = level.output.shape
    return np.zeros((T, T, W), outputs[0].dtype)


def _through_time(
    unrolled: Unrolled,
    index: int,
    own: list[Array],
    sequence: int,
    below: Array | None,
    watch: Watch | None,
) -> None:
    """Complete the gradients (T+1, T, H) of a layer's states, and add those of what it reads."""
    layer, T, one = unrolled.layers[index], unrolled.T, slice(sequence, sequence + 1)
    k, causal = layer.tape.local_derivatives(one), unrolled.directions == 1
    read = None if below is None else layer.own_order(below)
    for s in range(T - 1, -1, -1):
        unrolled.pauses()
        losses = slice(s if causal else 0, T)
        after, before = ([gradients[at, losses] for gradients in own] for at in (s + 1, s))
        flow = step_gradient(layer, after, before, k[:, s], s, one)
        unrolled.cell.backward(layer.tape.step(s, one), flow)
        if watch is not None:
            watch(index, s, losses, flow)
        if read is not None:
            read[s, losses] += input_side(layer, flow, s, one) @ layer.p.W_ih
