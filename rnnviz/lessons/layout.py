"""Where panels stand: one beside the other, one below the other, or as tabs of one place."""

TABS = "|"
"""Stands between the names of panels that are tabs of one place; the first is in front."""
Layout = str | tuple["Layout", ...]
"""A place, or places one beside the other; what lies within is one below the other, and so on."""


def tabs(place: str) -> tuple[str, ...]:
    """The panels that share a place; the first is in front."""
    return tuple(name.strip() for name in place.split(TABS))


def names(layout: Layout) -> tuple[str, ...]:
    """All panels of a layout."""
    if isinstance(layout, str):
        return tabs(layout)
    return tuple(name for part in layout for name in names(part))


def fronts(layout: Layout) -> tuple[str, ...]:
    """The panels of a layout that are in front."""
    if isinstance(layout, str):
        return tabs(layout)[:1]
    return tuple(name for part in layout for name in fronts(part))
