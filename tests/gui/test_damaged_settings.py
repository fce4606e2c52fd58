"""The window starts whatever stands in the file of its settings."""

import json
import os

import pytest
from PySide6.QtCore import QByteArray

from rnnviz.gui.preferences import SPARE, Preferences

DIGITS = "9" * 400
NOISE = QByteArray(bytes(range(256)) * 8)
ENTRIES = {
    "a speed without end": ("run/speed", "999999999999"),
    "a list where a number was": ("run/speed", ["1", "2"]),
    "letters without end": ("look/enlargement", "999999"),
    "400 digits": ("look/enlargement", DIGITS),
    "400 digits in a setting": ("run/settings", f'{{"hidden": {DIGITS}, "lr": {DIGITS}}}'),
    "deep nesting": ("run/settings", "[" * 100_000),
    "a list as a prime": ("run/settings", '{"prime": ["a"], "task": [1], "hidden": {}}'),
    "a number of files": ("text/last", '{"files": 5}'),
    "files that are none": ("text/last", '{"files": [null, 3]}'),
    "names that no file has": ("text/last", json.dumps({"files": ["x" * 5000, "a\0b", "\ud800"]})),
    "a name that is too long": ("text/last", json.dumps({"files": ["x" * 5000]})),
    "a text that is a list": ("text/last", '{"builtin": ["verse"]}'),
    "recent files of no name": ("files/recent", '[[""], [], ["a\\u0000b"], [["a"]], [7]]'),
    "an arrangement of noise": ("window/panels", NOISE),
    "a geometry of noise": ("window/geometry", NOISE),
    "a split of noise": ("window/split", NOISE),
    "a geometry that is a number": ("window/geometry", 7),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_the_window_starts_in_spite_of(open_window, preferences, tmp_path, name):
    preferences._store.setValue(*ENTRIES[name])
    preferences.write()
    window = open_window(preferences=Preferences(tmp_path / "settings" / "rnnviz.ini"))
    assert window.session.state == "ready"
    assert window.isVisible()
    window.recent.fill()
    window.close()


def test_settings_that_would_end_the_program_are_left_where_they_are(open_window, tmp_path):
    path = tmp_path / "rnnviz.ini"
    damage = rb"[text]" + b"\n" + rb"last=@Variant(\0\0\0\n\xff\xff\xff\xf0ab)"
    path.write_bytes(damage)
    window = open_window(preferences=Preferences(path))
    window.close()
    assert path.read_bytes() == damage
    assert (tmp_path / f"rnnviz.ini{SPARE}").is_file()
    assert Preferences(path).corpus == {"builtin": "verse"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX's")
@pytest.mark.parametrize("pipes", [1, 2])
def test_settings_that_are_a_pipe_are_not_waited_for(tmp_path, pipes):
    names = [f"rnnviz.ini{SPARE * number}" for number in range(pipes)]
    for name in names:
        os.mkfifo(tmp_path / name)
    preferences = Preferences(tmp_path / "rnnviz.ini")
    preferences.look = "dark"
    preferences.write()
    assert Preferences(tmp_path / "rnnviz.ini").look == "dark"
    assert all((tmp_path / name).is_fifo() for name in names)
    assert preferences.kept_runs.parent == tmp_path


def test_a_folder_in_place_of_the_settings_stays_there(tmp_path):
    (tmp_path / "rnnviz.ini").mkdir()
    preferences = Preferences(tmp_path / "rnnviz.ini")
    preferences.look = "dark"
    preferences.write()
    assert Preferences(tmp_path / "rnnviz.ini").look == "dark"


def test_one_wrong_byte_of_an_arrangement_does_no_harm(open_window, preferences):
    open_window().close()
    good = bytes(preferences._store.value("window/panels").data())
    bad = QByteArray(good[:60] + bytes([good[60] ^ 128]) + good[61:])
    preferences._store.setValue("window/panels", bad)
    preferences._store.setValue("window/geometry", QByteArray(good[:-1]))
    assert preferences.arrangement("window/panels").isEmpty()
    assert preferences.arrangement("window/geometry").isEmpty()
    assert open_window().isVisible()
