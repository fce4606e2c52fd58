"""A place in a map of numbers, of which a pixel may show several."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Square:
    """A place in the map: `rows` and `columns` share its pixels, `row` and `column` show there."""

    row: int
    column: int
    rows: range
    columns: range
