"""How far a text's losses reach back, as a table of plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.probes.triangle import Triangle

HEADING = "step  symbol  loss    last loss   summed losses"


def table(symbols: str, found: Triangle) -> Iterator[str]:
    """Yield the heading, and for every symbol that is read its loss and two norms of gradients."""
    yield HEADING
    rows = zip(symbols, found.losses, found.by_step, found.by_step_sum, strict=True)
    for step, (symbol, loss, last, summed) in enumerate(rows, 1):
        yield f"{step:4}  {symbol!r:6}  {loss:6.3f}  {last:10.3e}  {summed:10.3e}"
