"""What nothing else has caught, in slots, threads and Qt: it is logged, and told once."""

from __future__ import annotations

import re
import sys
import threading
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler

from rnnviz.refusal import Refusal, why
from rnnviz.session.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from PySide6.QtCore import QMessageLogContext

    from rnnviz.gui.window.notices import Notices

TOLD = (
    "Something failed because {why} ({error}); all else goes on. What was done last may be missing."
)
SILENT = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
PASSED_ON = re.compile(r"Error calling Python override of [\w:]+\(\): ")
"""What PySide puts in front for every part of the window that an event has come through."""
LONGEST = 200
"""Characters of what an exception says."""


class Faults(QObject):
    """Takes the exceptions that nobody catches, of all threads, and Qt's warnings.

    One and the same is logged the first, the tenth, the hundredth time, and so on, and told the
    first time only: what fails while the window is painted fails at every frame.
    """

    told = Signal(object)
    """Emitted with a notice, in whatever thread it happened."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[object, int] = {}
        self._untold: list[Notice] | None = []
        self._before = sys.excepthook, threading.excepthook

    def begin(self) -> None:
        """Take them from now on."""
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._on_exception, self._on_thread
        qInstallMessageHandler(self._on_message)

    def end(self) -> None:
        """Leave them to whoever had them before."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)

    def tell_in(self, notices: Notices) -> None:
        """Show them there, and at once what happened before there was a window."""
        self.told.connect(notices.show_of_session)
        untold, self._untold = self._untold, None
        for notice in untold or ():
            self.told.emit(notice)

    def _tell(self, notice: Notice) -> None:
        if self._untold is None:
            self.told.emit(notice)
        else:
            self._untold.append(notice)

    def _on_thread(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None:
            self._on_exception(failed.exc_type, failed.exc_value, failed.exc_traceback)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, Exception):
            self._before[0](kind, error, trace)  # Ctrl-C and the like
        elif isinstance(error, Refusal):
            self._tell(Notice("error", str(error)))
        elif not _told_in_its_place(error, trace):
            self._note(error, trace)

    def _note(self, error: Exception, trace: TracebackType | None) -> None:
        count = self._count((type(error), _way(trace)))
        if not count:
            return
        from rnnviz.log_file import log  # when something fails, not at the start

        details = "".join(traceback.format_exception(type(error), error, trace))
        log(f"Nothing caught this{_times(count)}.", details)
        if count == 1:
            self._tell(Notice("error", TOLD.format(why=why(error), error=in_short(error)), details))

    def _on_message(self, kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
        if kind in SILENT or not (count := self._count(message)):
            return
        from logging import ERROR, WARNING

        from rnnviz.log_file import log

        level = WARNING if kind == QtMsgType.QtWarningMsg else ERROR
        log(f"Qt says{_times(count)}: {message}", level=level)
        if kind == QtMsgType.QtFatalMsg and sys.stderr is not None:
            sys.stderr.write(f"rnnviz: {message}\n")  # Qt ends the program with this

    def _count(self, what: object) -> int:
        """How often this has happened; 0 where that is worth no word."""
        count = self._counts[what] = self._counts.get(what, 0) + 1
        return count if count in (1, 10, 100) or count % 1000 == 0 else 0


def attempt(part: Callable[[], object]) -> None:
    """Do what the rest must not depend on; if it fails, that is told as all that nobody catches."""
    try:
        part()
    except Exception:
        sys.excepthook(*sys.exc_info())


def in_short(error: Exception) -> str:
    """What an exception says, in a line that is not too long."""
    said = PASSED_ON.sub("", str(error))
    words = " ".join(f"{type(error).__name__}: {said}".split()).rstrip(".: ")
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _told_in_its_place(error: Exception, trace: TracebackType | None) -> bool:
    """Whether what failed belongs to something that says so itself, as a panel does."""
    if threading.current_thread() is not threading.main_thread():
        return False
    from rnnviz.gui.plotting.guarded_paint import holder_of_failed  # when something fails

    holder = holder_of_failed(trace)
    if holder is not None:
        holder.fail_soon(error)
    return holder is not None


def _way(trace: TracebackType | None) -> frozenset[tuple[str, int | None]]:
    """The files and lines on the way to where it happened."""
    return frozenset((frame.filename, frame.lineno) for frame in traceback.extract_tb(trace))


def _times(count: int) -> str:
    return "" if count == 1 else f" ({count:,} times by now)"
