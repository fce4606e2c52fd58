"""What is remembered comes back, and what was damaged does no harm."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from rnnviz.gui.controls.transport import speed_at
from rnnviz.gui.preferences import FIRST_SPEED, RECENT_AT_MOST, Preferences
from rnnviz.lab.runs.kept_runs import users_folder
from rnnviz.lab.settings import Settings


def again(preferences):
    """The preferences as the next start finds them."""
    preferences.write()
    return Preferences(Path(preferences._store.fileName()))


def test_the_first_start_remembers_nothing(preferences):
    assert preferences.arrangement("window/geometry").isEmpty()
    assert preferences.settings == {}
    assert preferences.corpus == {}
    assert preferences.recent == []
    assert (preferences.look, preferences.enlargement) == ("system", 0)
    assert preferences.loss_unit == "nats"


def test_everything_comes_back(preferences):
    preferences.set_arrangement("window/geometry", QByteArray(b"\x00\x01\xff"))
    preferences.look, preferences.enlargement = "dark", 3
    preferences.loss_unit = "perplexity"
    preferences.corpus = {"files": ["a, b.txt"]}
    preferences.settings = Settings(hidden=17, forget_bias=None, prime="ünter, \\n=").as_dict()
    preferences.add_recent(("one.txt", "two, too.txt"))
    later = again(preferences)
    assert later.arrangement("window/geometry") == QByteArray(b"\x00\x01\xff")
    assert (later.look, later.enlargement, later.loss_unit) == ("dark", 3, "perplexity")
    assert later.corpus == {"files": ["a, b.txt"]}
    assert Settings().change(**later.settings).as_dict() == preferences.settings
    assert later.recent == [("one.txt", "two, too.txt")]


def test_recent_files_are_few_and_the_latest_stands_first(preferences):
    for number in range(RECENT_AT_MOST + 3):
        preferences.add_recent((f"{number}.txt",))
    preferences.add_recent(("5.txt",))
    assert len(preferences.recent) == RECENT_AT_MOST
    assert preferences.recent[0] == ("5.txt",)
    assert preferences.recent.count(("5.txt",)) == 1
    preferences.forget_recent()
    assert preferences.recent == []


@pytest.mark.parametrize("damage", ["", "[", "7", '"text"', '{"hidden": -3, "nothing": 1}', "[[]]"])
def test_damaged_entries_are_as_none(preferences, damage):
    keys = ("run/settings", "text/last", "files/recent", "window/geometry", "look/theme")
    for key in (*keys, "look/enlargement"):
        preferences._store.setValue(key, damage)
    later = again(preferences)
    assert later.settings == {}
    assert later.recent == []
    assert isinstance(later.corpus, dict)
    assert later.arrangement("window/geometry").isEmpty()
    assert later.look == "system"
    assert isinstance(later.enlargement, int)


def test_settings_of_another_version_come_back_as_far_as_they_are_allowed(preferences):
    preferences.settings = {"hidden": 32, "peephole": True, "lr": 1e9}
    assert again(preferences).settings == {"hidden": 32}


def test_the_users_own_file_is_an_ini(own_settings):
    preferences = Preferences()
    preferences.look = "light"
    preferences.write()
    path = Path(preferences._store.fileName())
    assert path.suffix == ".ini"
    assert path.is_relative_to(own_settings)
    assert QSettings(str(path), QSettings.Format.IniFormat).value("look/theme") == "light"
    assert preferences.kept_runs == users_folder() == path.parent / "earlier-runs"


def test_the_first_start_is_slow_enough_to_see_it_learn_and_the_speed_comes_back(
    open_window, preferences
):
    assert preferences.speed == FIRST_SPEED
    assert 100 < speed_at(FIRST_SPEED) < 300
    window = open_window()
    window.transport.speed.setValue(12)
    window.close()
    assert preferences.speed == 12
