"""What the view into a cell wants measured: the steps around a walk, and a step's Jacobian."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.gui.controls.cell_controls import CellControls, jacobian_request
from rnnviz.lab.snapshot import Request

if TYPE_CHECKING:
    from rnnviz.gui.controls.walking import Walking


class CellRequests:
    """The requests as the controls and the walk stand now."""

    def __init__(self, controls: CellControls, walking: Walking) -> None:
        self._controls, self._walking = controls, walking
        self.walk = Request("cell_walk", ())
        self.jacobian: Request | None = None

    def all(self) -> frozenset[Request]:
        """Return what is wanted."""
        return frozenset(one for one in (self.walk, self.jacobian) if one is not None)

    def renew(self, with_unit: bool) -> bool:
        """Want what is to be shown now, no Jacobian; return whether that is something else."""
        before, self.jacobian = self.all(), None
        loss, walking = self._controls.loss_step, self._walking
        last = walking.count - 1 if loss is None else loss
        walking.turn(last if self._controls.is_back else None)
        self.walk = self._controls.request(walking, with_unit)
        return self.all() != before

    def want_jacobian(self, step: int) -> None:
        """Want the Jacobian of a step besides."""
        self.jacobian = jacobian_request(self.walk, step)
