"""How the network writes: prime, temperature, length, and a button that has it write at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from rnnviz.captions.help.names import setting
from rnnviz.captions.invisible_characters import to_type, typed
from rnnviz.gui.widgets.buttons import PushButton
from rnnviz.gui.widgets.explained import explained
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.number_fields import FloatField, IntField
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.two_rows import TwoRows
from rnnviz.lab.settings import Settings, declarations
from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.tasks.text import Corpus

NARROWEST = 48
"""Pixels to which fields shrink before the words beside them are cut."""


class SamplingControls(QWidget):
    """Asks for changes of the sampling settings and follows those that are made elsewhere.

    `change_requested` carries {setting: value}, `sample_requested` nothing.
    """

    change_requested = Signal(object)
    sample_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._corpus: Corpus | None = None
        self._settings = Settings()
        self._asked_prime = self._settings.prime
        self._build()
        self._arrange()
        self._connect()

    def show_settings(self, settings: Settings) -> None:
        """Show what was changed elsewhere; what is being changed here is left alone."""
        before, self._settings = self._settings, settings
        for name, control in (
            ("temperature", self.temperature),
            ("sample_length", self.sample_length),
        ):
            value = getattr(settings, name)
            if value != getattr(before, name):
                control.show_value(value)
        if settings.prime != before.prime:
            self._asked_prime = settings.prime
            self.prime.setText(to_type(settings.prime))
            self._check_prime()

    def show_corpus(self, corpus: Corpus) -> None:
        """Check primes against this text's alphabet."""
        self._corpus = corpus
        self._check_prime()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.refusal.setStyleSheet(f"color: {theme.error}")

    def _build(self) -> None:
        self.prime = HintedLine()
        self.prime.setPlaceholderText("nothing")
        known = declarations()
        self.temperature = FloatField(known["temperature"])
        self.sample_length = IntField(replace(known["sample_length"], unit=""))  # short of room
        self.prime.setMinimumWidth(NARROWEST)
        for name in ("prime", "temperature", "sample_length"):
            self._declare(name)
        self.write = PushButton("Write one now")
        self.write.setToolTip("Have the network write a sample at once")
        self.refusal = plain_label()
        self.refusal.setAccessibleName("Why the prime is refused")
        self.refusal.setWordWrap(True)
        self.refusal.hide()

    def _declare(self, name: str) -> None:
        """Give a control the words and the first value of its setting."""
        control, declared = getattr(self, name), declarations()[name]
        explained(control, setting(name)).setAccessibleName(declared.label)
        control.setToolTip(declared.tooltip)
        if control is self.prime:
            control.setToolTip(declared.tooltip + " \\n is a line end.")
        else:
            control.show_value(declared.default)

    def _arrange(self) -> None:
        first = (_label("Prime", self.prime), self.prime, self.write)
        temperature = _label("Temperature", self.temperature), self.temperature
        length = _label("Length", self.sample_length), self.sample_length
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        stretched = (self.prime, self.temperature, self.sample_length)
        column.addWidget(TwoRows(first, (*temperature, *length), stretched))
        column.addWidget(self.refusal)

    def _connect(self) -> None:
        self.write.clicked.connect(self.sample_requested)
        self.temperature.edited.connect(self._on_temperature_changed)
        self.sample_length.edited.connect(self._on_length_changed)
        self.prime.textEdited.connect(self._check_prime)
        self.prime.editingFinished.connect(self._on_prime_edited)

    def _on_temperature_changed(self, value: float) -> None:
        self.change_requested.emit({"temperature": value})

    def _on_length_changed(self, value: int) -> None:
        self.change_requested.emit({"sample_length": value})

    def _on_prime_edited(self) -> None:
        prime = typed(self.prime.text())
        if prime != self._asked_prime and self._check_prime():
            self._asked_prime = prime
            self.change_requested.emit({"prime": prime})

    def _check_prime(self) -> bool:
        """Say whether the network can read the prime, and in the window why it cannot."""
        reason = ""
        try:
            if self._corpus is not None:
                self._corpus.encode(typed(self.prime.text()), "The prime")
        except Refusal as refusal:
            reason = str(refusal)
        self.refusal.setText(reason)
        self.refusal.setVisible(bool(reason))
        self.write.setEnabled(not reason)
        return not reason


def _label(text: str, control: QWidget) -> QLabel:
    label = plain_label(text)
    label.setBuddy(control)
    return label
