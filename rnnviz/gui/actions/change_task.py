"""Goes from one task to another, each with the settings that it is usually learned with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rnnviz.lab.settings import Settings
from rnnviz.tasks import DRAWN, REGISTRY

if TYPE_CHECKING:
    from rnnviz.gui.actions.change_settings import ChangeSettings
    from rnnviz.gui.actions.open_and_save import OpenAndSave
    from rnnviz.session.session import Session

USUAL: dict[str, object] = {
    "batch": 64,
    "hidden": 32,
    "init": "pytorch",
    "optimizer": "adam",
    "lr": 3e-3,
    "schedule": "constant",
    "clip": "norm",
    "clip_threshold": 1.0,
}
"""What tasks that draw their sequences are usually learned with."""
PROPOSED = (
    "{task} is usually learned with batches of 64, 32 hidden units, PyTorch's initial weights, "
    "Adam at a constant 0.003 and the norm clipped at 1: these are set now."
)
OWN_AGAIN = "{task} has its own settings again."


class ChangeTask(QObject):
    """Picks tasks. Texts and drawn tasks have settings of their own, kept for the way back.

    `proposed` says which settings came along.
    """

    proposed = Signal(str)

    def __init__(
        self, session: Session, change_settings: ChangeSettings, open_and_save: OpenAndSave
    ) -> None:
        super().__init__(change_settings)
        self._session = session
        self._change_settings, self._open_and_save = change_settings, open_and_save
        defaults = Settings()
        self._kept: dict[bool, dict[str, object]] = {
            False: {name: defaults.value(name) for name in USUAL},
            True: dict(USUAL),
        }
        self._known = {False}

    def pick(self, name: str) -> None:
        """Learn this task from now on."""
        before = self._session.settings
        drawn, was_drawn = name in DRAWN, before.task in DRAWN
        if name == before.task:
            return
        if not drawn and self._session.source is None:
            self._open_and_save.open_last_text()
            return
        changes = {} if drawn == was_drawn else dict(self._kept[drawn])
        self._change_settings.change_together({"task": name, **changes})
        if changes:
            self._keep(before)
            words = OWN_AGAIN if drawn in self._known else PROPOSED
            self._known.add(drawn)
            self.proposed.emit(words.format(task=REGISTRY[name].label))

    def prepare_for_text(self) -> None:
        """Let a text that is about to be opened have the settings of texts."""
        before = self._session.settings
        if before.task in DRAWN:
            self._keep(before)
            self._session.change(**self._kept[False])

    def _keep(self, settings: Settings) -> None:
        self._kept[settings.task in DRAWN] = {name: settings.value(name) for name in USUAL}
