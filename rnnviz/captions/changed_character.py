"""What is said of a text in which one character was another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.invisible_characters import accessible_text
from rnnviz.captions.number_format import number, percentage
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.probes.changed_character import ChangedCharacter

LATER = (1, 5, 20)
"""After so many characters more the differences are told."""


def change_caption(found: ChangedCharacter) -> str:
    """Return how far predictions and the top layer differ at once, and how long that lasts."""
    if not found.finite:
        return no_longer_finite("The states")
    what = accessible_text(found.symbol)
    steps, top = len(found.variation), found.relative[-1]
    told = (
        f"{what[:1].upper()}{what[1:]} read as {accessible_text(found.instead)}: "
        f"{_share(found.variation[0])} of the next prediction moves elsewhere, and h of the top "
        f"layer by {_share(top[0])} of its length"
    )
    later = [step for step in LATER if step < steps][-2:]
    parts = [
        f"after {counted(n, 'character')} more {_share(found.variation[n])} and {_share(top[n])}"
        for n in later
    ]
    return f"{told}. {', '.join(parts).capitalize()}." if parts else f"{told}."


def step_caption(found: ChangedCharacter, step: int) -> str:
    """Return all differences after so many characters more."""
    states = "; ".join(
        f"h of layer {layer + 1} by {_share(relative[step])}"
        for layer, relative in enumerate(found.relative)
    )
    when = "At once" if step == 0 else f"After {counted(step, 'character')} more"
    return (
        f"{when} predictions differ by {number(float(found.variation[step]))} in total variation, "
        f"{number(float(found.divergence[step]))} nats; {states}."
    )


def _share(value: float) -> str:
    value = float(value)
    return "nothing" if value == 0.0 else percentage(value)
