"""What the program is installed from: icons, desktop files, the wheel, the way it starts."""

import configparser
import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import rnnviz

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
ICONS = ROOT / "resources" / "icons"
TOOLBAR = sorted(path for path in ICONS.glob("*.svg") if path.stem != "rnnviz")
METAINFO = PACKAGING / "org.rnnviz.rnnviz.metainfo.xml"


@pytest.fixture(scope="module")
def make_icons():
    spec = importlib.util.spec_from_file_location("make_icons", PACKAGING / "make_icons.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def desktop():
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(PACKAGING / "rnnviz.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


@pytest.fixture(scope="module")
def metainfo():
    return ET.parse(METAINFO).getroot()


def test_the_desktop_gets_the_same_icons_as_the_window(make_icons):
    copies = make_icons.desktop_copies()
    assert len(copies) == 1 + len(make_icons.SIZES)
    for copy, original in copies.items():
        assert copy.read_bytes() == original.read_bytes(), f"{copy}: run packaging/make_icons.py"


def test_the_icon_files_show_the_drawing(make_icons, qapp):
    from PySide6.QtGui import QImage

    for size in (16, 24, 32, 48, 64, 128, 256):
        saved = QImage(str(ICONS / f"rnnviz-{size}.png"))
        assert (saved.width(), saved.height()) == (size, size)
        assert saved.hasAlphaChannel()
        drawn = make_icons.render(ICONS / "rnnviz.svg", size)
        assert difference(saved, drawn) < 3, f"{size}: run packaging/make_icons.py"


def difference(one, other):
    """The mean absolute difference of two images' bytes."""
    pixels = [image.convertToFormat(one.Format.Format_ARGB32).constBits() for image in (one, other)]
    return sum(abs(a - b) for a, b in zip(*map(bytes, pixels), strict=True)) / len(pixels[0])


def test_the_toolbar_has_its_icons():
    needed = {"run", "pause", "step", "restart", "open", "save", "slow", "speed"}
    assert needed | {"panels", "paste", "light", "dark"} <= {path.stem for path in TOOLBAR}


@pytest.mark.parametrize("path", TOOLBAR, ids=lambda path: path.stem)
def test_a_toolbar_icon_has_one_colour_for_the_theme_to_replace(path, qapp):
    from PySide6.QtSvg import QSvgRenderer

    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}", text)) == {"#808080"}
    renderer = QSvgRenderer(str(path))
    assert renderer.isValid()
    assert renderer.viewBox().width() == renderer.viewBox().height() == 24


def test_the_desktop_entry_starts_the_program(desktop):
    assert desktop["Version"] == "1.4"
    assert desktop["Exec"] == "rnnviz %f"
    assert desktop["Icon"] == "rnnviz"
    assert desktop["Categories"] == "Education;Science;ArtificialIntelligence;"


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-utils missing")
def test_the_desktop_entry_is_valid():
    command = ["desktop-file-validate", str(PACKAGING / "rnnviz.desktop")]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="appstreamcli missing")
