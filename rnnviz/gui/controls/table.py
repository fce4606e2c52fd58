"""The table whose numbers are learned: a built-in one a click away, what was found, its column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rnnviz.captions.help.names import setting
from rnnviz.captions.table import (
    columns_caption,
    missing_caption,
    parts_caption,
    rows_caption,
    written_caption,
)
from rnnviz.gui.widgets.choice import Choice
from rnnviz.gui.widgets.explained import explained
from rnnviz.gui.widgets.fact_table import FactTable, wrapped
from rnnviz.gui.widgets.flow_layout import FlowLayout
from rnnviz.gui.widgets.pick_button import PickButton
from rnnviz.gui.widgets.plain_text import plain_label, plain_tooltip
from rnnviz.gui.widgets.settings_form import SettingsForm
from rnnviz.gui.widgets.tool_button import tool_button
from rnnviz.lab.settings import declarations
from rnnviz.tasks.table.builtin import TABLES

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.settings import Settings
    from rnnviz.tasks.table.series import Series

VALIDATION = frozenset(("validation",))


class TableControl(QWidget):
    """Picks a table and one of its columns, and tells how it was read."""

    builtin_requested = Signal(str)
    open_requested = Signal()
    changed = Signal(str, object)
    """Emitted with a setting and its new value: another column, or another share held out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series: Series | None = None
        self._share = 0.0
        self._build()
        self._arrange()
        self.open.clicked.connect(self.open_requested)
        self.column.activated.connect(self._on_column_activated)
        self.form.changed.connect(self.changed)

    def show_series(self, series: Series, builtin: str) -> None:
        """Show what was found in a table; `builtin` is its name if it is a built-in one."""
        self._series, report = series, series.report
        for name, button in self.builtins.items():
            button.setChecked(name == builtin)
        self.title.setText(TABLES[builtin].title if builtin else series.name)
        self.title.setToolTip(plain_tooltip(series.source))
        names = report.number_columns if report is not None else (series.column,)
        self.column.offer(tuple((name, name) for name in names))
        self.column.wish(series.column)
        self.column.show()  # also alone it says what is learned
        self._table.tell("Rows", rows_caption(series))
        self._table.tell("Written", written_caption(report) if report is not None else "")
        self._table.tell("Columns", columns_caption(report) if report is not None else "")
        self._table.tell("Missing", missing_caption(report) if report is not None else "")
        self._tell_parts()

    def show_settings(self, settings: Settings) -> None:
        """Show how much of the table is held out."""
        self.form.show_settings(settings)
        self._share = settings.validation
        self._tell_parts()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.form.set_theme(theme)
        for button in self.builtins.values():
            button.follow_look()

    def _tell_parts(self) -> None:
        if self._series is not None:
            self._table.tell("Standardised", parts_caption(self._series, self._share))

    def _build(self) -> None:
        self.builtins: dict[str, PickButton] = {}
        for table in TABLES.values():
            button = PickButton(table.title)
            button.setObjectName(table.name)
            button.setToolTip(plain_tooltip(table.origin))
            button.clicked.connect(self._on_button_clicked)
            self.builtins[table.name] = button
        self.open = tool_button("Open…")
        self.open.setToolTip("Read a table of your own; dropping it on the window works too")
        self.title = wrapped("The table whose numbers are learned")
        bold = self.title.font()
        bold.setBold(True)
        self.title.setFont(bold)
        column = declarations()["column"]
        self.column = explained(Choice(column.label, column.tooltip), setting(column.name))
        self._table = FactTable(("Rows", "Written", "Columns", "Missing", "Standardised"))
        self.facts = self._table.facts
        self.form = SettingsForm("text", VALIDATION.__contains__)

    def _arrange(self) -> None:
        flow = FlowLayout()
        for button in (*self.builtins.values(), self.open):
            flow.addWidget(button)
        row = QHBoxLayout()
        label = explained(plain_label(self.column.accessibleName()), setting("column"))
        row.addWidget(label)
        row.addWidget(self.column, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(flow)
        column.addWidget(self.title)
        column.addLayout(row)
        column.addLayout(self._table)
        column.addWidget(self.form)

    def _on_button_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, PickButton):
            button.setChecked(not button.isChecked())  # it is checked when its table has been read
            self.builtin_requested.emit(button.objectName())

    def _on_column_activated(self) -> None:
        self.changed.emit("column", self.column.currentData())
