"""The folder of the settings is where Qt has it."""

import subprocess
import sys
from pathlib import Path

import pytest

from rnnviz.settings_folder import settings_folder

QT = """
from PySide6.QtCore import QSettings
ini, user = QSettings.Format.IniFormat, QSettings.Scope.UserScope
print(QSettings(ini, user, "rnnviz", "rnnviz").fileName())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows it without the environment")
@pytest.mark.parametrize("config", ["", "/somewhere", "beside/home"])
def test_it_is_where_qt_has_it(monkeypatch, tmp_path, config):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", config)
    said = subprocess.run([sys.executable, "-c", QT], capture_output=True, text=True, check=True)
    assert settings_folder() == Path(said.stdout.strip()).parent


def test_without_a_home_it_is_at_the_root(monkeypatch):
    def none():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", none)
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.delenv("APPDATA")
    assert settings_folder().is_relative_to("/")
