"""All that the palette finds: actions, panels, settings, lessons, texts, tasks and presets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rnnviz.gui.controls.hyperparameters import changes_of
from rnnviz.lab.panels import PANELS
from rnnviz.lab.setting_words import choice_text
from rnnviz.lab.settings import declarations
from rnnviz.lab.usual_settings import PRESETS
from rnnviz.refusal import Refusal
from rnnviz.tasks import REGISTRY as TASKS
from rnnviz.tasks.builtin import BUILTIN

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from rnnviz.gui.window.main_window import MainWindow
    from rnnviz.lab.settings import Settings


@dataclass(frozen=True)
class Entry:
    """Something that can be found: its name, what kind of thing it is, its key, what it is for.

    Where it cannot be had at present `reason` says why.
    """

    name: str
    kind: str
    do: Callable[[], object]
    key: str = ""
    tip: str = ""
    reason: str = ""


def entries(window: MainWindow) -> list[Entry]:
    """Everything there is, from where it is declared."""
    found = [_actions, _panels, _settings, _presets, _tasks, _texts, _lessons]
    return [entry for kind in found for entry in kind(window)]


def _actions(window: MainWindow) -> Iterator[Entry]:
    actions = window.commands
    groups = (("Look", actions.looks), ("Losses", actions.loss_units))
    for action in actions.named():
        if action is not actions.palette:
            yield _entry_of(action, "action")
    for name, group in groups:
        for action in group.actions():
            yield _entry_of(action, "view", f"{name}: ")


def _entry_of(action: QAction, kind: str, before: str = "") -> Entry:
    text = action.text().split("\t")[0].replace("&&", "\0").replace("&", "").replace("\0", "&")
    reason = "" if action.isEnabled() else "Not possible at present."
    key = action.shortcut().toString()
    return Entry(before + text.rstrip("…"), kind, action.trigger, key, action.toolTip(), reason)


def _panels(window: MainWindow) -> Iterator[Entry]:
    for name, action in window.commands.to_panels.items():
        key = action.shortcut().toString()
        go = partial(window.going.to_panel, name)
        yield Entry(PANELS[name].title, "panel", go, key, PANELS[name].tooltip)


def _settings(window: MainWindow) -> Iterator[Entry]:
    settings = window.session.settings
    for name, declared in declarations().items():
        reason = _absence(settings, name)
        yield Entry(
            declared.label, "setting", partial(_to_setting, window, name), declared.flag,
            declared.tooltip, reason,
        )  # fmt: skip


def _absence(settings: Settings, name: str) -> str:
    """Why a setting has no row at present; "" where it has one."""
    if name in settings.rows_of_form():
        return ""
    try:
        owner, choices = settings.users(name)
    except Refusal as refusal:
        return str(refusal)
    wanted = " or ".join(choice_text(owner, choice)[0] for choice in choices)
    return f"It is there with {declarations()[owner].label.lower()} {wanted}."


def _to_setting(window: MainWindow, name: str) -> None:
    window.presentation.end()
    window.column.choose(True)
    field = window.left.show_setting(name)
    if field is not None:
        field.setFocus()


def _presets(window: MainWindow) -> Iterator[Entry]:
    for name in PRESETS:
        take = partial(_take_preset, window, name)
        yield Entry(name, "preset", take, "", "Settings that belong together")


def _take_preset(window: MainWindow, name: str) -> None:
    window.change_settings.change_together(changes_of(name))


def _tasks(window: MainWindow) -> Iterator[Entry]:
    for name, task in TASKS.items():
        yield Entry(task.label, "task", partial(window.change_task.pick, name), "", task.hint)


def _texts(window: MainWindow) -> Iterator[Entry]:
    for name, text in BUILTIN.items():
        pick = partial(window.open_and_save.pick_builtin, name)
        yield Entry(text.title, "text", pick, "", "A text that comes with the program")


def _lessons(window: MainWindow) -> Iterator[Entry]:
    from rnnviz.lessons.reading import builtin_lessons  # some time, at the first palette alone

    for number, lesson in enumerate(builtin_lessons(), 1):
        begin = partial(window.lesson.open_builtin, lesson.name)
        tip = f"{lesson.minutes} minutes, {len(lesson.steps)} steps"
        yield Entry(f"{number}. {lesson.title}", "lesson", begin, "", tip)


def rank(entry: Entry, typed: str) -> float | None:
    """How well an entry fits what is typed, the smaller the better; None where it does not.

    Words at the beginning count most, then words within, then letters in their order.
    """
    name, words = entry.name.casefold(), typed.casefold().split()
    within = f"{name} {entry.kind} {entry.key.casefold()}"
    if not words:
        return 0.0
    if all(word in within for word in words):
        starts = sum(f" {name}".find(f" {word}") < 0 for word in words)
        first = 0.0 if name.startswith(words[0]) else 1.0
        return first + starts + len(name) / 1000
    letters = iter(name)
    if all(letter in letters for letter in "".join(words)):
        return 10.0 + len(name) / 1000
    return None
