"""The left column: task, text, network and training, in one scrollable strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from rnnviz.captions.help.names import fact
from rnnviz.gui.controls.by_hand import ByHand
from rnnviz.gui.controls.corpus import CorpusControl
from rnnviz.gui.controls.hyperparameters import Hyperparameters
from rnnviz.gui.controls.table import TableControl
from rnnviz.gui.controls.task import TaskControl
from rnnviz.gui.widgets.explained import explained
from rnnviz.gui.widgets.section import Section
from rnnviz.gui.widgets.settings_form import SettingsForm
from rnnviz.tasks import READING
from rnnviz.tasks.numbers import Numbers

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import TaskFacts
    from rnnviz.tasks.text import Corpus

WIDEST = 10_000


class LeftColumn(QScrollArea):
    """As narrow as its forms can be; it scrolls sideways only where the screen has no room."""

    widened = Signal()
    """Emitted when its contents need another width."""

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self._needed = 0
        self.setObjectName("left column")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._most = WIDEST
        """Pixels that it may take where others need the rest of the screen."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.task = TaskControl()
        self.corpus = CorpusControl()
        self._text = Section("Corpus", self.corpus)
        self.table = TableControl()
        self._table = Section("Table", self.table)
        self.by_hand = explained(ByHand(), fact("by_hand"))
        self.hyperparameters = Hyperparameters()
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.addWidget(Section("Task", self.task))
        column.addWidget(self._text)
        column.addWidget(self._table)
        self._table.hide()
        column.addWidget(Section("By hand", self.by_hand, folded=True))
        column.addWidget(self.hyperparameters)
        column.addStretch(1)
        self.setWidget(self._inside)
        self._inside.installEventFilter(self)

    def show_corpus(self, corpus: Corpus, builtin: str) -> None:
        """Show another text; `builtin` is its name if it is a built-in one."""
        self.corpus.show_corpus(corpus, builtin)

    def show_task(self, task: TaskFacts) -> None:
        """Show what is learned; the text's section is there for what reads one."""
        self.task.show_task(task)
        self._text.setVisible(not task.measure or task.name in READING)
        self._table.setVisible(task.name == Numbers.name)

    def show_settings(self, settings: Settings, corpus: Corpus | None) -> None:
        """Show these settings."""
        self.task.show_settings(settings)
        self.corpus.show_settings(settings, corpus)
        self.table.show_settings(settings)
        self.hyperparameters.show_settings(settings)

    @property
    def whole_width(self) -> int:
        """Pixels in which nothing of it is cut off."""
        bar = self.verticalScrollBar().sizeHint().width()
        return self._inside.minimumSizeHint().width() + bar

    def set_most(self, width: int) -> None:
        """Take so many pixels at most, and scroll sideways where that is not enough."""
        self._most = width
        self._be_wide_enough()

    def _be_wide_enough(self) -> None:
        needed = self.whole_width
        self.setMinimumWidth(min(needed, self._most))
        if needed != self._needed:
            self._needed = needed
            self.widened.emit()

    @property
    def more(self) -> list[str]:
        """The parts of which all rows are shown."""
        return [name for name, form in self._forms.items() if form.more and form.more.all_shown]

    def show_more(self, names: list[str]) -> None:
        """Show all rows of these parts."""
        for name in set(names) & self._forms.keys():
            if (more := self._forms[name].more) is not None:
                more.show_all(True)

    def show_setting(self, name: str) -> QWidget | None:
        """Bring the row of a setting into view; None where it has none at present."""
        forms = (*self._forms.values(), self.task.form, self.table.form)
        field = next((one for form in forms if (one := form.bring(name)) is not None), None)
        around = field.parentWidget() if field is not None else None
        while around is not None and around is not self:
            if isinstance(around, Section):
                around.open()
            around = around.parentWidget()
        if field is not None:
            self._inside.adjustSize()
            self.ensureWidgetVisible(field)
        return field

    @property
    def _forms(self) -> dict[str, SettingsForm]:
        hyper = self.hyperparameters
        return {"text": self.corpus.form, "network": hyper.network, "training": hyper.training}

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.task.set_theme(theme)
        self.corpus.set_theme(theme)
        self.table.set_theme(theme)
        self.hyperparameters.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be wide enough for rows that have just appeared."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._be_wide_enough()
        return super().eventFilter(watched, event)
