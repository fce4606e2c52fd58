"""Whatever stands in the file of the settings: what is damaged is as none."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray

from rnnviz.gui.appearance.look import LARGEST, SMALLEST
from rnnviz.gui.controls.transport import FULL
from rnnviz.gui.preferences import RECENT_AT_MOST, Preferences
from rnnviz.lab.settings import Settings

FUZZ = settings.get_profile("fuzz")
NAMES = ["hidden", "lr", "prime", "cell", "batch", "task", "fold", "clip", "nothing", "validation"]
NUMBERS = ["9" * 12, "-1", "1e999", "NaN", "-" + "9" * 400, "9" * 5000, "0x10", "1.5", "true"]
VALUES = [
    *NUMBERS,
    *("[" * 50_000, "[" * 5000 + "]" * 5000, "{}", "[]", "null", '""', "[1,2]", "[[[]]]"),
    *("@ByteArray(\\0\\xff)", "@ByteArray(", "@Invalid()", "@Rect(1 2 3 4)", "@Size(1)", "a, b"),
    *(
        "@Variant(\\0\\0\\0\\n\\xff\\xff\\xff\\xf0ab)",
        "@Variant(\\0\\0\\0\\x7f\\0)",
        "@DateTime(x)",
    ),
]
KEYS = {
    "look": ("theme", "enlargement"),
    "run": ("speed", "settings"),
    "text": ("last",),
    "files": ("recent",),
    "window": ("geometry", "split", "panels"),
}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda x: st.lists(x, max_size=4) | st.dictionaries(st.text(max_size=8), x, max_size=4),
    max_leaves=12,
)
shaped = st.one_of(
    st.dictionaries(st.sampled_from(NAMES), json_values, max_size=5),
    st.fixed_dictionaries({}, optional={"builtin": json_values, "files": json_values}),
    st.lists(st.lists(st.text(max_size=9), max_size=3), max_size=14),
    json_values,
).map(json.dumps)


def quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


values = st.sampled_from(VALUES) | shaped.map(quoted) | st.text(max_size=30)
known = st.sampled_from([(section, key) for section, keys in KEYS.items() for key in keys])


@st.composite
def inis(draw):
    """An INI with the keys of the program, and whatever values."""
    lines = []
    for (section, key), value in draw(st.lists(st.tuples(known, values), max_size=9)):
        lines += [f"[{section}]", f"{key}={value}"]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def read_all(path):
    """Read every entry, as a start does."""
    read = Preferences(path)
    assert read.look in ("system", "light", "dark")
    assert SMALLEST <= read.enlargement <= LARGEST
    assert 0 <= read.speed <= FULL
    for name in KEYS["window"]:
        assert isinstance(read.arrangement(f"window/{name}"), QByteArray)
    names = [*read.corpus.get("files", ()), *(name for entry in read.recent for name in entry)]
    assert all(isinstance(name, str) and Path(name) for name in names)
    assert isinstance(read.corpus.get("builtin", ""), str)
    assert len(read.recent) <= RECENT_AT_MOST
    for name, value in read.settings.items():
        Settings().change(**{name: value})
    read.add_recent(("one.txt",))
    read.write()


@FUZZ
@given(inis() | st.binary(max_size=300))
@example(b"[run]\nspeed=999999999999\n")
@example(b'[text]\nlast="{\\"files\\": 5}"\n')
@example(b'[text]\nlast="{\\"files\\": null}"\n')
@example(b"[look]\nenlargement=1000000\n")
@example(b'[run]\nsettings="{\\"hidden\\": ' + b"9" * 400 + b'}"\n')
def test_a_damaged_entry_is_as_none(bounded, content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rnnviz.ini")
        path.write_bytes(content)
        with bounded(len(content)):
            read_all(path)


@pytest.mark.parametrize("value", VALUES)
def test_every_entry_may_be_damaged(bounded, tmp_path, value):
    path = tmp_path / "rnnviz.ini"
    with path.open("w") as file:
        for section, keys in KEYS.items():
            file.write(f"[{section}]\n" + "".join(f"{key}={value}\n" for key in keys))
    with bounded(path.stat().st_size):
        read_all(path)


@FUZZ
@given(st.binary(max_size=200), st.integers(0, 300), st.integers(0, 255))
def test_an_arrangement_comes_back_whole_or_not_at_all(arranged, place, byte):
    """Qt itself would end the program over some that are damaged."""
    with tempfile.TemporaryDirectory() as folder:
        known = Preferences(Path(folder, "rnnviz.ini"))
        known.set_arrangement("window/panels", QByteArray(arranged))
        assert known.arrangement("window/panels") == QByteArray(arranged)
        stored = bytearray(known._store.value("window/panels").data())
        stored[place % len(stored)] ^= byte
        known._store.setValue("window/panels", QByteArray(bytes(stored)))
        assert known.arrangement("window/panels") == QByteArray(arranged if byte == 0 else b"")
