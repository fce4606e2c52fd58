"""What every live view of the window has in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem, QLineEdit, QVBoxLayout, QWidget

from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.plotting.tables import tables_in, together
from rnnviz.gui.widgets.choice import Chooser, choose, chosen
from rnnviz.gui.widgets.explained import explained
from rnnviz.lab.panels import PANELS
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from rnnviz.lab.place import Place
    from rnnviz.lab.snapshot import Request, Snapshot
    from rnnviz.tasks.text import Corpus

Part = QLayout | QWidget
"""What stands above or below something else in a panel."""


class Panel(QWidget):
    """One view of the training, in a dock of its own.

    A subclass has the `name` of its entry in `lab/panels.py` and writes `_build` (make the
    widgets), `_arrange` (lay them out) and `_connect` (their signals), which run once, in that
    order. A panel starts light; the window sets its theme before it is shown.
    """

    name: ClassVar[str]
    own: ClassVar[str] = ""
    """What of its scales a panel beside another of its kind does not share with that."""
    _controls: Part | None = None
    _picture: Part | None = None

    needs_changed = Signal()
    """Emitted when `needs()` or `needs_beside()` has begun to return something else."""
    moved_on = Signal()
    """Emitted when a panel that follows this one has to do so at once, not with the next step."""
    look_into = Signal(object)
    """Emitted with the `Place` that was clicked, to be looked at from within the cell."""
    page_wanted = Signal(object)
    """Emitted with the `Place` whose unit is to be shown on the page of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        known = PANELS[self.name]
        self.setObjectName(known.name)
        explained(self, known.name)
        self.setAccessibleName(known.title)
        self.setAccessibleDescription(known.tooltip)
        self.theme = LIGHT
        self._build()
        self._arrange()
        self._connect()
        self.set_theme(LIGHT)

    def needs(self) -> frozenset[Request]:
        """Return the measurements that a snapshot must carry for this panel."""
        return frozenset()

    def needs_beside(self) -> frozenset[Request]:
        """Return the measurements that are wanted of every other run that is shown."""
        return frozenset()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw `snapshot`; called at most once a frame, and only while the panel is visible."""
        raise NotImplementedError

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Take note of the text and its n-gram losses (nats; none while they are computed)."""

    def data(self) -> tuple[ShownData, ...]:
        """Return the numbers that are shown, in all their digits; none before there are any.

        That is a table for each picture that is seen; where there are several, each has a name.
        """
        return together(tables_in(self))

    def catch_up(self) -> None:
        """Show at once what was only waiting for its time, of the snapshot that came last."""

    def clear(self) -> None:
        """Forget the run that was shown; called for every panel when another one begins."""

    def choosers(self) -> Mapping[str, Chooser]:
        """Return by name the controls that lessons may set (see `lab.panels`)."""
        return {}

    def choose(self, name: str, value: str) -> None:
        """Show what a lesson wants, as soon as it is there to be shown."""
        choose(self.choosers()[name], value)

    def chosen(self) -> dict[str, str]:
        """Return what the controls that lessons may set stand at."""
        return {name: chosen(control) for name, control in self.choosers().items()}

    def look_at(self, place: Place) -> None:
        """Show the place that was clicked in another panel."""

    def follow(self, other: Panel) -> None:
        """Choose what is chosen in another panel of the same kind."""
        mine = self.chosen()
        for name, value in other.chosen().items():
            if mine[name] != value:
                self.choose(name, value)

    def rescale(self) -> None:
        """Draw anew if the scale of colours, shared with a panel that follows, has grown."""

    def shown(self) -> QRect:
        """Return the part of the panel that is not controls: a picture and what is said of it."""
        top = self.contentsMargins().top()
        for item in _items(self.layout()):
            if self._picture in (item.widget(), item.layout()) or not _has_controls(item):
                break
            top = top if item.isEmpty() else item.geometry().bottom() + 1
        return self.rect().adjusted(0, top, 0, 0)

    def notes(self) -> str:
        """Return what is chosen of what there is to show, in words: "layer 1, last loss"."""
        labels = {one.name: one.label for one in PANELS[self.name].choices}
        seen = {n: one for n, one in self.choosers().items() if one.isVisibleTo(self)}
        texts = {
            n: o.text() if isinstance(o, QLineEdit) else o.currentText() for n, o in seen.items()
        }
        return ", ".join(f"{labels[name]}: {text}" for name, text in texts.items() if text)

    def hide_controls(self) -> None:
        """Leave the controls to the panel that this one follows."""
        hidden = QWidget(self)
        hidden.hide()
        column = self.layout()
        if isinstance(self._controls, QLayout) and column is not None:
            column.removeItem(self._controls)
            self._controls.setParent(None)
            hidden.setLayout(self._controls)
        elif isinstance(self._controls, QWidget):
            self._controls.setParent(hidden)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look; a subclass calls this first."""
        self.theme = theme

    def _build(self) -> None:
        """Make the widgets."""

    def _arrange(self) -> None:
        """Lay the widgets out."""

    def _connect(self) -> None:
        """Connect the widgets' signals."""

    def _set_out(self, *above: Part, picture: Part) -> QVBoxLayout:
        """Put parts one below the other, and at last what takes the room that they leave."""
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        self._controls, self._picture = above[0] if above else None, picture
        for part in (*above, picture):
            stretch = 1 if part is picture else 0
            if isinstance(part, QLayout):
                column.addLayout(part, stretch)
            else:
                column.addWidget(part, stretch)
        return column


def _items(layout: QLayout | None) -> Iterator[QLayoutItem]:
    """Go through what a layout lays out."""
    for place in range(0 if layout is None else layout.count()):
        item = layout.itemAt(place) if layout is not None else None
        if item is not None:
            yield item


def _has_controls(item: QLayoutItem) -> bool:
    """Return whether something in a layout takes the keyboard."""
    widget = item.widget()
    if widget is None:
        return any(_has_controls(inner) for inner in _items(item.layout()))
    parts = (widget, *widget.findChildren(QWidget))
    return any(part.focusPolicy() & Qt.FocusPolicy.TabFocus for part in parts)
