"""What the long-memory bench is asked: task, cells, lengths, forget bias, seeds."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.memory_bench import MAX_STEPS, SETTINGS, Plan
from rnnviz.lab.settings import declarations
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN

LENGTHS = "5, 20, 50, 100"
FORGET_BIAS = 4.0


class BenchForm(QWidget):
    """Rows for a bench; `plan` makes of them what is to be run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task = QComboBox()
        for name, task in DRAWN.items():
            self.task.addItem(task.label, name)
        self.cells = {name: QCheckBox(cell.label) for name, cell in CELLS.items()}
        for box in self.cells.values():
            box.setChecked(True)
        self.lengths = QLineEdit(LENGTHS)
        self.forget_bias = QDoubleSpinBox(singleStep=0.5, value=FORGET_BIAS)
        bias = declarations()["forget_bias"]
        self.forget_bias.setRange(bias.low or 0.0, bias.high or 0.0)
        self.forget_bias.setValue(FORGET_BIAS)
        self.seeds = QSpinBox(minimum=1, maximum=10, value=2)
        self.max_steps = QSpinBox(minimum=100, maximum=1_000_000, singleStep=1000)
        self.max_steps.setValue(MAX_STEPS)
        self._arrange()

    def _arrange(self) -> None:
        cells = QHBoxLayout()
        for box in self.cells.values():
            cells.addWidget(box)
        cells.addStretch(1)
        rows = QFormLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addRow("Task", self.task)
        rows.addRow("Cells", cells)
        tips = {
            "Lengths": (self.lengths, "Lengths of the sequences, with commas between"),
            "Forget/keep bias": (self.forget_bias, "LSTM's f, GRU's z: remembers about 1 + e^b"),
            "Seeds": (self.seeds, "Runs of each cell at each length"),
            "Give up after": (self.max_steps, "Steps after which a run counts as not solved"),
        }
        for name, (field, tip) in tips.items():
            field.setToolTip(tip)
            field.setAccessibleName(name)
            rows.addRow(name, field)

    def plan(self) -> Plan:
        """What the rows ask for; refuses lengths that are none, and no cells."""
        cells = tuple(name for name, box in self.cells.items() if box.isChecked())
        if not cells:
            raise Refusal("No cell is chosen; tick at least one.")
        words = [word.strip() for word in self.lengths.text().split(",") if word.strip()]
        if not words:
            raise Refusal("No length is given; write some, as in 5, 20, 50.")
        try:
            lengths = tuple(int(word) for word in words)
        except ValueError:
            raise Refusal("Lengths are whole numbers with commas between, as in 5, 20.") from None
        settings = SETTINGS.change(cell="lstm", forget_bias=self.forget_bias.value())
        seeds = tuple(range(self.seeds.value()))
        task = DRAWN[self.task.currentData()]()
        return Plan(task, cells, lengths, seeds, settings, self.max_steps.value())
