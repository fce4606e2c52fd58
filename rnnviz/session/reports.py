"""What the training's thread tells the others."""

import traceback

from PySide6.QtCore import QObject, Signal

from rnnviz.session.notice import Notice


class Reports(QObject):
    """The signals of a training, which is no QObject itself: that would cost it time."""

    state_changed = Signal(str)
    saved = Signal(object, str)
    """Emitted with the run that was saved and the path."""
    done_by_hand = Signal(object, object, str)
    """Emitted after an intervention or its undo: the run, {setting: value} come back, its words."""
    writing = Signal(float)
    """Emitted now and then while a sample takes long, with the share that is written."""
    mistaken = Signal(object)
    """Emitted with a notice of something that failed and that training does without."""
    written = Signal()
    """Emitted when such a sample is done or given up."""
    unkept = Signal(str)
    """Emitted once with the reason when a run that goes on could not be kept."""
    parked = Signal(object)
    """Emitted with a run that is kept in a file and need not be in memory any more."""

    stays = Signal(object, str)
    """Emitted with a run that was to go and could not be kept, and the reason."""
    forked = Signal(object, object)
    """Emitted with a run that goes on from a moment of another, or None, and what waits for it."""
    picture_due = Signal(object)
    """Emitted with the snapshot of a step that a picture is to be taken of; training waits."""
    kept_changed = Signal()
    """Emitted when other runs than before are kept in files and not open."""

    def tell(self, sentence: str, details: str) -> None:
        """Tell of what failed although nothing was wrong with what was asked for; log it."""
        from rnnviz.log_file import log  # when something fails, not at the start

        if details:
            log(sentence, details)
        self.mistaken.emit(Notice("error", sentence, details))

    def tell_beside(self, failure: str, error: Exception) -> None:
        """Tell of what failed beside a step."""
        from rnnviz.lab.beside import sentence_of  # when something fails, not at the start

        self.tell(sentence_of(failure, error), traceback.format_exc())
