"""How far a text's losses reach back, as a table of plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.probes.triangle import Triangle

HEADING = "step  symbol  loss    last loss   summed losses"
LARGEST = 1e4
"""Losses from here on are written with a power of ten: their columns end there."""


def table(symbols: str, found: Triangle, layers: int = 1) -> Iterator[str]:
    """Yield a heading, for every symbol that is read its loss and two norms, and what these are."""
    yield HEADING
    rows = zip(symbols, found.losses, found.by_step, found.by_step_sum, strict=True)
    for step, (symbol, loss, last, summed) in enumerate(rows, 1):
        nats = f"{loss:6.3f}" if not loss >= LARGEST else f"{loss:.0e}"
        yield f"{step:4}  {symbol!r:6}  {nats}  {last:10.3e}  {summed:10.3e}"
    yield what_it_is(len(found.losses), layers)


def what_it_is(losses: int, layers: int) -> str:
    """Return what the columns of norms are the norms of, in a network of so many layers."""
    top = " of the top layer" if layers > 1 else ""
    text = f"Losses in nats; norms of the gradient with respect to the hidden state{top}"
    if losses == 1:
        return f"{text}: with one loss, both are the same."
    return f"{text}: of the last loss alone, and of all losses together, which hides vanishing."
