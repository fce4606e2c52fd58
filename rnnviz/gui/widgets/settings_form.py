"""A form of settings: its rows, bounds, units and words come from their declarations."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from rnnviz.captions import directions, forget_bias
from rnnviz.captions.help.names import setting
from rnnviz.gui.appearance.icons import pixmap
from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.widgets.explained import explained
from rnnviz.gui.widgets.fields import Field, make_field
from rnnviz.gui.widgets.log_slider import LogSlider, WithSlider, suits
from rnnviz.gui.widgets.more_rows import MoreRows
from rnnviz.gui.widgets.number_fields import FloatField, as_number
from rnnviz.gui.widgets.plain_text import plain_label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rnnviz.declare import Declaration
    from rnnviz.lab.settings import Settings

MARK_SIZE = 12
CONSEQUENCES = {
    "new network": "A change starts a new network.",
    "new text": "A change reads the text again and starts a new network.",
}


class RowLabel(QWidget):
    """A setting's name, with a mark where a change starts a new network."""

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self._consequence = CONSEQUENCES.get(declaration.effect, "")
        self.name = plain_label(declaration.label)
        self.mark = plain_label()
        self.mark.setFixedSize(QSize(MARK_SIZE, MARK_SIZE))
        if not self._consequence:
            self.mark.hide()  # to show it without a parent would open a window of its own
        self.mark.setAccessibleName(self._consequence)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.name)
        row.addWidget(self.mark)
        row.addStretch(1)
        self.setToolTip(f"{declaration.tooltip}\n{self._consequence}".strip())
        self.tip = self.toolTip()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        if self._consequence:
            self.mark.setPixmap(pixmap("restart", theme.muted, MARK_SIZE))


class SettingsForm(QWidget):
    """The settings of one group, of which only the rows that matter now are visible.

    `changed` brings a name and its new value; whoever listens applies it or, where it is refused,
    shows the old settings again. A row is made once and stays, so nothing moves under the cursor.
    Of its group the form has the settings whose names are `wanted`; where it `has_more` those that
    newcomers do not change come with a button.
    """

    changed = Signal(str, object)

    def __init__(
        self,
        group: str,
        wanted: Callable[[str], bool] = lambda name: True,
        has_more: bool = False,
    ) -> None:
        super().__init__()
        self._group, self._wanted = group, wanted
        self._theme = LIGHT
        self._labels: dict[str, RowLabel] = {}
        self.fields: dict[str, Field] = {}
        self.sliders: dict[str, LogSlider] = {}
        self._editors: dict[str, QWidget] = {}
        self._visible: dict[QWidget, bool] = {}
        self._reasons: dict[str, str] = {}
        self.notes: dict[str, QLabel] = {}
        self._rows = QFormLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setVerticalSpacing(2)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._settings: Settings | None = None
        self.more = MoreRows(self) if has_more else None
        if self.more is not None:
            self._rows.addRow(self.more.button)
            self.more.toggled.connect(self._show_again)

    def show_settings(self, settings: Settings) -> None:
        """Show the rows that matter for these settings, and their values."""
        rows = {
            name: declaration
            for name, declaration in settings.rows_of_form().items()
            if declaration.group == self._group and self._wanted(name)
        }
        self._make_missing(rows)
        self._settings, meant = settings, settings.rows()
        front = self.more.in_front(rows, settings) if self.more is not None else set(rows)
        for name, field in self.fields.items():
            self._set_visible(self._editors[name], name in front)
            if name in rows:
                field.show_value(settings.value(name) if name in meant else rows[name].default)
                self._bar(name, rows[name], "" if name in meant else NOTES[name](settings))
            if name in rows and name in self.sliders:
                self.sliders[name].show_value(as_number(settings.value(name)))
        for name, note in self.notes.items():
            words = NOTES[name](settings) if name in front else ""
            note.setText(words)
            self._set_visible(note, bool(words))

    def bring(self, name: str) -> QWidget | None:
        """Have a setting's row to be seen, and return its field; None where it has none now."""
        if self.more is not None and name in self.fields:
            self.more.bring(name)
            self._show_again()
        is_here = name in self.fields and self._visible.get(self._editors[name], False)
        return self.fields[name] if is_here else None

    def _show_again(self) -> None:
        if self._settings is not None:
            self.show_settings(self._settings)

    def _bar(self, name: str, declaration: Declaration, reason: str) -> None:
        """Have a row that can be changed or, where that would mean nothing, says why."""
        if self._reasons.get(name, "") == reason:
            return
        self._reasons[name], label, field = reason, self._labels[name], self.fields[name]
        for part, tip in ((label, label.tip), (field, declaration.tooltip)):
            part.setEnabled(not reason)
            part.setToolTip(reason or tip)

    def _set_visible(self, editor: QWidget, visible: bool) -> None:
        """Show or hide a row; to say it again would lay all out anew.

        What Qt says of a new row does not help: it counts as hidden, and is shown a moment later.
        """
        if self._visible.get(editor) != visible:
            self._visible[editor] = visible
            self._rows.setRowVisible(editor, visible)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self._theme = theme
        for label in self._labels.values():
            label.set_theme(theme)

    def _make_missing(self, rows: Mapping[str, Declaration]) -> None:
        position = 0
        for name, declaration in rows.items():
            if name not in self.fields:
                self._insert(position, declaration)
            # The stubs call the pair of row and role an object.
            at = cast("tuple[int, object]", self._rows.getWidgetPosition(self._editors[name]))
            position = at[0] + 1
            if name in self.notes:
                position += 1

    def _insert(self, position: int, declaration: Declaration) -> None:
        name = declaration.name
        label, field = RowLabel(declaration), make_field(declaration)
        label.set_theme(self._theme)
        field.edited.connect(self._on_edited)
        self._labels[name], self.fields[name], self._editors[name] = label, field, field
        if isinstance(field, FloatField) and suits(declaration):
            self._editors[name] = both = WithSlider(field, declaration)
            self.sliders[name] = both.slider
        for part in (label, self._editors[name]):
            explained(part, setting(name))
        self._rows.insertRow(position, label, self._editors[name])
        if name in NOTES:
            note = self.notes[name] = explained(plain_label(), setting(name))
            note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            note.setWordWrap(True)  # after the policy, which it extends
            self._rows.insertRow(position + 1, note)

    def _on_edited(self, value: object) -> None:
        self.changed.emit(self.sender().objectName(), value)


NOTES: dict[str, Callable[[Settings], str]] = {
    "forget_bias": forget_bias.settings_caption,
    "bidirectional": directions.row_note,
}
"""What is said below a row about its value, or why it has none."""
