"""A choice of a few things, hidden while there is only one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from rnnviz.core.architecture import layer_name
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.cells import Cell
from rnnviz.gui.widgets.choice_row import ChoiceRow
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.lab.panels import BACKWARD, BOTH, TOP

Offer = tuple[tuple[str, object], ...]
"""What people read and what is meant, in the order of the list."""
Chooser = QComboBox | QLineEdit
"""What can be set from outside: to one of its items' data, or to a text."""
STATES = {"h": "state", "c": "memory"}


class Choice(FittedCombo):
    """A combo box whose offer may change while the program runs."""

    def __init__(
        self, name: str, tooltip: str, offered: Offer = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(name, tooltip, parent)
        self._offered: Offer = ()
        self._wish: object = None
        self.offer(offered)
        self.activated.connect(self._on_activated)

    def offer(self, offered: Offer, otherwise: int = 0) -> None:
        """Have these to choose from; what was chosen stays, or else number `otherwise` is."""
        if offered == self._offered:
            return
        meant = [data for _, data in offered]
        wanted = self._wish in meant
        self._offered, chosen = offered, self._wish if wanted else self.currentData()
        self._wish = None if wanted else self._wish
        self.blockSignals(True)
        self.clear()
        for text, data in offered:
            self.addItem(text, data)
        self.setCurrentIndex(meant.index(chosen) if chosen in meant else otherwise)
        self.blockSignals(False)
        if len(offered) < 2:
            self.hide()
        elif self.parentWidget() is not None:  # without, it would be a window of its own
            self.show()

    def wish(self, data: object) -> None:
        """Choose this as soon as it is offered, unless somebody chooses before that."""
        place = self.findData(data)
        self._wish = data if place < 0 else None
        if place >= 0:
            self.setCurrentIndex(place)

    @property
    def wanted(self) -> str:
        """What is chosen, or wished for."""
        return str(self.currentData() if self._wish is None else self._wish)

    def _on_activated(self) -> None:
        self._wish = None


def choose(control: Chooser, value: str) -> None:
    """Set a control as a lesson wants it; what it does not have changes nothing."""
    if isinstance(control, QLineEdit):
        control.setText(value)
    elif isinstance(control, Choice):
        control.wish(value)
    elif (place := control.findData(value)) >= 0:
        control.setCurrentIndex(place)


def chosen(control: Chooser) -> str:
    """Return what a control stands at, or will as soon as that is offered."""
    if isinstance(control, Choice):
        return control.wanted
    return control.text() if isinstance(control, QLineEdit) else str(control.currentData())


class LayerChoice(Choice):
    """One of the network's layers, the top one at first.

    Of two directions every level has two, numbered as in a file; `with_both` offers them together
    as well, numbered after all layers, and at first those of the top. They are named without the
    word where they are to be `short`.
    """

    def __init__(self, tooltip: str, *, with_both: bool = False, short: bool = False) -> None:
        self._named: str | None = None
        self._number: int | None = None
        self._keys: tuple[str, ...] = ()
        self._top, self._with_both, self._short = "", with_both, short
        super().__init__("Layer", tooltip)
        self.offer_layers(1)

    def wish(self, data: object) -> None:
        """Choose a layer, here or in the network to come, or the top one: "1", "2 backward"."""
        self._named, self._number = None if data == TOP else str(data), None
        key = self._top if self._named is None else self._named
        if key in self._keys:
            self.setCurrentIndex(self._keys.index(key))

    def wish_number(self, layer: int) -> None:
        """Choose a layer by its number in a file, or a network that has it to come."""
        place = self.findData(layer)
        self.wish(str(layer + 1) if place < 0 else self._keys[place])
        self._number = layer if place < 0 else None

    @property
    def from_end(self) -> bool:
        """Whether the layer that is chosen reads from the end."""
        return self._keys[self.currentIndex()].endswith(BACKWARD)

    @property
    def wanted(self) -> str:
        """The layer that is chosen or wished for, or that it is the top one."""
        if self._named is not None:
            return self._named
        key = self._keys[self.currentIndex()]
        return TOP if key == self._top else key

    def _on_activated(self) -> None:
        self._named = self._number = None

    def offer_layers(self, layers: int, directions: int = 1) -> bool:
        """Choose from so many layers; in a network of another depth the top one again.

        Return whether that is another network than before.
        """
        offered = _layers(layers, directions, self._with_both)
        if tuple(offered) == self._keys:
            return False
        self._keys = tuple(offered)
        self._top = str(layers)
        if directions > 1 and self._with_both:
            self._top = self._keys[-1]
        if self._short and directions > 1:
            offered = {k: (text.removeprefix("layer "), n) for k, (text, n) in offered.items()}
        self.offer(())
        called = {number: key for key, (_, number) in offered.items()}
        if self._number in called:
            self._named, self._number = called[self._number], None
        named, self._named = self._named, None
        if named is not None and named not in self._keys:
            self._named, named = named, None
        self.offer(tuple(offered.values()), self._keys.index(named or self._top))
        return True


def _layers(layers: int, directions: int, with_both: bool) -> dict[str, tuple[str, object]]:
    """Return by the names that lessons use what people read, and the number of each layer."""
    if directions == 1:
        return {str(layer + 1): (layer_name(layer), layer) for layer in range(layers)}
    found: dict[str, tuple[str, object]] = {}
    for level in range(layers):
        for layer, way in ((2 * level, ""), (2 * level + 1, BACKWARD)):
            found[f"{level + 1}{way}"] = layer_name(layer, directions), layer
        if with_both:
            found[f"{level + 1}{BOTH}"] = f"layer {level + 1}{BOTH}", 2 * layers + level
    return found


class StateChoice(Choice):
    """The hidden state h, or of a cell that has one the memory c."""

    def __init__(self, tooltip: str) -> None:
        super().__init__("Which state", tooltip, _states(("h",), CELLS["vanilla"]))

    def offer_states_of(self, cell: str) -> None:
        """Choose from what the cell named so carries from step to step."""
        kind = CELLS[cell]
        self.offer(_states(kind.shown_states, kind))


def side_by_side(*choices: QWidget) -> ChoiceRow:
    """Return a row of controls at the left that become narrower where there is little room."""
    return ChoiceRow(choices)


def _states(names: Sequence[str], cell: type[Cell]) -> Offer:
    return tuple((f"{STATES.get(name, 'state')} {cell.shown_as(name)}", name) for name in names)
