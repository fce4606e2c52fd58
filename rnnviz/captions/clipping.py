"""What clipping did, in words: how often, by which angle, and how large the updates are."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.number_format import NOT_A_NUMBER, number, percent, signed_number
from rnnviz.captions.wordings import Worded
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Curves
    from rnnviz.probes.updates import UpdateRatios

LATEST = 200
"""Steps that count as the latest."""
LATEST_ANGLES = 20
LONGEST = (
    "Clipping by value at ±0.0088. 88 % of 888,888 steps were clipped, 88 % of the last 200. "
    "The norm of the readout's gradient was 88.8 before clipping."
)
PLAIN_NAME = re.compile(r"(?:rnn\.)?(weight|bias|gain)(?:_([a-z]h))?_l(\d+)(_reverse)?")
READOUT_NAME = re.compile(r"decoder\.(weight|bias)")
LETTERS = {"weight": "W", "bias": "b", "gain": "gain"}
MEANS = "Lines are geometric means of neighbouring steps; behind them is the noise of the focus."
NOT_POSITIVE = "Every norm so far is zero or not a number: there is nothing to draw."
NO_ANGLE = {
    "none": "Clipping is off: the gradient stays as it is.",
    "norm": "Clipping by norm scales the gradient and keeps its direction: the angle is 0°.",
    "value": "Measured at every tenth step.",
}
"""By clipping: why there is no angle to show."""
NO_CHANGE = "no change"
NO_UPDATE = "No update yet."


def norms_caption(curves: Curves, clipped: int, settings: Settings) -> str:
    """Return how many steps were clipped, of all and of the latest, and the norm now."""
    norm = _size(float(curves.gradient_norm[-1]))
    is_off = settings.clip == "none"
    of = " of the readout's gradient" if settings.learns == "readout" else ""
    now = f"The norm{of} is {norm} now." if is_off else f"The norm{of} was {norm} before clipping."
    how = _how(settings)
    if is_off and clipped == 0:
        return f"{how} {now}"
    steps = int(curves.steps[-1])  # of a very long run only some are kept
    were = f"{counted(steps, 'step')} {'was' if steps == 1 else 'were'}"
    shares = f"{percent(clipped / curves.clipped.size)} of {were} clipped"
    if steps > LATEST:
        latest = float(np.mean(curves.clipped[-LATEST:]))
        shares += f", {percent(latest)} of the last {LATEST}"
    brief = f"{percent(clipped / curves.clipped.size)} clipped"
    short = (
        f"{shares}. {now}",
        f"{shares}.",
        f"{brief}, norm {norm}",
        brief,
        brief.split(" clip")[0],
    )
    return Worded(f"{how} {shares}. {now}", *short)


def threshold_text(settings: Settings) -> str:
    """Return the threshold as it was set, however many digits it has."""
    return signed_number(settings.clip_threshold, 12)


def _how(settings: Settings) -> str:
    """Return which clipping is set."""
    threshold = threshold_text(settings)
    return {
        "none": "Clipping is off.",
        "norm": f"Clipping by norm above {threshold}.",
        "value": f"Clipping by value at ±{threshold}.",
    }[settings.clip]


def angles_caption(degrees: NDArray[np.float64], clip: str) -> str:
    """Return the angle now, its median of late and the largest so far, all in degrees (n,)."""
    if degrees.size == 0:
        return ""
    latest = degrees[-LATEST_ANGLES:]
    text = f"The clipped gradient points {degrees[-1]:.0f}° away from the raw one"
    if latest.size > 1:
        text += (
            f", {np.median(latest):.0f}° in the median of the last {latest.size} measurements, "
            f"{degrees.max():.0f}° at most"
        )
    text += "."
    off = {"none": "Clipping is off now.", "norm": "Clipping by norm keeps the direction."}
    return f"{text} {off[clip]}" if clip in off else text


def ratios_caption(found: UpdateRatios, step: int) -> str:
    """Return the largest and the smallest update beside its weights, after so many steps."""
    ratios = {n: r for n, r in zip(found.names, found.ratios, strict=True) if math.isfinite(r)}
    moved = {name: ratio for name, ratio in ratios.items() if ratio > 0}
    if not moved:
        if any(map(math.isnan, found.ratios)):
            return no_longer_finite("The updates")
        return NO_UPDATE if step == 0 else "The last update changed no weight."
    most, least = max(moved, key=moved.__getitem__), min(moved, key=moved.__getitem__)
    names = dict(zip(found.names, short_names(found.names), strict=True))
    text = f"Update / weights: {number(moved[most])} in {names[most]}"
    if most != least:
        text += f" at most, {number(moved[least])} in {names[least]} at least"
    return f"{text} (root mean squares). About 10⁻³ is a rule of thumb, not a law."


def norm_point_caption(norm: float, step: float) -> str:
    """Return the norm at one step."""
    return f"norm {number(norm)}, step {step:,.0f}"


def norm_mean_caption(norm: float, step: float, steps: int) -> str:
    """Return the mean norm of so many steps, of which this is the last; or of the one."""
    if steps == 1:
        return norm_point_caption(norm, step)
    return f"norm {number(norm)}, mean of {steps:,} steps up to {step:,.0f}"


def angle_point_caption(degrees: float, step: float) -> str:
    """Return the angle at one step."""
    return f"{degrees:.1f}°, step {step:,.0f}"


def ratio_label(ratio: float) -> str:
    """Return the ratio of an update to its weights, for beside its bar."""
    if math.isnan(ratio):
        return NOT_A_NUMBER
    if ratio == 0:
        return NO_CHANGE
    return number(ratio) if math.isfinite(ratio) else "the weights were zero"


def ratio_accessible_text(name: str, ratio: float) -> str:
    """Return the ratio of the tensor of this name."""
    return f"{name}: {ratio_label(ratio)}"


def short_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return PyTorch's names as the equations have them: W_hh, with several layers W_hh layer 2."""
    layers = {found[3] for found in map(PLAIN_NAME.fullmatch, names) if found}
    return tuple(_short(name, len(layers) > 1) for name in names)


def _short(name: str, with_layer: bool) -> str:
    if found := PLAIN_NAME.fullmatch(name):
        kind, where, layer, reverse = found.groups()
        symbol = "_".join(filter(None, (LETTERS[kind], where)))
        parts = [symbol, f"layer {int(layer) + 1}" if with_layer else ""]
        return " ".join(filter(None, (*parts, "backward" if reverse else "")))
    if found := READOUT_NAME.fullmatch(name):
        return f"{LETTERS[found[1]]} readout"
    return name


def _size(norm: float) -> str:
    if not math.isfinite(norm):
        return NOT_A_NUMBER
    return number(norm)
