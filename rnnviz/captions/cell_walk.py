"""One character through the cell in words: numbers on wires, the readout, what is to be seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rnnviz.captions.invisible_characters import accessible_text, sign
from rnnviz.captions.number_format import number, percentage, signed_number
from rnnviz.core.cells import REGISTRY as CELLS

if TYPE_CHECKING:
    from rnnviz.probes.cell_walk import CellWalk
    from rnnviz.probes.step_jacobian import StepJacobian

Words = tuple[str, str, str, str, str]


class Likely(Protocol):
    """A symbol that may come next."""

    @property
    def is_true(self) -> bool:
        """Whether it did."""

    @property
    def share(self) -> float:
        """How likely it is."""


def wire_number(value: float, fits: Callable[[str], bool]) -> str:
    """Return a unit's number on a wire with as many digits as fit, "" where none do."""
    if not math.isfinite(value):
        text = "NaN" if math.isnan(value) else ("∞" if value > 0 else "−∞")
        return text if fits(text) else ""
    texts = [signed_number(value, digits) for digits in (3, 2, 1)]
    texts += [text.replace("0.", ".", 1) for text in texts]
    return next((text for text in texts if fits(text)), "")


def share_label(share: float) -> str:
    """Return a probability as it stands behind its bar."""
    if not math.isfinite(share):
        return "NaN"
    if 0 < share < 0.0005:
        return "0.000"
    return f"{share:.3f}" if share < 0.0995 else f"{share:.2f}"


def loss_label(loss: float, answers: Sequence[Likely]) -> str:
    """Return what stands at the bar of the loss: where there is a true answer, how it is made."""
    true = next((one for one in answers if one.is_true), None)
    if true is None:
        return f"loss {signed_number(loss)} nats"
    return f"loss = −ln {share_label(true.share)} = {signed_number(loss)} nats"


def input_label(walk: CellWalk, step: int) -> str:
    """Return the symbol that comes in at a step, "" where numbers or a layer below do."""
    if walk.layer > 0 or walk.inputs.ndim != 1:
        return ""
    return sign(walk.symbols[step]) if walk.thing == "character" else str(int(walk.inputs[step]))


def answer_label(walk: CellWalk, code: int) -> str:
    """Return what stands at the bar of a symbol."""
    return sign(walk.alphabet[code]) if code < len(walk.alphabet) else str(code)


def readout_words(walk: CellWalk) -> Words:
    """Return the titles over the bars, how these come from h, the same shorter, and its size."""
    output = CELLS[walk.cell].output
    size = f"{walk.outputs.shape[1]} × {walk.hidden}"
    above = walk.layers - 1 - walk.layer
    if above:
        way = f"through layer {walk.layer + 2}" if above == 1 else f"through {above} layers"
        matrix, short = f"{way}, then W_hy", way
    else:
        matrix, short = f"softmax(W_hy {output} + b_y)", "W_hy"
    if walk.loss_kind != "cross_entropy":
        return (
            "output",
            "d loss / d output",
            matrix.replace("softmax(", "").replace(")", ""),
            short,
            size,
        )
    title = "next character" if walk.thing == "character" else "answer"
    return title, "d loss / d logit: p − y", matrix, short, size


def elsewhere_words(walk: CellWalk, step: int) -> str:
    """Return where the loss is that is taken back, where it is not that of this step."""
    if walk.loss_step < 0:
        return "There is no loss."
    away = walk.loss_step - step
    loss = f"loss at {walk.thing} {walk.loss_step + 1}"
    if away < 0:
        return f"The {loss} lies before this: nothing flows back here."
    return f"The gradient comes from the {loss}, {away} {'step' if away == 1 else 'steps'} on."


def slope_label(slope: float) -> str:
    """Return d loss / d logit as it stands behind its bar."""
    if not math.isfinite(slope):
        return "NaN"
    return ("−" if slope < 0 else "+") + f"{abs(slope):.2f}"


def number_rows(walk: CellWalk, step: int) -> tuple[tuple[str, str], ...]:
    """Return what a network that answers with numbers says at a step, and what was wanted."""
    if walk.loss_kind == "cross_entropy":
        return ()
    rows = []
    wanted = np.atleast_2d(walk.targets)[step] if walk.targets.ndim == 2 else []
    for place, value in enumerate(walk.outputs[step - walk.first]):
        name = "output" if len(walk.outputs[0]) == 1 else f"output {place + 1}"
        rows.append((name, signed_number(float(value))))
        if place < len(wanted) and math.isfinite(wanted[place]):
            rows.append(("wanted", signed_number(float(wanted[place]))))
    return tuple(rows)


