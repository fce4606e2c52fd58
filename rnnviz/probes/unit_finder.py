"""Which hidden units follow something along a text, and how much of that is no more than chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of
from rnnviz.probes.page import page_of, read
from rnnviz.probes.reading import signal_of, signal_values
from rnnviz.probes.silencing import silenced
from rnnviz.probes.text_labels import FEATURES, PATTERN, Labels, matches
from rnnviz.refusal import Refusal

LONGEST = 2000
"""Characters along which units are compared with something."""
SHIFTS = 200
"""Labels that are shifted, for what chance reaches."""
LEAST_SHIFT = 0.05
"""Of the text: labels shifted by less are nearly those that they were."""
RARE = 0.99
"""The share of the shifted labels that reach no more than what is called chance."""
MARGIN = 0.02
"""Of areas: what another network finds that is no worse than this counts as equal."""
SEED = 20_260_214
NO_PATTERN = "Write a regular expression, as [0-9]+, to see which units follow its matches."
NO_TEXT = (
    "Only of a network that writes a text on are units compared with it: choose the task Text."
)


@dataclass(frozen=True)
class UnitFinder:
    """How closely each unit (H,) of a `signal` of one `layer` follows a `feature` along a text.

    `correlation` is Pearson's, of the values with the labels: NaN for a unit that never changes.
    `score` is, for yes or no, the area under the receiver operating characteristic (AUC) of the
    unit or of its negative, from 1/2 to 1; for a number |correlation|. `chance` is what the best
    of all units reaches in but one of a hundred cases where the labels are shifted in a circle by
    a random amount, which keeps their rhythm; NaN where that was not asked for. `pattern` is that
    of the feature PATTERN. `counted` characters are compared, `marked` of them have a yes.
    """

    feature: str
    pattern: str
    correlation: Array
    score: Array
    chance: float
    counted: int
    marked: int
    signal: str
    layer: int
    finite: bool = True

    @property
    def of_yes_or_no(self) -> bool:
        """Whether the labels are that, and scores areas."""
        return self.feature == PATTERN or FEATURES[self.feature].kind == "yes"

    @property
    def best(self) -> int:
        """The unit with the highest score; the first one if none changes."""
        return ranked(self.score)[0]

    @property
    def best_score(self) -> float:
        """Its score; NaN where no unit changes."""
        return float(self.score[self.best])


class UnitFinderProbe(Probe):
    """Options: feature, pattern, text, layer, signal, shifts, and those of `silenced`."""

    name = "unit_finder"
    label = "Unit finder"
    hint = "How closely each unit of one layer follows something along a text, beside chance."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`UnitFinder`, or a sentence where there is nothing to follow; by default word ends."""
        if not sequence.reads_text:
            return NO_TEXT
        feature, pattern = str(options.get("feature", "word_end")), str(options.get("pattern", ""))
        try:
            page = page_of(sequence, options, LONGEST)
            if isinstance(page, str):
                return page
            labels = labels_of(feature, pattern, "".join(page.symbols))
            if isinstance(labels, str):
                return labels
            read_by, held = silenced(network, sequence, options)
        except Refusal as refusal:
            return str(refusal)
        layer, signal = layer_of(network, options), signal_of(network, options)
        values = signal_values(read(read_by, page.codes), layer, signal, held)[page.lead :]
        at, shifts = np.flatnonzero(labels.counted), int(options.get("shifts", SHIFTS))
        y, h = labels.values[at], values[at].astype(np.float64)
        yes = feature == PATTERN or FEATURES[feature].kind == "yes"
        score, chance = compared(h, y, yes, shifts)
        return UnitFinder(
            feature,
            pattern,
            frozen(correlations(h, y)),
            frozen(score),
            chance,
            len(at),
            int(np.count_nonzero(y)),
            signal,
            layer,
            bool(np.isfinite(values).all()),
        )


