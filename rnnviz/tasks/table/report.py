"""What was found in a table: how it is written, its columns, and what is missing in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rnnviz.tasks.table.dialect import Dialect

Kind = Literal["numbers", "dates", "text", "empty"]


@dataclass(frozen=True)
class Column:
    """A column by its name and what stands in it; `counts` says that it rises by even steps."""

    name: str
    kind: Kind
    counts: bool = False


@dataclass(frozen=True)
class TableReport:
    """What is known of a table, one column of which was read.

    `rows` are those below the header, `dates` the first and the last of its first column of
    dates ("" without one). Of the column `missing` cells have no number, in a row of `longest_gap`
    at most, and of these `wrong` hold something else: the first is `first_wrong` in row
    `wrong_row`. They have the value before them. `left_out` are cells before the first number and
    after the last. `codec` is "" for Unicode.
    """

    name: str
    dialect: Dialect
    columns: tuple[Column, ...]
    column: str
    rows: int
    dates: tuple[str, str] = ("", "")
    missing: int = 0
    longest_gap: int = 0
    wrong: int = 0
    first_wrong: str = ""
    wrong_row: int = 0
    left_out: int = 0
    codec: str = ""

    @property
    def number_columns(self) -> tuple[str, ...]:
        """The names of the columns that can be learned."""
        return tuple(column.name for column in self.columns if column.kind == "numbers")
