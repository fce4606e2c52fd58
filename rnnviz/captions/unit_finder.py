"""What units follow, in words: the best one, how closely, and whether that is more than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.number_format import signed_number
from rnnviz.captions.wordings import Worded
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from rnnviz.probes.unit_finder import UnitFinder

STILL = "No unit changes along this text."
UNKEPT = "What an untrained network reaches is not kept with this run."
UNTRAINED = "This network is untrained: more than this is what training can add."
STATE = "h"


def followed(found: UnitFinder) -> str:
    """Return whose correlation is the largest, which way it goes, and how large it is."""
    if (lost := lost_caption(found)) is not None:
        return lost
    from rnnviz.probes.unit_finder import ranked  # not at the start: it brings in much

    unit = ranked(found.correlation)[0]
    closely = float(found.correlation[unit])
    way = "rises" if closely > 0 else "falls"
    told = f"Unit {unit} {way} {where(found)}: correlation {_signed(closely)}."
    return Worded(told, f"unit {unit}: {_signed(closely)}", _signed(closely))


def verdict(found: UnitFinder, untrained: object = None, is_untrained: bool = False) -> str:
    """Return what the best unit follows beside both controls, or which of them it does not pass.

    `untrained` is what was found of the same run at step 0, or None where that is not known;
    `is_untrained` says that this is step 0.
    """
    from rnnviz.probes.unit_finder import UnitFinder, is_above  # not at the start

    if (lost := lost_caption(found)) is not None:
        return lost
    if np.isnan(found.chance):
        told = f"{_unit(found)} {_moves(found)}: {score(found)}."
        return f"{told} This text is too short to say what chance reaches."
    if not is_more_than_chance(found):
        return (
            f"Nothing above chance: {score(found)} at best, of unit {found.best}; "
            f"with shifted labels some unit reaches {number(found.chance)}."
        )
    brief = f"unit {found.best}: {score(found)}", score(found), number(found.best_score)
    told = f"{_unit(found)} {_moves(found)}: {score(found)}. By chance some unit reaches "
    told += number(found.chance)
    if is_untrained:
        return Worded(f"{told}. {UNTRAINED}", *brief)
    before = untrained if isinstance(untrained, UnitFinder) else None
    if before is None or np.isnan(before.best_score):
        return Worded(f"{told}. {UNKEPT}", *brief)
    if not is_above(found, before):
        return (
            f"No more than untrained: {score(found)} at best, of unit {found.best}; "
            f"at step 0 it was {number(before.best_score)}, of unit {before.best}."
        )
    told = f"{told}; at step 0 it was {number(before.best_score)}, of unit {before.best}."
    return Worded(told, *brief)


def is_more_than_chance(found: UnitFinder) -> bool:
    """Return whether the best unit follows more closely than with shifted labels."""
    return bool(found.best_score > found.chance)


def lost_caption(found: UnitFinder) -> str | None:
    """Return why no unit can be named, None where one can."""
    if not found.finite:
        return no_longer_finite("The states")
    return STILL if np.isnan(found.best_score) else None


def score(found: UnitFinder, unit: int | None = None) -> str:
    """Return a unit's score, by default that of the best, and what kind it is."""
    value = float(found.score[found.best if unit is None else unit])
    return f"{measure(found)} {number(value)}"


def measure(found: UnitFinder) -> str:
    """Return what scores are called."""
    return "AUC" if found.of_yes_or_no else "|correlation|"


def data(found: UnitFinder) -> ShownData:
    """Return how closely every unit follows, the best first."""
    from rnnviz.probes.unit_finder import ranked  # not at the start: it brings in much

    order = ranked(found.score)
    scores = found.score[order]
    return ShownData(
        (
            ("unit", order),
            (measure(found), scores),
            ("correlation", found.correlation[order]),
        )
    )


def number(value: float) -> str:
    """Return a score with two decimals, with more only where it would be a whole one."""
    if not np.isfinite(value):
        return "unknown"
    return f"{value:.2f}" if value == 1.0 or round(value, 2) < 1.0 else f"{value:.4f}"


def unit_caption(found: UnitFinder, unit: int) -> str:
    """Return how closely one unit follows, and which way."""
    closely = float(found.correlation[unit])
    if np.isnan(closely):
        return f"Unit {unit} never changes along this text."
    way = "rises" if closely > 0 else "falls"
    area = f"{score(found, unit)}, " if found.of_yes_or_no else ""
    return f"Unit {unit} {way} {where(found)}: {area}correlation {_signed(closely)}."


def where(found: UnitFinder) -> str:
    """Return where a unit that follows rises or falls."""
    from rnnviz.probes.text_labels import FEATURES, PATTERN  # not at the start

    if found.feature == PATTERN:
        return f"where “{found.pattern}” matches"
    return FEATURES[found.feature].where


def _unit(found: UnitFinder) -> str:
    return f"Unit {found.best}" if found.signal == STATE else f"{found.signal} of unit {found.best}"


def _moves(found: UnitFinder) -> str:
    way = "rises" if float(found.correlation[found.best]) > 0 else "falls"
    return f"{way} {where(found)}"


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def counted_caption(found: UnitFinder) -> str:
    """Return how many characters are compared, and how many of them have a yes."""
    if not found.of_yes_or_no:
        return f"{found.counted:,} characters are compared."
    share = signed_number(100 * found.marked / found.counted, 2)
    return f"{found.marked:,} of {found.counted:,} characters, {share} %, are marked."
