"""What the long-memory bench is asked: task and its options, cells, lengths, bias, seeds."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.widgets.buttons import CheckBox
from rnnviz.gui.widgets.fields import Field, make_field
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.gui.widgets.flow_layout import FlowLayout
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.number_fields import DoubleSpinBox, SpinBox
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.lab.memory_bench import MAX_STEPS, SETTINGS, Plan
from rnnviz.lab.settings import Settings, declarations
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN

LENGTHS = "5, 20, 50, 100"
LENGTH = "length"
FORGET_BIAS = 4.0


class BenchForm(QWidget):
    """Rows for a bench; `plan` makes of them what is to be run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task = FittedCombo()
        for name, task in DRAWN.items():
            self.task.addItem(task.label, name)
        self.options = {name: _fields_of(name) for name in DRAWN}
        self._asked = {name: Settings().change(task=name) for name in DRAWN}
        self.cells = {name: CheckBox(cell.label) for name, cell in CELLS.items()}
        for box in self.cells.values():
            box.setChecked(True)
        self.lengths = HintedLine()
        self.lengths.setText(LENGTHS)
        self.forget_bias = DoubleSpinBox(singleStep=0.5, value=FORGET_BIAS)
        bias = declarations()["forget_bias"]
        self.forget_bias.setRange(bias.low or 0.0, bias.high or 0.0)
        self.forget_bias.setValue(FORGET_BIAS)
        self.seeds = SpinBox(minimum=1, maximum=10, value=2)
        self.max_steps = SpinBox(minimum=100, maximum=1_000_000, singleStep=1000)
        self.max_steps.setGroupSeparatorShown(True)
        self.max_steps.setValue(MAX_STEPS)
        self._arrange()
        self._connect()
        self._show_options()

    def _arrange(self) -> None:
        """Lay the rows out in two columns: what is learned, and how; below them by which cells."""
        self._left, right = QFormLayout(), QFormLayout()
        self._left.addRow("Task", self.task)
        for fields in self.options.values():
            for field in fields.values():
                self._left.addRow(field.accessibleName(), field)
        tips = {
            "Lengths": (self._left, self.lengths, "Lengths of the sequences, with commas between"),
            "Forget/keep bias": (right, self.forget_bias, "LSTM's f, GRU's z: about 1 + e^b steps"),
            "Seeds": (self._left, self.seeds, "Runs of each cell at each length"),
            "Give up after": (right, self.max_steps, "Steps after which a run is not solved"),
        }
        for name, (rows, editor, tip) in tips.items():
            editor.setToolTip(tip)
            editor.setAccessibleName(name)
            rows.addRow(name, editor)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        for rows in (self._left, right):
            rows.setVerticalSpacing(4)
            columns.addLayout(rows, 1)
        cells = FlowLayout()
        cells.addWidget(plain_label("Cells"))
        for box in self.cells.values():
            cells.addWidget(box)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(columns)
        whole.addLayout(cells)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _connect(self) -> None:
        self.task.currentIndexChanged.connect(self._show_options)
        for fields in self.options.values():
            for field in fields.values():
                field.edited.connect(self._on_edited)

    def _show_options(self) -> None:
        """Show the rows of the chosen task, and their values."""
        for name, fields in self.options.items():
            for option, field in fields.items():
                field.show_value(self._asked[name].value(option))
                self._left.setRowVisible(field, name == self.task.currentData())

    def _on_edited(self, value: object) -> None:
        task = self.task.currentData()
        self._asked[task] = self._asked[task].change(**{self.sender().objectName(): value})

    def plan(self, jobs: int = 1) -> Plan:
        """What the rows ask for, so many at a time; refuses lengths that are none, and no cells."""
        cells = tuple(name for name, box in self.cells.items() if box.isChecked())
        if not cells:
            raise Refusal("No cell is chosen; tick at least one.")
        settings = SETTINGS.change(cell="lstm", forget_bias=self.forget_bias.value())
        seeds = tuple(range(self.seeds.value()))
        task = self.task.currentData()
        options = self._asked[task].options_of("task")
        options.pop(LENGTH)
        most = self.max_steps.value()
        return Plan(DRAWN[task](**options), cells, self._lengths(), seeds, settings, most, jobs)

    def _lengths(self) -> tuple[int, ...]:
        words = [word.strip() for word in self.lengths.text().split(",") if word.strip()]
        if not words:
            raise Refusal("No length is given; write some, as in 5, 20, 50.")
        try:
            return tuple(int(word) for word in words)
        except ValueError:
            raise Refusal("Lengths are whole numbers with commas between, as in 5, 20.") from None


def _fields_of(task: str) -> dict[str, Field]:
    """Return an editor for every option that a task declares, but for its length."""
    return {
        option.name: make_field(option) for option in DRAWN[task].options if option.name != LENGTH
    }
