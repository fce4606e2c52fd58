"""What the steps of a lesson come to without a run: their settings, and what can be undone."""

from rnnviz.lab.edits import CLIPPING, ONE_GESTURE, UNDO_AT_MOST, clipping_text
from rnnviz.lab.settings import Settings
from rnnviz.lessons.step import Step
from rnnviz.refusal import Refusal


class LessonReplay:
    """Follows steps as `EditHistory` will, to know ahead what an undo brings back."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._step = 0
        self._back: list[tuple[int, dict[str, object]]] = []
        """Of every edit the step, and the clipping before it: {} for an intervention."""
        self._again = False
        """Whether the last edit was a switch of the clipping."""

    def follow(self, step: Step, in_focus: bool = True) -> None:
        """Do as the step says; refuses values that no setting can have, and a vain undo.

        By hand only the run is changed that is `in_focus`.
        """
        after = self.settings.change(**step.changes)
        if step.restart or after.effects(self.settings) != {"now"}:
            self._step, self._back, self._again = 0, [], False
        elif self._step and clipping_text(after) != clipping_text(self.settings):
            self._switch(after)
        self.settings = after
        if step.undo and in_focus:
            self._undo()
        if step.hand and in_focus:
            self._keep({})
        self._step = max(self._step, step.run or 0)

    def _switch(self, after: Settings) -> None:
        was = {name: self.settings.value(name) for name in CLIPPING}
        before: dict[str, object] = dict(was)
        if self._again and self._step - self._back[-1][0] <= ONE_GESTURE:
            _, before = self._back.pop()
            self._again = False
        if clipping_text(after) != clipping_text(self.settings.change(**before)):
            self._keep(before)

    def _keep(self, before: dict[str, object]) -> None:
        self._back.append((self._step, before))
        self._again = bool(before)
        del self._back[:-UNDO_AT_MOST]

    def _undo(self) -> None:
        if not self._back:
            raise Refusal("nothing has been done by hand before that could be undone.")
        _, before = self._back.pop()
        self._again = False
        self.settings = self.settings.change(**before)