def labels_of(feature: str, pattern: str, text: str) -> Labels | str:
    """What units are compared with, or a sentence where that is everywhere the same.

    Raises Refusal for a pattern that cannot be read.
    """
    if feature == PATTERN:
        if not pattern:
            return NO_PATTERN
        labels, none = matches(text, pattern), "This pattern matches nothing here, or everything."
    elif feature in FEATURES:
        labels, none = FEATURES[feature].labels(text), FEATURES[feature].none
    else:
        raise Refusal(f"There is no feature {feature}; there are {', '.join(FEATURES)}.")
    known = labels.values[labels.counted]
    return labels if known.size and (known != known[0]).any() else none


def correlations(h: Array, y: Array) -> Array:
    """Pearson's correlation (H,) of every unit of h (T, H) with numbers y (T,)."""
    h, y = h - h.mean(axis=0, dtype=np.float64), y - y.mean(dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Array = (y @ h) / np.sqrt((y @ y) * np.square(h).sum(axis=0))
    return found


def scores(h: Array, labels: Array, yes: bool) -> Array:
    """The score (S, H) of every unit of h (T, H) for each of S labels (S, T) of equal values.

    Of yes or no: AUC = (sum of the ranks of the n1 characters with a yes - n1 (n1 + 1) / 2) /
    (n1 n0), ties counting a half (Hanley and McNeil 1982), and 1 - AUC where that is larger.
    """
    if not yes:
        centred = labels - labels.mean(axis=1, keepdims=True)
        h = h - h.mean(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            r = (centred @ h) / np.sqrt(np.square(centred[0]).sum() * np.square(h).sum(axis=0))
        size: Array = np.abs(r)
        return size
    n1 = float(labels[0].sum())
    n0 = labels.shape[1] - n1
    area = (labels @ ranks(h) - n1 * (n1 + 1) / 2) / (n1 * n0)
    still = h.min(axis=0) == h.max(axis=0)
    found: Array = np.where(still | ~np.isfinite(h).all(axis=0), np.nan, np.maximum(area, 1 - area))
    return found


def ranks(h: Array) -> Array:
    """The rank from 1 (T, H) of each value of h (T, H) in its column; equal ones share theirs."""
    rows = np.ascontiguousarray(h.T)
    H, T = rows.shape
    order = np.argsort(rows, axis=1)
    ordered = np.take_along_axis(rows, order, axis=1)
    first = np.ones((H, T), np.bool_)
    first[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    begins = np.flatnonzero(first)
    lengths = np.diff(np.append(begins, H * T))
    shared = begins % T + (lengths + 1) / 2
    found: Array = np.empty((H, T))
    np.put_along_axis(found, order, np.repeat(shared, lengths).reshape(H, T), axis=1)
    return found.T


def compared(h: Array, y: Array, yes: bool, shifts: int) -> tuple[Array, float]:
    """The scores (H,) of the units of h (T, H) for labels y (T,), and what chance reaches.

    That is what the best unit reaches for labels that are shifted at random, so many times: the
    highest but one in a hundred. NaN where no unit changes, or the text is too short to shift.
    """
    T, rng = len(y), np.random.default_rng(SEED)
    least = max(1, round(LEAST_SHIFT * T))
    if 2 * least >= T or shifts < 1:
        return scores(h, y[None], yes)[0], float("nan")
    by = np.append(0, rng.integers(least, T - least, shifts))
    found = scores(h, y[(np.arange(T) - by[:, None]) % T], yes)
    known = found[1:, ~np.isnan(found[0])]
    chance = float(np.quantile(known.max(axis=1), RARE)) if known.size else float("nan")
    return found[0], chance


def ranked(score: Array) -> list[int]:
    """The units, the largest |score| first, those without any last."""
    sizes = np.nan_to_num(np.abs(score), nan=-1.0)
    order: list[int] = np.argsort(-sizes, kind="stable").tolist()
    return order


def is_above(found: UnitFinder, other: UnitFinder) -> bool:
    """Whether the best unit is better than another network's by more than the margin."""
    margin = MARGIN if found.of_yes_or_no else 2 * MARGIN  # areas go from 1/2, correlations from 0
    return found.best_score > other.best_score + margin
