"""Whether networks fit into memory together, before any of them is made."""

from collections.abc import Sequence

from rnnviz.lab.memory.available_memory import available_bytes
from rnnviz.lab.memory.memory_need import (
    USABLE,
    Shape,
    TooLarge,
    Use,
    check_memory,
    need,
    size_text,
)
from rnnviz.lab.settings import Settings

TOLD = 6
"""Runs whose sizes a sentence names."""


def check_memory_together(runs: Sequence[tuple[Settings, Shape]]) -> None:
    """Refuse runs that this machine has no memory for, one of them or all at once."""
    for settings, shape in runs:
        check_memory(settings, shape)
    available = available_bytes()
    sizes = [need(settings, shape).total for settings, shape in runs]
    if available is not None and sum(sizes) > USABLE * available:
        each = ", ".join(map(size_text, sizes[:TOLD])) + (", ..." if len(sizes) > TOLD else "")
        raise TooLarge(
            f"{len(runs)} runs at once take {size_text(sum(sizes))} of memory ({each}) and "
            f"{size_text(available)} are free. Leave some out, or lower Hidden units, Batch or "
            "Window."
        )


def check_memory_at_a_time(
    sizes: Sequence[tuple[Settings, Shape]], jobs: int, use: Use = "train"
) -> None:
    """Refuse what this machine has no memory for, the largest ones coming together.

    With 0 jobs nothing is checked: they are computed elsewhere.
    """
    takes = [(need(settings, shape, use).total, settings, shape) for settings, shape in sizes]
    largest = sorted(takes, key=lambda taking: taking[0], reverse=True)[:jobs]
    if not largest:
        return
    check_memory(*largest[0][1:], use)
    available = available_bytes()
    if available is None:
        return
    room, fitting, total = USABLE * available, 0, 0
    for taking, _, _ in largest:
        total += taking
        fitting += total <= room
    if total > room:
        raise TooLarge(
            f"{len(largest)} of these networks at a time take {size_text(total)} of memory and "
            f"{size_text(available)} are free. Lower the jobs to {max(fitting, 1)}."
        )
