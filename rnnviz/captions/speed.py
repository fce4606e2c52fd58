"""How fast training, window and start are, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rnnviz.lab.core_bench import Measurement
    from rnnviz.lab.option_costs import OptionCost


def core_caption(row: Measurement) -> str:
    """Return one case of the training steps alone, as a line of a table."""
    return (
        f"{row.cell:8} H={row.hidden:<4} B={row.batch:<3} T={row.window:<4}"
        f"{row.steps_per_second:>12,.1f} steps/s {row.chars_per_second:>12,.0f} characters/s"
        f"{row.product_share:>8.0%} of the square product"
    )


def option_caption(row: OptionCost) -> str:
    """Return what one option costs a training step, as a line of a table."""
    return (
        f"{row.cell:8} H={row.hidden:<4} B={row.batch:<3} T={row.window:<4} L={row.layers:<2}"
        f"{row.option:18}{row.ratio:>6.2f} times as long"
    )


def window_caption(result: Mapping[str, Any]) -> str:
    """Return what the window costs the training, and how late it answers, in two lines."""
    late = result["lateness_ms"]
    return (
        f"alone {result['headless']:,.1f} steps/s, with the window {result['windowed']:,.1f} "
        f"({result['ratio']:.1%}) at {result['frames_per_second']:.1f} frames/s\n"
        f"lateness {late['p50']:.2f} ms median, {late['p99']:.2f} p99, {late['max']:.2f} max"
    )


def start_caption(result: Mapping[str, float]) -> str:
    """Return how long the window takes to be painted, beside a bare one."""
    return (
        f"painted after {result['ours_seconds']:.2f} s, a bare window after "
        f"{result['bare_seconds']:.2f} s: {result['ratio']:.2f} times as long"
    )
