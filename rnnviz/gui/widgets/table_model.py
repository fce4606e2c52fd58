"""A table's model whose cells are asked for once and not once a role."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QModelRoleDataSpan,
    QPersistentModelIndex,
    Qt,
)

RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
TOLD = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.TextAlignmentRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


class TableModel(QAbstractTableModel):
    """A subclass writes `data` for the `roles` that it knows."""

    roles: ClassVar[frozenset[int]] = frozenset(map(int, TOLD))

    def multiData(  # type: ignore[override]  # Qt always hands over a span, never a single role
        self, index: Index, wanted: QModelRoleDataSpan
    ) -> None:
        """Fill in what is wanted of a cell in one call: Qt asks for eight things of each.

        Left to Qt, each of them would be a call of `data`, and each call a turn with the thread
        that trains.
        """
        for place in range(wanted.size()):
            one = wanted[place]  # type: ignore[index]  # left out of the stubs
            role = one.role()
            if role in self.roles:
                one.setData(self.data(index, role))
            else:
                one.clearData()
