"""Sets up a race: who takes part, with how many parameters each, and on what terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rnnviz.captions.race import terms_caption
from rnnviz.gui.controls.race_form import RaceForm
from rnnviz.gui.widgets.buttons import PushButton
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.screen_dialog import ScreenDialog
from rnnviz.lab.race.contestants import Contestant, contestants
from rnnviz.lab.settings import Settings, declarations
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN

if TYPE_CHECKING:
    from rnnviz.session.session import Session
    from rnnviz.tasks.material import Material

COLUMNS = ("Contestant", "Hidden units", "Parameters", "Data")


class RaceDialog(ScreenDialog):
    """Shows at once who would take part; the race itself runs in the window."""

    SIZE = (70, 34)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Race")
        self._build()
        self._arrange()
        self.form.changed.connect(self._on_changed)
        self.buttons.accepted.connect(self._on_start)
        self.buttons.rejected.connect(self.reject)
        session.settings_changed.connect(self._on_settings)
        self.form.show_settings(session.settings)
        self.form.compare.setFocus()

    def _build(self) -> None:
        self.form = RaceForm()
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setHorizontalHeaderLabels(COLUMNS)
        self.table.setAccessibleName("Contestants")
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.words = plain_label()
        self.words.setWordWrap(True)
        self.words.setAccessibleName("What the race will be")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start = PushButton("Start the race")
        self.buttons.addButton(self.start, QDialogButtonBox.ButtonRole.AcceptRole)

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.addWidget(self.form)
        column.addWidget(self.table, 1)
        column.addWidget(self.words)
        self.hold(column, self.buttons)
        self.start.setDefault(True)  # before it had a place it would be default of nothing

    def _on_settings(self, settings: Settings) -> None:
        self.form.show_settings(settings)

    def _on_changed(self) -> None:
        """Show who would take part, or why that cannot be."""
        try:
            found = contestants(self.form.entries(), self._text_for)
        except Refusal as refusal:
            found, problem = (), str(refusal)
        else:
            problem = ""
        self.table.setRowCount(len(found))
        for place, contestant in enumerate(found):
            self._show(place, contestant)
        self.start.setEnabled(bool(found))
        seeds, shared = self.form.seeds.value(), self.form.shared
        steps = self._session.settings.steps
        self.words.setText(problem or terms_caption(found, seeds, steps, shared.seconds))

    def _show(self, place: int, contestant: Contestant) -> None:
        known = declarations()
        other = ", ".join(known[name].label.lower() for name in contestant.other_data)
        data = f"other data ({other})" if other else "the same"
        hidden = f"{contestant.settings.hidden:,}"
        for column, text in enumerate(
            (contestant.name, hidden, f"{contestant.parameters:,}", data)
        ):
            self.table.setItem(place, column, QTableWidgetItem(text))

    def _text_for(self, settings: Settings) -> Material | None:
        if settings.task in DRAWN:
            return None
        if self._session.runs.material is None:
            raise Refusal("There is no text yet; open one first.")
        return self._session.runs.material

    def _on_start(self) -> None:
        shared = self.form.shared
        self._session.roster.race(self.form.entries(), self.form.seeds.value(), shared)
        self._session.run()
        self.accept()