def place_words(walk: CellWalk, step: int) -> str:
    """Return which step is shown."""
    where = f"{walk.thing} {step + 1} of {len(walk.symbols)}"
    if not walk.phrase:
        where += " of the last window"
    if walk.thing == "character":
        return f"{accessible_text(walk.symbols[step])}, {where}"
    return where


def forward_words(walk: CellWalk, step: int, scale: float) -> str:
    """Return what the picture shows of a step."""
    parts = [f"{place_words(walk, step).capitalize()}."]
    if any(not np.isfinite(found[step - walk.first]).all() for found in walk.values.values()):
        parts.append("Hatched: values that are not numbers any more, the training has diverged.")
    loss = float(walk.losses[step])
    if math.isfinite(loss) and walk.loss_kind == "cross_entropy":
        true = math.exp(-loss)
        wanted = accessible_text(answer_label(walk, int(walk.targets[step])))
        parts.append(
            f"The true answer, {wanted}, has {percentage(true)}: a loss of {number(loss)} nats."
        )
    elif not math.isfinite(loss):
        parts.append("No answer is wanted here.")
    parts.append(
        "Each strip holds all units: blue is below zero, ochre above, from −1 to 1, and on sums "
        f"from −{number(scale)} to {number(scale)}."
    )
    return " ".join(parts)


def back_words(walk: CellWalk, step: int, scale: float) -> str:
    """Return what the picture shows of the gradient at a step."""
    parts = [f"{place_words(walk, step).capitalize()}."]
    if walk.loss_step < 0:
        return f"{parts[0]} There is no loss whose gradient could go back."
    loss = f"the loss at {walk.thing} {walk.loss_step + 1}"
    if step > walk.loss_step:
        parts.append(f"It lies behind {loss}, so nothing flows back here.")
        return " ".join(parts)
    place = walk.loss_step - step
    if place < len(walk.norms) and walk.norms[0] > 0:
        left = float(walk.norms[place] / walk.norms[0])
        far = "step" if place == 1 else "steps"
        if place:
            parts.append(f"Of the gradient of {loss} {percentage(left)} is left {place} {far} on.")
        else:
            parts.append(f"Here the gradient of {loss} begins.")
    parts.append(
        "A wire is the wider, the larger the gradient on it: two pixels a power of ten. "
        f"Strips from −{number(scale)} to {number(scale)}."
    )
    return " ".join(parts)


def factor_label(factor: float) -> str:
    """Return what a step did to the norm of the gradient, as a factor."""
    if not math.isfinite(factor):
        return "NaN" if math.isnan(factor) else "∞"
    return f"{factor:.2f}" if 0.005 <= factor < 99.5 else number(factor)


def product_label(factors: Sequence[float]) -> str:
    """Return what all factors make together."""
    return f" = {number(math.prod(factors))}" if factors else ""


def short_loss(loss: float, answers: Sequence[Likely]) -> str:
    """Return a loss above a small picture, with the true answer's symbol."""
    true = next((one for one in answers if one.is_true), None)
    symbol = f"{getattr(true, 'symbol', '')} " if true is not None else ""
    return f"{symbol}{loss:.2f} nats" if loss < 1e4 else f"{symbol}{number(loss)} nats"


def words_of(walk: CellWalk, step: int, scale: float) -> str:
    """Return what the picture of a step shows, on colour scales that end at `scale`."""
    return (back_words if walk.back else forward_words)(walk, step, scale)


def jacobian_words(found: StepJacobian) -> str:
    """Return what a step's Jacobian does to the gradient that passes it."""
    where = f"{found.thing} {found.step + 1}"
    blocks = "" if len(found.states) == 1 else f", rows and columns {', then '.join(found.states)}"
    parts = [f"Row i, column j: how state i after {where} hangs on state j before it{blocks}."]
    if math.isfinite(found.factor):
        parts.append(
            f"It made {factor_label(found.factor)} of the gradient's norm; its largest singular "
            f"value, {number(float(found.singular[0]))}, is the most that it can make of any."
        )
    elif len(found.singular) and math.isfinite(float(found.singular[0])):
        parts.append(f"Its largest singular value is {number(float(found.singular[0]))}.")
    return " ".join(parts)


LONGEST = (
    "“M”, character 888 of 888. The true answer, “M”, has 0.008 %: a loss of 8.88 nats. Each strip "
    "holds all units: blue is below zero, ochre above, from −1 to 1, and on sums from −8.8 to 8.8."
)
"""The words that need most room."""
