"""What people do to a running network by hand, each with its mark on the curve and its undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rnnviz.core.weight_edits import (
    largest_singular_value,
    make_identity,
    make_orthogonal,
    rescale,
    set_keep_bias,
    spectral_radius,
)
from rnnviz.declare import Declaration
from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from rnnviz.core.cells.base import Cell
    from rnnviz.core.network import Network


KEEPER = "keep gate"
LARGEST = 1280
"""Units of a W_hh that is factorised: about two seconds, in which nothing can be broken off."""


@dataclass(frozen=True)
class Intervention:
    """Something that can be done to a network; `value` declares its number, if it has one."""

    name: str
    label: str
    hint: str
    apply: Callable[[Network, float], None]
    value: Declaration | None = None
    needs: str = "W_hh"
    """What a cell must have for it: this parameter, or with KEEPER a gate that keeps the past."""
    factorises: bool = False
    """Whether it takes all eigenvalues or singular values of W_hh."""

    def why_unavailable(self, cell: Cell | type[Cell]) -> str:
        """Why it cannot be done to a network of such cells, "" if it can."""
        if self.needs == KEEPER:
            return "" if cell.keep_gate else f"a {cell.label} has no gate that keeps the past"
        return "" if cell.has(self.needs) else f"a {cell.label} has no {self.needs}"

    def words(self, value: float | None) -> str:
        """What the mark on the curve says."""
        return self.label if value is None else f"{self.label} {value:g}"


def _number(name: str, label: str, default: float, low: float, high: float) -> Declaration:
    return Declaration(
        name, label, default, label, "float", low=low, high=high, step=0.1, group="network"
    )


REGISTRY: dict[str, Intervention] = {
    intervention.name: intervention
    for intervention in (
        Intervention(
            "spectral_radius",
            "Spectral radius",
            "Rescales W_hh (each gate's block) to this largest |eigenvalue|.",
            lambda network, value: rescale(network, spectral_radius, value),
            _number("spectral_radius", "Spectral radius", 1.0, 0.01, 100.0),
            factorises=True,
        ),
        Intervention(
            "sigma_1",
            "Largest singular value",
            "Rescales W_hh (each gate's block) to this sigma_1: below 1, what passes a tanh layer "
            "without layer norm alone must vanish.",
            lambda network, value: rescale(network, largest_singular_value, value),
            _number("sigma_1", "Largest singular value", 1.0, 0.01, 100.0),
            factorises=True,
        ),
        Intervention(
            "keep_bias",
            "Forget/keep bias",
            "Sets the bias of the gate that keeps the past; b remembers about 1 + e^b steps.",
            set_keep_bias,
            _number("keep_bias", "Forget/keep bias", 1.0, -10.0, 10.0),
            needs=KEEPER,
        ),
        Intervention(
            "orthogonal",
            "Orthogonal W_hh",
            "Replaces W_hh (each gate's block) by the nearest orthogonal matrix.",
            lambda network, _: make_orthogonal(network),
            factorises=True,
        ),
        Intervention(
            "identity",
            "Identity W_hh",
            "Replaces W_hh (each gate's block) by the identity.",
            lambda network, _: make_identity(network),
        ),
    )
}


def intervene(network: Network, name: str, value: float | None) -> str:
    """Do it, and return what the mark says; refuses what this network cannot have done to it."""
    if name not in REGISTRY:
        raise Refusal(f"There is no intervention {name!r}; there are: {', '.join(REGISTRY)}.")
    intervention = REGISTRY[name]
    if reason := intervention.why_unavailable(network.cell):
        raise Refusal(f"{intervention.label}: {reason}; choose another cell.")
    if intervention.factorises and network.hidden > LARGEST:
        raise Refusal(
            f"{intervention.label}: with {network.hidden:,} units it would hold the training up "
            f"for minutes; it is done to networks of up to {LARGEST:,}."
        )
    if intervention.value is None:
        intervention.apply(network, 0.0)
        return intervention.words(None)
    given = intervention.value.default if value is None else value
    number = float(str(intervention.value.check(given)))
    intervention.apply(network, number)
    return intervention.words(number)
