"""Keeps what fails while something is painted from being tried again at every frame."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from traceback import walk_tb
from types import TracebackType
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


@runtime_checkable
class Holder(Protocol):
    """Holds what is painted, and puts something else in its place where that fails."""

    has_failed: bool
    """Whether something else is there already."""

    def fail_soon(self, error: Exception) -> None:
        """Do so as soon as nothing is being painted."""


@contextmanager
def guarded(widget: QWidget) -> Iterator[None]:
    """Tell the nearest holder around `widget` of what fails in here, for which it is past then.

    Without one it is everybody's: the exception goes on its way.
    """
    try:
        yield
    except Exception as error:
        holder = holder_around(widget)
        if holder is None:
            raise
        holder.fail_soon(error)


def holder_around(widget: QWidget) -> Holder | None:
    """The nearest holder that the widget stands in."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, Holder):
        around = around.parentWidget()
    return around


def holder_of_failed(trace: TracebackType | None) -> Holder | None:
    """The holder around the widget whose slot or event failed, unless that has failed before.

    It is the innermost on the way: Qt hands events through filters of the window's.
    """
    for frame, _ in reversed(list(walk_tb(trace))):
        receiver = frame.f_locals.get("self")
        if isinstance(receiver, QWidget) and isValid(receiver):
            holder = holder_around(receiver)
            if holder is not None:
                return None if holder.has_failed else holder
    return None
