"""What the training's thread tells the others."""

from PySide6.QtCore import QObject, Signal


class Reports(QObject):
    """The signals of a training, which is no QObject itself: that would cost it time."""

    state_changed = Signal(str)
    saved = Signal(object, str)
    """Emitted with the run that was saved and the path."""
    done_by_hand = Signal(object)
    """Emitted after an intervention or its undo, with the settings (by name) that came back."""
    writing = Signal(float)
    """Emitted now and then while a sample takes long, with the share that is written."""
    mistaken = Signal(object)
    """Emitted with a notice of something that failed and that training does without."""
    written = Signal()
    """Emitted when such a sample is done or given up."""
    unkept = Signal(str)
    """Emitted once with the reason when a run that goes on could not be kept."""
