"""The questions that are asked before what was learned is given up, or others' texts are read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from rnnviz.counts import counted

STAYS = "Keep this run"
NAMED_AT_MOST = 8
LONGEST_NAME = 200


def may_lose_run(parent: QWidget, problem: str) -> bool:
    """Ask whether to close although an unsaved run would be lost, for this reason."""
    more = "Closing now would lose what it has learned; File > Save run saves it elsewhere."
    return _confirmed(parent, (problem, more), STAYS, "Close and lose it")


def may_delete_run(parent: QWidget, name: str, steps: int) -> bool:
    """Ask whether a run that is only in its file may be deleted; only a clear yes counts."""
    reason = f"{name} of {counted(steps, 'step')} is in its file alone, which would be deleted."
    more = "What it has learned would be lost; a click on its row brings it back instead."
    return _confirmed(parent, (reason, more), STAYS, "Delete it")


def may_replace_workspace(parent: QWidget, folder: str) -> bool:
    """Ask whether another workspace may be replaced; only a clear yes counts."""
    reason = f"{folder} holds another workspace, whose runs would be removed."
    more = "Only the runs that are open here would be in it."
    return _confirmed(parent, (reason, more), "Keep that workspace", "Replace it")


def may_fill_folder(parent: QWidget, folder: str) -> bool:
    """Ask whether runs may be saved among other files; only a clear yes counts."""
    reason = f"{folder} is not empty: the files of the workspace would lie among others."
    more = "No other file would be touched; a new folder is tidier."
    return _confirmed(parent, (reason, more), "Do not save", "Save here")


def may_read_outside(parent: QWidget, lesson: str, texts: Sequence[str]) -> bool:
    """Ask whether a lesson may read texts that are not in its folder; only a clear yes counts."""
    shown = [text[:LONGEST_NAME] for text in texts[:NAMED_AT_MOST]]
    shown += [f"and {len(texts) - NAMED_AT_MOST} more"] if len(texts) > NAMED_AT_MOST else []
    reason = f"The lesson {lesson} wants to learn from what is not in its folder:\n\n" + "\n".join(
        shown
    )
    more = "A lesson of your own may; of one that somebody sent, look twice."
    return _confirmed(parent, (reason, more), "Do not open it", "Read and open")


def _confirmed(parent: QWidget, texts: tuple[str, str], stays: str, go_on: str) -> bool:
    """Ask, with the button that changes nothing as the default."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("rnnviz")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(texts[0])
    box.setInformativeText(texts[1])
    stay = box.addButton(stays, QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton(go_on, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    answer = box.clickedButton() is leave
    box.deleteLater()
    return answer
