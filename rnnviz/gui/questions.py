"""The questions that are asked before unsaved work ends."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

STAYS = "Keep this run"


def may_end_run(parent: QWidget, reason: str, go_on: str, steps: int) -> bool:
    """Ask whether a run of so many unsaved steps may end; without a clear yes it goes on.

    `reason` says in a sentence what ends it, `go_on` is what stands on the button.
    """
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("rnnviz")
    box.setText(reason)
    box.setInformativeText(
        f"The present run of {steps:,} steps has not been saved. It would be replaced; "
        "File > Resume last run can bring it back until another run ends."
    )
    stay = box.addButton(STAYS, QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton(go_on, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    answer = box.clickedButton() is leave
    box.deleteLater()
    return answer
