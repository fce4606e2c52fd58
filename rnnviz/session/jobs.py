"""Runs what takes long beside the window: one job that counts, the newest, and side jobs."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.session.loader import Loader, Read


class Elsewhere:
    """A job that counts and is done in a thread of somebody else's, who tells what came of it."""

    def cancel(self) -> None:
        """Nobody waits for it any more."""


class Jobs(QObject):
    """Starts loaders, forgets the results of outdated ones, and waits for all at the end.

    `done` brings the newest job's result; `refused`, `unclear` and `failed` its sentence, question
    or traceback, after `ended`, which comes whenever the newest job is over for whatever reason.
    `failed_aside` brings the traceback of any other: the newest goes on.
    """

    progress = Signal(float, str)
    ended = Signal()
    done = Signal(object)
    refused = Signal(str)
    unclear = Signal(object)
    failed = Signal(str)
    failed_aside = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: Loader | Elsewhere | None = None
        self._closed = False
        self._label = ""
        self._loaders: list[Loader] = []

    @property
    def busy(self) -> bool:
        """Whether a job that counts is under way."""
        return self._newest is not None

    def start(self, make: Read, label: str) -> None:
        """Do this and only this; an earlier job is cancelled."""
        self.drop()
        if self._closed:
            return
        self._label = label
        self._newest = loader = self._loader(make)
        loader.loaded.connect(self._on_loaded)
        loader.progress.connect(self._on_progress)
        loader.refused.connect(self._on_refused)
        loader.unclear.connect(self._on_unclear)
        self.progress.emit(0.0, label)
        loader.start()

    def expect(self) -> Elsewhere:
        """Wait for what is done elsewhere and only for this; an earlier job is cancelled."""
        self.drop()
        self._newest = job = Elsewhere()
        return job

    def is_newest(self, job: Elsewhere) -> bool:
        """Whether this is still waited for."""
        return job is self._newest

    def aside(self, make: Read, loaded: Callable[[Any], None]) -> None:
        """Do this as well, without progress."""
        if self._closed:
            return
        loader = self._loader(make)
        loader.loaded.connect(loaded)
        loader.start()

    def drop(self) -> None:
        """Cancel the job that counts."""
        if self._newest is not None:
            self._newest.cancel()
            self._newest = None
            self.ended.emit()

    def cancel(self) -> None:
        """Cancel everything; what the threads still had to say is not heard."""
        self._newest = None
        for loader in self._loaders:
            loader.cancel()

    def close(self) -> None:
        """Cancel everything and wait for the threads; what is asked for later is not done."""
        self._closed = True
        self.cancel()
        for loader in self._loaders:
            loader.wait()

    def _loader(self, make: Read) -> Loader:
        loader = Loader(make, self)
        loader.failed.connect(self._on_failed)
        loader.finished.connect(self._on_finished)
        self._loaders.append(loader)
        return loader

    @Slot(float)
    def show_writing(self, share: float) -> None:
        """Tell how much of a sample is written, as of a job, unless there is one that counts."""
        if not self.busy:
            self.progress.emit(share, "a sample")

    @Slot()
    def end_writing(self) -> None:
        """Tell that it is written or given up."""
        if not self.busy:
            self.ended.emit()

    @Slot(object)
    def _on_loaded(self, result: object) -> None:
        if self.sender() is self._newest:
            self._newest = None
            self.ended.emit()
            self.done.emit(result)

    @Slot(float)
    def _on_progress(self, share: float) -> None:
        if self.sender() is self._newest:
            self.progress.emit(share, self._label)

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        if self.sender() is self._newest:
            self._newest = None
            self.ended.emit()
            self.refused.emit(sentence)

    @Slot(object)
    def _on_unclear(self, question: object) -> None:
        if self.sender() is self._newest:
            self._newest = None
            self.ended.emit()
            self.unclear.emit(question)

    @Slot(str)
    def _on_failed(self, details: str) -> None:
        if self.sender() is self._newest:
            self._newest = None
            self.ended.emit()
            self.failed.emit(details)
        else:
            self.failed_aside.emit(details)

    @Slot()
    def _on_finished(self) -> None:
        loader = self.sender()
        if isinstance(loader, Loader) and loader in self._loaders:
            self._loaders.remove(loader)
            loader.deleteLater()
