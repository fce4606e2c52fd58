"""What is said of a text that the network wrote: when, how well it had learned, how warm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.captions import losses

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Sample


def caption(sample: Sample, unit: str) -> str:
    """Return the step, the loss in its unit and, of a text, the temperature it was drawn at."""
    text = f"Step {sample.step:,}, {losses.briefly(sample.loss, unit)}"
    if losses.of_characters(unit):
        text += f", temperature {sample.temperature:g}"
    return text


def accessible_text(sample: Sample, unit: str, start: str) -> str:
    """Return the step, the loss, and how the sample starts."""
    return f"Step {sample.step:,}, {losses.briefly(sample.loss, unit)}: {start}"
