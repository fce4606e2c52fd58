"""Reads settings by their names; refuses, with the line, those that there are not."""

from collections.abc import Mapping

from rnnviz.declare import quoted
from rnnviz.lab.settings import declarations
from rnnviz.lessons.source import TomlTable
from rnnviz.nearest import meant

OFF = "off"
"""Stands for a setting that is switched off: TOML has no word for nothing."""


def read_settings(table: TomlTable) -> Mapping[str, object]:
    """The settings of a table, None for those that are off."""
    known = declarations()
    for name in table.values:
        if name not in known:
            reason = f"there is no setting called {quoted(name)}{meant(name, known)}"
            raise table.wrong(reason, name)
    return {
        name: None if value in (OFF, known[name].unset) and known[name].optional else value
        for name, value in table.values.items()
    }
