"""Where texts, lessons and icons are found: in the wheel, in a frozen program, in a checkout."""

import pytest

from rnnviz import resources
from rnnviz.refusal import Refusal


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "site" / "rnnviz"
    folder.mkdir(parents=True)
    return folder


def filled(folder):
    (folder / "corpora").mkdir(parents=True)
    return folder


def test_the_wheels_own_folder_comes_before_a_foreign_package(package):
    filled(package.parent / "resources")
    own = filled(package / "_resources")
    assert resources.find(package, None) == own


def test_a_foreign_package_is_never_taken(package):
    filled(package.parent / "resources")
    with pytest.raises(Refusal, match="install it again"):
        resources.find(package, None)


def test_a_checkout_has_them_beside_its_pyproject(package):
    ours = filled(package.parent / "resources")
    (package.parent / "pyproject.toml").touch()
    assert resources.find(package, None) == ours


def test_an_empty_folder_does_not_count(package):
    (package / "_resources").mkdir()
    (package.parent / "pyproject.toml").touch()
    ours = filled(package.parent / "resources")
    assert resources.find(package, None) == ours


def test_a_frozen_program_has_them_where_it_unpacks_itself(package, tmp_path):
    unpacked = filled(tmp_path / "unpacked" / "rnnviz" / "_resources")
    filled(package.parent / "resources")
    assert resources.find(package, str(tmp_path / "unpacked")) == unpacked


def test_a_frozen_program_that_keeps_its_modules_as_files_has_them_there(package, tmp_path):
    own = filled(package / "_resources")
    assert resources.find(package, str(tmp_path / "unpacked")) == own


def test_the_bundle_is_asked_for_where_it_unpacks_itself(tmp_path, monkeypatch):
    unpacked = filled(tmp_path / "rnnviz" / "_resources")
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert resources.root.__wrapped__() == unpacked


def test_this_program_finds_its_own():
    assert resources.read_text("corpora", "verse.txt")
    assert resources.path("icons", "rnnviz.svg").is_file()
