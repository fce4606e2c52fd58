"""The tables that are always there."""

from dataclasses import dataclass

from rnnviz import resources


@dataclass(frozen=True)
class BuiltinTable:
    """A table by its name on the command line, its title in the window and where it comes from."""

    name: str
    title: str
    origin: str

    @property
    def path(self) -> str:
        """Where its file is."""
        return str(resources.path("tables", f"{self.name}.csv"))


_ALL = (
    BuiltinTable(
        "tides",
        "Tides",
        "The water of a harbour by the hour, from a sum of cosines with noise; a price that "
        "wanders at random; a catch from a chaotic map. Made by formulas for this program.",
    ),
)

TABLES: dict[str, BuiltinTable] = {table.name: table for table in _ALL}
