"""Where somebody stands who walks through what a network reads, and how far a step is played."""

from __future__ import annotations

from collections.abc import Sequence

WINDOW = 9
"""Steps that are measured at once, so that the next ones are there already."""
NEAR, LEFT_OVER = 1, 3
"""From so near to the end of what is measured on others are asked for; on the way back with so
many before the step, if the loss is too far to have it at the other end."""
OUTPUT, LOSS = "output", "loss"
"""What comes after a cell's wires."""


class Walking:
    """A step of `count`, and of all things that are computed in it how many are.

    `first` is the leftmost step to be measured, which stays until the walk comes near to an end.
    `played` is None where a step is seen as a whole.
    """

    def __init__(self) -> None:
        self.count = 0
        self.step: int | None = None
        self.first = 0
        self.played: int | None = None
        self.loss: int | None = None
        """The loss that is walked back from, None on the way forward."""

    def begin(self, count: int) -> None:
        """Stand in the middle of so many steps, or where somebody stood already."""
        self.count = count
        step = count // 2 if self.step is None else self.step
        step += count if step < 0 else 0  # from the end, before it was known how many there are
        self.first = step + WINDOW  # far enough for another place
        self.go(step)

    def forget(self) -> None:
        """Stand nowhere: something else is going to be read."""
        self.step = self.played = None
        self.count = 0

    def turn(self, loss: int | None) -> None:
        """Walk back from a loss, or forward; what is measured then ends with the loss if it can."""
        if loss != self.loss:
            self.loss, self.first = loss, (self.step or 0) + WINDOW
            self._frame()

    def go(self, step: int) -> bool:
        """Stand at a step, whole; return whether that is another one."""
        before = self.step
        self.step = max(0, min(step, self.count - 1)) if self.count else step
        self.played = None
        self._frame()
        return before != self.step

    def by(self, steps: int) -> bool:
        """Go so many steps on."""
        return self.go((self.step or 0) + steps)

    def _frame(self) -> None:
        """Let what is measured move on where the walk has come near to its end."""
        step = self.step or 0
        last = max(0, self.count - WINDOW) if self.count else step
        if step < self.first + NEAR or step > self.first + WINDOW - 1 - NEAR:
            back = self.loss is not None and step <= self.loss
            self.first = step - WINDOW // 2
            if self.loss is not None and back:
                self.first = min(self.loss - WINDOW + 1, step - LEFT_OVER)
        self.first = max(0, min(self.first, last))

    def run_of(self, cells: int, loss: int, measured: range) -> range:
        """Return so many measured steps side by side, among them the one that is looked at.

        It is in their middle or, on the way back from a `loss` (else -1), as far left as has the
        loss at the right end, if that is near enough.
        """
        step, cells = self.step or 0, min(cells, len(measured))
        wanted = step - cells // 2 if loss < step else min(loss, step + cells - 1) - cells + 1
        start = max(measured.start, min(wanted, measured.stop - cells))
        return range(start, start + cells)

    def play(self, things: int, back: bool) -> bool:
        """Go on by one of so many things that are computed in a step, of one by the step.

        Return whether there was anything left.
        """
        return self.play_on(things, back) if things > 1 else self.by(-1 if back else 1)

    def play_on(self, things: int, back: bool) -> bool:
        """Compute one thing more of so many; after the last one go to the next step.

        Return whether there was anything left.
        """
        played = 0 if self.played is None else self.played + 1
        if played < things:
            self.played = played
            return True
        if not self.by(-1 if back else 1):
            return False
        self.played = 0
        return True


def things_of(wires: Sequence[str], back: bool) -> tuple[str, ...]:
    """Return what is computed in a step, in its order: the wires and what is read out."""
    order = (*wires, OUTPUT, LOSS)
    return order[::-1] if back else order
