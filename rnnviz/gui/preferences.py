"""What the program remembers from one start to the next, in an INI file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from rnnviz.lab.runs.kept_runs import FOLDER
from rnnviz.lab.settings import TEXT_ONLY, Settings
from rnnviz.refusal import Refusal

RECENT_AT_MOST = 10
FIRST_SPEED = 45
"""The speed slider at the first start: about 190 steps a second, so that one sees it learn."""


class Preferences:
    """Window, docks, look, last text, settings and recent files; a damaged entry is as none.

    `path` is for programs that must leave the user's own file alone.
    """

    def __init__(self, path: Path | None = None) -> None:
        ini = QSettings.Format.IniFormat
        if path is None:
            self._store = QSettings(ini, QSettings.Scope.UserScope, "rnnviz", "rnnviz")
        else:
            self._store = QSettings(str(path), ini)

    @property
    def kept_runs(self) -> Path:
        """The folder where unsaved work is kept."""
        return Path(self._store.fileName()).absolute().parent / FOLDER

    def arrangement(self, key: str) -> QByteArray:
        """Return a remembered geometry or arrangement, empty if there is none."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_arrangement(self, key: str, value: QByteArray) -> None:
        """Remember a geometry or an arrangement."""
        self._store.setValue(key, value)

    @property
    def look(self) -> str:
        """The chosen look: "system", "light" or "dark"."""
        look = str(self._store.value("look/theme", "system"))
        return look if look in ("light", "dark") else "system"

    @look.setter
    def look(self, look: str) -> None:
        self._store.setValue("look/theme", look)

    @property
    def enlargement(self) -> int:
        """By how many points text is larger than the system's."""
        return self._whole_number("look/enlargement", 0)

    @enlargement.setter
    def enlargement(self, points: int) -> None:
        self._store.setValue("look/enlargement", points)

    @property
    def speed(self) -> int:
        """Where the speed slider stands."""
        return self._whole_number("run/speed", FIRST_SPEED)

    @speed.setter
    def speed(self, position: int) -> None:
        self._store.setValue("run/speed", position)

    @property
    def corpus(self) -> dict[str, Any]:
        """The last text, as {"builtin": name} or {"files": [paths]}, or nothing."""
        value = self._json("text/last")
        return value if isinstance(value, dict) else {}

    @corpus.setter
    def corpus(self, corpus: dict[str, Any]) -> None:
        self._store.setValue("text/last", json.dumps(corpus))

    @property
    def settings(self) -> dict[str, Any]:
        """The last settings by name, without those that this version does not allow."""
        value = self._json("run/settings")
        allowed: dict[str, Any] = {}
        for name, setting in (value if isinstance(value, dict) else {}).items():
            try:
                Settings().change(**{name: setting})
            except Refusal:
                continue
            allowed[name] = setting
        return allowed

    @settings.setter
    def settings(self, settings: dict[str, Any]) -> None:
        self._store.setValue("run/settings", json.dumps(settings))

    def keep_settings(self, settings: Settings) -> None:
        """Remember these, and what texts are learned with while a task without one is."""
        self.settings = {name: settings.value(name) for name in {*settings.rows(), *TEXT_ONLY}}

    @property
    def recent(self) -> list[tuple[str, ...]]:
        """What was opened lately, the latest first; several files that were joined are one."""
        value = self._json("files/recent")
        entries = value if isinstance(value, list) else []
        return [tuple(map(str, entry)) for entry in entries if entry and isinstance(entry, list)]

    def add_recent(self, paths: tuple[str, ...]) -> None:
        """Put what was just opened first."""
        entries = [paths, *(entry for entry in self.recent if entry != paths)]
        self._store.setValue("files/recent", json.dumps(entries[:RECENT_AT_MOST]))

    def forget_recent(self) -> None:
        """Empty the list of what was opened lately."""
        self._store.remove("files/recent")

    def write(self) -> None:
        """Write the file now."""
        self._store.sync()

    def _whole_number(self, key: str, otherwise: int) -> int:
        try:
            return int(str(self._store.value(key, otherwise)))
        except ValueError:
            return otherwise

    def _json(self, key: str) -> Any:
        try:
            return json.loads(str(self._store.value(key, "null")))
        except ValueError:
            return None
