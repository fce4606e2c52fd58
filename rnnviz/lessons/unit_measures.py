"""What lessons measure of single units: what they follow, beside controls, and their silence."""

import numpy as np

from rnnviz.core.numerics import Array
from rnnviz.lab.build import build_network
from rnnviz.lab.trainer import Trainer
from rnnviz.lessons.measure import Measure, found_by, texts
from rnnviz.lessons.word_measures import text_of
from rnnviz.probes.page import PAGE
from rnnviz.probes.text_labels import FEATURES
from rnnviz.probes.unit_finder import LONGEST, UnitFinder, UnitFinderProbe
from rnnviz.refusal import Refusal

FEATURE = "FEATURE"
"""Stands in a measure's name for one of the unit finder's features."""
MOST_SILENCED = 64
"""Units that are silenced one by one, of many evenly spread ones."""


def score(trainer: Trainer, feature: str) -> float:
    """The score of the best unit of the top layer along the held-out text, as the finder has it."""
    return _found(trainer, feature).best_score


def best(trainer: Trainer, feature: str) -> float:
    """That unit's number."""
    return float(_found(trainer, feature).best)


def chance(trainer: Trainer, feature: str) -> float:
    """What some unit reaches in one of a hundred cases where the labels are shifted."""
    return _found(trainer, feature, shifts=None).chance


def untrained(trainer: Trainer, feature: str) -> float:
    """What the best unit of this network reached before its first step."""
    feed, settings = trainer.feed, trainer.settings
    rng = np.random.default_rng(settings.seed)
    network = build_network(settings, feed.inputs, feed.outputs, feed.loss, rng, None)
    options = {"feature": feature, "shifts": 0, "text": _text(trainer)}
    return _checked(UnitFinderProbe().measure(network, trainer.sequence(), options)).best_score


def gain(trainer: Trainer, feature: str) -> float:
    """By how much the best unit's score is higher than before the first step."""
    return score(trainer, feature) - untrained(trainer, feature)


def silenced(trainer: Trainer, feature: str) -> float:
    """By how many nats a held-out character costs more where the best unit is held at zero."""
    return float(_costs(trainer, [_found(trainer, feature).best])[0])


def silenced_usually(trainer: Trainer, _: int) -> float:
    """The median of that over all units, each silenced alone."""
    hidden = trainer.settings.hidden
    units = np.linspace(0, hidden - 1, min(hidden, MOST_SILENCED)).astype(int).tolist()
    return float(np.median(_costs(trainer, units)))


def _costs(trainer: Trainer, units: list[int]) -> Array:
    """The loss in nats a character of the first held-out page without each unit, less that with."""
    text = _text(trainer)[:PAGE]
    whole = found_by(trainer, "reading", text=text).mean
    means = [found_by(trainer, "reading", text=text, silenced=str(unit)).mean for unit in units]
    costs: Array = (np.array(means) - whole) * np.log(2.0)
    return costs


def _found(trainer: Trainer, feature: str, shifts: int | None = 0) -> UnitFinder:
    """The unit finder's ranking; with `shifts` None as many of them as it usually has."""
    options: dict[str, str | int] = {"feature": feature, "text": _text(trainer)}
    if shifts is not None:
        options["shifts"] = shifts
    return _checked(found_by(trainer, "unit_finder", **options))


def _checked(found: object) -> UnitFinder:
    if not isinstance(found, UnitFinder):
        raise Refusal(str(found))
    return found


def _text(trainer: Trainer) -> str:
    return text_of(trainer).passage(trainer.settings.validation, LONGEST)


def named(what: str) -> tuple[str, str]:
    """A measure's name with FEATURE in the place of its feature, and that; "" where it has none."""
    stem, _, last = what.rpartition(" ")
    return (f"{stem} {FEATURE}", last) if stem.endswith(" for") and last in FEATURES else (what, "")


UNIT_MEASURES: dict[str, Measure] = {
    f"unit score for {FEATURE}": Measure(
        f"the best unit's score for a feature of units.feature, such as {next(iter(FEATURES))}",
        score,
        texts,
    ),
    f"unit chance for {FEATURE}": Measure(
        "what some unit reaches for shifted labels in one case of a hundred", chance, texts
    ),
    f"unit untrained for {FEATURE}": Measure(
        "the best unit's score in this network before its first step", untrained, texts
    ),
    f"unit gain for {FEATURE}": Measure(
        "by how much the best unit's score now is higher than that", gain, texts
    ),
    f"unit number for {FEATURE}": Measure("which unit is the best one now", best, texts),
    f"unit silenced for {FEATURE}": Measure(
        "nats by which a character costs more with that unit held at zero", silenced, texts
    ),
    "unit silenced usually": Measure(
        "the median of that over the units, each silenced alone", silenced_usually, texts
    ),
}
"""By name; FEATURE stands for one of the unit finder's."""
