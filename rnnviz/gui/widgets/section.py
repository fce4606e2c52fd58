"""A part of the left column that can be folded away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rnnviz.gui.widgets.tool_button import tool_button


class Section(QWidget):
    """A title that opens and closes what stands below it."""

    def __init__(
        self, title: str, content: QWidget, extra: QWidget | None = None, folded: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(f"section {title}")
        self.content = content
        self.head = tool_button(title, flat=True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setToolTip(f"Show or hide {title.lower()}")
        bold = self.head.font()
        bold.setBold(True)
        self.head.setFont(bold)
        top = QHBoxLayout()
        top.addWidget(self.head)
        top.addStretch(1)
        if extra is not None:
            top.addWidget(extra)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(content)
        self.head.clicked.connect(self._on_clicked)
        self._open(not folded)

    def open(self) -> None:
        """Show what stands below the title."""
        self._open(True)

    def _on_clicked(self) -> None:
        self._open(self.content.isHidden())

    def _open(self, is_open: bool) -> None:
        self.content.setVisible(is_open)
        arrow = Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow
        self.head.setArrowType(arrow)
