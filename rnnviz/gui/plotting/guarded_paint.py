"""Keeps what fails while something is painted from being tried again at every frame."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget


@runtime_checkable
class Holder(Protocol):
    """Holds what is painted, and puts something else in its place where that fails."""

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
        around = widget.parentWidget()
        while around is not None and not isinstance(around, Holder):
            around = around.parentWidget()
        if around is None:
            raise
        around.fail_soon(error)
