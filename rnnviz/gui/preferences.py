"""What the program remembers from one start to the next, in an INI file."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from stat import S_ISREG
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from rnnviz.captions.loss_units import CHOICES, NATS
from rnnviz.gui.appearance.look import LARGEST, SMALLEST
from rnnviz.gui.controls.transport import FULL
from rnnviz.lab.runs.kept_runs import FOLDER
from rnnviz.lab.settings import TEXT_ONLY, Settings
from rnnviz.refusal import Refusal
from rnnviz.settings_folder import settings_folder

NAME = "rnnviz.ini"
RECENT_AT_MOST = 10
JOINED_AT_MOST = 10_000
"""Files of one text."""
LARGEST_FILE = 4_000_000
"""Bytes of the settings; some ten thousand are usual."""
DANGEROUS = (b"@Variant(", b"@DateTime(")
SUM_BYTES = 4
SPARE = ".new"
"""Ends the name of the settings beside some that Qt cannot read."""
FIRST_SPEED = 45
"""The speed slider at the first start: about 190 steps a second, so that one sees it learn."""
USUAL_MEMORY, MEMORY = 512, (64, 1_000_000)
"""Megabytes that all runs may take at the first start, and from how many to how many."""


class Preferences:
    """Window, docks, look, last text, settings and recent files; a damaged entry is as none.

    `path` is for programs that must leave the user's own file alone.
    """

    def __init__(self, path: Path | None = None) -> None:
        path = path or settings_folder() / NAME
        while not is_harmless(path):
            path = path.with_name(path.name + SPARE)
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def kept_runs(self) -> Path:
        """The folder where unsaved work is kept."""
        return Path(self._store.fileName()).absolute().parent / FOLDER

    def arrangement(self, key: str) -> QByteArray:
        """Return a remembered geometry or arrangement, empty if there is none."""
        value = self._store.value(key)
        kept = bytes(value.data()) if isinstance(value, QByteArray) else b""
        state = kept[SUM_BYTES:]
        return QByteArray(state if kept == _with_sum(state) else b"")

    def set_arrangement(self, key: str, value: QByteArray) -> None:
        """Remember a geometry or an arrangement."""
        self._store.setValue(key, QByteArray(_with_sum(bytes(value.data()))))

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
        return self._whole_number("look/enlargement", 0, (SMALLEST, LARGEST))

    @enlargement.setter
    def enlargement(self, points: int) -> None:
        self._store.setValue("look/enlargement", points)

    @property
    def loss_unit(self) -> str:
        """What losses are shown in: "nats", "bits" or "perplexity"."""
        unit = str(self._store.value("look/loss_unit", NATS))
        return unit if unit in CHOICES else NATS

    @loss_unit.setter
    def loss_unit(self, unit: str) -> None:
        self._store.setValue("look/loss_unit", unit)

    @property
    def speed(self) -> int:
        """Where the speed slider stands."""
        return self._whole_number("run/speed", FIRST_SPEED, (0, FULL))

    @speed.setter
    def speed(self, position: int) -> None:
        self._store.setValue("run/speed", position)

    @property
    def memory(self) -> int:
        """Megabytes that all runs may take together."""
        return self._whole_number("run/memory", USUAL_MEMORY, MEMORY)

    @memory.setter
    def memory(self, megabytes: int) -> None:
        self._store.setValue("run/memory", megabytes)

    @property
    def white_pictures(self) -> bool:
        """Whether pictures that are copied or saved stand on white, whatever the look is."""
        return str(self._store.value("pictures/white")).lower() == "true"

    @white_pictures.setter
    def white_pictures(self, white: bool) -> None:
        self._store.setValue("pictures/white", white)

    @property
    def pictures_folder(self) -> str:
        """The folder that pictures and numbers were saved in last."""
        folder = str(self._store.value("pictures/folder", ""))
        return folder if folder and Path(folder).is_dir() else str(Path.home())

    @pictures_folder.setter
    def pictures_folder(self, folder: str) -> None:
        self._store.setValue("pictures/folder", folder)

    @property
    def more(self) -> list[str]:
        """The parts of the settings of which all rows are shown."""
        value = self._json("window/more")
        return [str(name) for name in value] if isinstance(value, list) else []

    @more.setter
    def more(self, names: list[str]) -> None:
        self._store.setValue("window/more", json.dumps(names))

    @property
    def column(self) -> bool:
        """Whether the column of settings is shown."""
        return str(self._store.value("window/column", "true")) != "false"

    @column.setter
    def column(self, shown: bool) -> None:
        self._store.setValue("window/column", "true" if shown else "false")

    @property
    def corpus(self) -> dict[str, Any]:
        """The last text, as {"builtin": name} or {"files": [paths]}, or nothing.

        Files that are not all in UTF-8 have "encodings", the codec of each, beside them.
        """
        value = self._json("text/last")
        known = value if isinstance(value, dict) else {}
        if isinstance(name := known.get("builtin"), str):
            return {"builtin": name}
        if not _are_names(files := known.get("files")):
            return {}
        encodings = known.get("encodings", [])
        fit = _are_names(encodings) and len(encodings) == len(files or ())
        return {"files": files} | ({"encodings": encodings} if fit else {})

    @corpus.setter
    def corpus(self, corpus: dict[str, Any]) -> None:
        self._store.setValue("text/last", json.dumps(corpus))

    @property
    def settings(self) -> dict[str, Any]:
        """The last settings by name, without those that this version does not allow."""
        value = self._json("run/settings")
        known = value if isinstance(value, dict) else {}
        return {name: known[name] for name in known if _is_allowed(name, known[name])}

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
        return [tuple(entry) for entry in entries if _are_names(entry)][:RECENT_AT_MOST]

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

    def _whole_number(self, key: str, otherwise: int, bounds: tuple[int, int]) -> int:
        try:
            number = int(str(self._store.value(key, otherwise)))
        except ValueError:
            return otherwise
        return number if bounds[0] <= number <= bounds[1] else otherwise

    def _json(self, key: str) -> Any:
        try:
            return json.loads(str(self._store.value(key, "null")))
        except (ValueError, RecursionError):
            return None


def is_harmless(path: Path) -> bool:
    """Whether Qt can read what is there as an INI, also after it was damaged.

    It would wait for the other end of a pipe.

    Qt ends the program where an entry says that it is a list of two thousand million things; this
    program never writes entries that could say so.
    """
    try:
        state = path.stat()
        if not S_ISREG(state.st_mode) or state.st_size > LARGEST_FILE:
            return False
        return not any(mark in path.read_bytes() for mark in DANGEROUS)
    except OSError:
        return True  # there is none, or none that Qt could read either


def _with_sum(state: bytes) -> bytes:
    """An arrangement behind its checksum: over a damaged one Qt itself may end the program."""
    return zlib.crc32(state).to_bytes(SUM_BYTES, "big") + state


def _are_names(names: object) -> bool:
    """Whether these are names of files, in a list with something in it."""
    if not isinstance(names, list) or not 0 < len(names) <= JOINED_AT_MOST:
        return False
    return all(isinstance(name, str) and name and "\0" not in name for name in names)


def _is_allowed(name: str, setting: object) -> bool:
    if isinstance(setting, list | dict):  # any text would do as a prime, but not these
        return False
    try:
        Settings().change(**{name: setting})
    except (Refusal, ValueError, OverflowError):
        return False
    return True
