"""Hidden sizes with which networks of different cells have about as many parameters."""

from collections.abc import Callable, Sequence

from rnnviz.counts import counted
from rnnviz.lab.setting_words import choice_text
from rnnviz.lab.settings import Settings
from rnnviz.refusal import Refusal

APART_AT_MOST = 0.05
"""The share by which two numbers of parameters may differ and still be called equal."""
LEAST, MOST = 1, 4096
"""Hidden units that a network can have."""
TRIED = 100
"""Numbers of units up and down that are looked at for a way out."""

Count = Callable[[Settings], int]
"""The number of parameters of a network with these settings."""


def equalized(settings: Sequence[Settings], count: Count) -> list[Settings]:
    """The settings, each after the first with the hidden units that come nearest to its parameters.

    Refused is a network whose nearest number differs by more than APART_AT_MOST.
    """
    measure, *others = settings
    wanted = count(measure)
    found = [_nearest(one, wanted, count) for one in others]
    for one in found:
        if not _is_near(count(one), wanted):
            raise Refusal(_sentence(one, measure, count, _way_out(settings, count)))
    return [measure, *found]


def _nearest(settings: Settings, wanted: int, count: Count) -> Settings:
    def with_units(hidden: int) -> Settings:
        return settings.change(hidden=hidden)

    low, high = LEAST, MOST
    while low < high:  # the least number of units with at least as many parameters
        middle = (low + high) // 2
        low, high = (low, middle) if count(with_units(middle)) >= wanted else (middle + 1, high)
    near = [with_units(hidden) for hidden in (max(low - 1, LEAST), low)]
    return min(near, key=lambda one: abs(count(one) - wanted))


def _is_near(has: int, wanted: int) -> bool:
    return abs(has - wanted) <= APART_AT_MOST * wanted


def _way_out(settings: Sequence[Settings], count: Count) -> str:
    """The nearest number of units of the first that all others can equal, if one is near."""
    measure, *others = settings
    for away in range(1, TRIED):
        for hidden in (measure.hidden - away, measure.hidden + away):
            if not LEAST <= hidden <= MOST:
                continue
            wanted = count(measure.change(hidden=hidden))
            if all(_is_near(count(_nearest(one, wanted, count)), wanted) for one in others):
                return f"Give the first contestant {counted(hidden, 'hidden unit')}"
    return "Give the first contestant other hidden units"


def _sentence(best: Settings, measure: Settings, count: Count, way_out: str) -> str:
    """Both counts, how far they are apart, and the ways out."""
    has, wanted = count(best), count(measure)
    return (
        f"Equal parameters cannot be had: {_called(measure)} has {wanted:,}, and {_called(best)} "
        f"comes nearest with {has:,}, {_apart(has, wanted)} apart where {APART_AT_MOST:.0%} may "
        f"be. {way_out}, or race with equal hidden units."
    )


def _apart(has: int, wanted: int) -> str:
    share = abs(has - wanted) / wanted
    return f"{share:.0%}" if share >= 0.1 else f"{share:.1%}"


def _called(settings: Settings) -> str:
    """A network in words: its cell, and the units with which it has this many parameters."""
    label = choice_text("cell", settings.cell)[0]
    return f"{label} with {counted(settings.hidden, 'unit')}"