def test_the_metainfo_is_valid():
    command = ["appstreamcli", "validate", "--no-net", str(METAINFO)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_metainfo_agrees_with_the_program(metainfo, desktop):
    identity = metainfo.findtext("id")
    assert identity == identity.lower() == METAINFO.name.removesuffix(".metainfo.xml")
    assert metainfo.findtext("launchable") == "rnnviz.desktop"
    assert metainfo.findtext("summary") == desktop["Comment"]
    assert metainfo.findtext("project_license") == project()["license"] == "MIT"
    assert metainfo.find("releases")[0].get("version") == rnnviz.__version__


def test_the_changelog_opens_with_this_version_or_what_comes_after_it():
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert next(name for name in headings if name != "Unreleased") == rnnviz.__version__
    assert "Unreleased" not in headings[1:]


def test_the_citation_agrees_with_the_program(metainfo):
    lines = (ROOT / "CITATION.cff").read_text("utf-8").splitlines()
    said = dict(line.split(": ", 1) for line in lines if ": " in line)
    owner = re.search(r"Copyright \(c\) \d+ (.+)", (ROOT / "LICENSE").read_text("utf-8"))[1]
    assert (said["cff-version"], said["type"], said["title"]) == ("1.2.0", "software", "rnnviz")
    assert (said["version"], said["license"]) == (rnnviz.__version__, project()["license"])
    assert said["date-released"].strip('"') == metainfo.find("releases")[0].get("date")
    assert said["abstract"] == project()["description"]
    assert said["  - name"] == metainfo.findtext("developer_name") == owner


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def wanted(python):
    """The versions of each dependency that a version of Python asks for."""
    parts = map(Requirement, project()["dependencies"])
    return {p.name: p.specifier for p in parts if not p.marker or p.marker.evaluate(python)}


@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_every_python_gets_a_qt_that_runs_on_it(minor):
    assert f"Programming Language :: Python :: 3.{minor}" in project()["classifiers"]
    found = wanted({"python_version": f"3.{minor}"})
    assert set(found) == {
        *("PySide6-Essentials", "pyqtgraph", "numpy", "safetensors", "charset-normalizer")
    }
    assert found["PySide6-Essentials"].contains("6.11.3")
    assert found["PySide6-Essentials"].contains("6.12.0") == (minor > 11)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, unpacked as an installer does it."""
    from hatchling.build import build_wheel

    folder = tmp_path_factory.mktemp("wheel")
    with contextlib.chdir(ROOT):
        name = build_wheel(str(folder))
    with zipfile.ZipFile(folder / name) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def files_in(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_the_wheel_holds_the_program_and_its_resources(wheel):
    names = files_in(wheel)
    assert {f"rnnviz/_resources/{name}" for name in files_in(ROOT / "resources")} <= names
    assert "rnnviz/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"rnnviz"}


def test_the_wheel_starts_the_program_with_and_without_a_console(wheel):
    parser = configparser.ConfigParser()
    parser.read(next(wheel.glob("*.dist-info/entry_points.txt")))
    assert dict(parser["console_scripts"]) == {"rnnviz": "rnnviz.__main__:main"}
    assert dict(parser["gui_scripts"]) == {"rnnviz-window": "rnnviz.__main__:main"}


def test_an_installed_program_reads_its_own_files_beside_a_foreign_package(wheel, tmp_path):
    shutil.copytree(wheel / "rnnviz", tmp_path / "rnnviz")
    foreign = tmp_path / "resources"
    (foreign / "corpora").mkdir(parents=True)
    (foreign / "__init__.py").touch()
    command = [sys.executable, "-m", "rnnviz", "list", "lessons"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "1-spell" in result.stdout


def test_the_source_archive_holds_what_its_own_tests_read(tmp_path):
    from hatchling.build import build_sdist

    with contextlib.chdir(ROOT):
        name = build_sdist(str(tmp_path))
    with tarfile.open(tmp_path / name) as archive:
        files = {file.partition("/")[2] for file in archive.getnames()}
    texts = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff", "LICENSE"}
    more = {"pyproject.toml", "rnnviz/py.typed", "packaging/rnnviz.desktop"}
    assert texts | more | {"tests/conftest.py", "resources/corpora/verse.txt"} <= files


STARTED = """
import os, sys, types
seen = types.ModuleType("rnnviz.cli")
def run():
    assert "numpy" not in sys.modules
    print(os.environ["OPENBLAS_NUM_THREADS"], os.environ["OMP_NUM_THREADS"])
    return 3
seen.main = run
sys.modules["rnnviz.cli"] = seen
from rnnviz.__main__ import main
sys.exit(main())
"""


def test_the_program_asks_for_one_blas_thread_before_numpy_and_respects_the_user():
    environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
    environment["OMP_NUM_THREADS"] = "2"
    result = subprocess.run(
        [sys.executable, "-c", STARTED], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert result.stdout.split() == ["1", "2"], result.stderr
    assert result.returncode == 3
