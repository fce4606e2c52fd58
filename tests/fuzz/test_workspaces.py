"""Whatever stands in a workspace's TOML: it is a workspace whose runs lie beside it, or refused."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.lab.runs.workspace import read_workspace
from rnnviz.lab.runs.workspace_name import FILE
from rnnviz.refusal import Refusal

FUZZ = settings.get_profile("fuzz")
GOOD = """# A workspace of rnnviz.
version = 1
focus = 1
layout = "bGF5b3V0"

[[runs]]
file = "1-lstm-bias-4-01234567.safetensors"
name = "LSTM, bias 4"
look = 0
shown = true

[[runs]]
file = "2-vanilla-89abcdef.safetensors"
name = ""
look = 1
shown = false
"""
NASTY = [
    *("9" * 5000, "1e999", "nan", "1979-05-27T07:32:00Z", "[" * 2000, "{a=" * 900, ".a" * 20_000),
    *("'''", '"""', "\\", '"', "#" * 9000, " " * 60_000, "\0", "\x1b[2J", "\ufeff", "\u2028", "\r"),
    *("true", '""', "[]", "{}", "-1", "../", "..\\\\", "/", "C:", "[[runs]]\n", "=", "\n" * 9000),
    *("version = 1\n", "focus = 0\n", "look = 3\n", "\\u0000", "\\" * 9000, '"\\"' * 3000),
]


@st.composite
def damaged(draw):
    """A good workspace with some of its parts cut out, doubled, swapped or made nasty."""
    text = GOOD
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        other = draw(st.sampled_from(["", text[start:end] * 2, *NASTY]))
        text = text[:start] + other + text[end:]
    return text.encode()


@given(content=st.one_of(damaged(), st.binary(max_size=300)))
@settings(FUZZ)
def test_any_toml_is_a_workspace_or_refused(bounded, content):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / FILE).write_bytes(content)
        with bounded(len(content)):
            try:
                workspace = read_workspace(Path(folder))
            except Refusal as refusal:
                assert "\n" not in str(refusal)
                assert len(str(refusal)) < 1000
                return
        for entry in workspace.entries:
            assert entry.path.parent == Path(folder)
            assert entry.path.resolve().parent == Path(folder).resolve()
