"""Names of curves that are told apart in as little room as there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rnnviz.captions.wordings import wordings


def short_names(names: Sequence[str], fits: Callable[[str], bool]) -> list[str]:
    """Return for each name the longest wording that fits and is no other's; a number at last.

    What tells runs apart often stands at the end of their names, so single parts are tried, too.
    """
    found: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        taken = {short for other, short in found.items() if other != name}
        wanted = (one for one in _parts(name) if one not in taken and fits(one))
        found.setdefault(name, next(wanted, str(number)))
    return [found[name] for name in names]


def _parts(name: str) -> Iterator[str]:
    """Yield a name, its beginnings, its single parts from the end, its first word and letters."""
    shorter = [one for one in wordings(name) if one]
    yield from (one for one in shorter if one[0].isalpha())
    yield from reversed(name.split(", "))
    word = name.split(" ")[0].rstrip(",")
    yield from (word[:count] for count in range(len(word), 0, -1))
