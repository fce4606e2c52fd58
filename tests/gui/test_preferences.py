"""What is remembered comes back, and what was damaged does no harm."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from rnnviz.gui.controls.transport import speed_at
from rnnviz.gui.preferences import FIRST_SPEED, RECENT_AT_MOST, Preferences
from rnnviz.lab.settings import Settings


def again(memory):
    """The memory as the next start finds it."""
    memory.write()
    return Preferences(Path(memory._store.fileName()))


def test_the_first_start_remembers_nothing(memory):
    assert memory.arrangement("window/geometry").isEmpty()
    assert memory.settings == {}
    assert memory.corpus == {}
    assert memory.recent == []
    assert (memory.look, memory.enlargement) == ("system", 0)


def test_everything_comes_back(memory):
    memory.set_arrangement("window/geometry", QByteArray(b"\x00\x01\xff"))
    memory.look, memory.enlargement = "dark", 3
    memory.corpus = {"files": ["a, b.txt"]}
    memory.settings = Settings(hidden=17, forget_bias=None, prime="ünter, \\n=").as_dict()
    memory.add_recent(("one.txt", "two, too.txt"))
    later = again(memory)
    assert later.arrangement("window/geometry") == QByteArray(b"\x00\x01\xff")
    assert (later.look, later.enlargement) == ("dark", 3)
    assert later.corpus == {"files": ["a, b.txt"]}
    assert Settings().change(**later.settings).as_dict() == memory.settings
    assert later.recent == [("one.txt", "two, too.txt")]


def test_recent_files_are_few_and_the_latest_stands_first(memory):
    for number in range(RECENT_AT_MOST + 3):
        memory.add_recent((f"{number}.txt",))
    memory.add_recent(("5.txt",))
    assert len(memory.recent) == RECENT_AT_MOST
    assert memory.recent[0] == ("5.txt",)
    assert memory.recent.count(("5.txt",)) == 1
    memory.forget_recent()
    assert memory.recent == []


@pytest.mark.parametrize("damage", ["", "[", "7", '"text"', '{"hidden": -3, "nothing": 1}', "[[]]"])
def test_damaged_entries_are_as_none(memory, damage):
    keys = ("run/settings", "text/last", "files/recent", "window/geometry", "look/theme")
    for key in (*keys, "look/enlargement"):
        memory._store.setValue(key, damage)
    later = again(memory)
    assert later.settings == {}
    assert later.recent == []
    assert isinstance(later.corpus, dict)
    assert later.arrangement("window/geometry").isEmpty()
    assert later.look == "system"
    assert isinstance(later.enlargement, int)


def test_settings_of_another_version_come_back_as_far_as_they_are_allowed(memory):
    memory.settings = {"hidden": 32, "peephole": True, "lr": 1e9}
    assert again(memory).settings == {"hidden": 32}


def test_the_users_own_file_is_an_ini(own_settings):
    memory = Preferences()
    memory.look = "light"
    memory.write()
    path = Path(memory._store.fileName())
    assert path.suffix == ".ini"
    assert path.is_relative_to(own_settings)
    assert QSettings(str(path), QSettings.Format.IniFormat).value("look/theme") == "light"
    assert memory.last_run.parent == path.parent


def test_the_first_start_is_slow_enough_to_see_it_learn_and_the_speed_comes_back(
    open_window, memory
):
    assert memory.speed == FIRST_SPEED
    assert 100 < speed_at(FIRST_SPEED) < 300
    window = open_window()
    window.transport.speed.setValue(12)
    window.close()
    assert memory.speed == 12
