"""The texts that are always there."""

import sys

import pytest

from rnnviz import resources
from rnnviz.refusal import Refusal
from rnnviz.tasks.builtin import BUILTIN, SOURCE_CHARACTERS, python_source
from rnnviz.tasks.folding import Folding


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("verse", 50_000, 200_000),
        ("tales", 50_000, 200_000),
        ("python-docs", 300_000, 1_000_000),
        ("python-source", SOURCE_CHARACTERS, SOURCE_CHARACTERS),
        ("sums", 95_000, 110_000),
        ("hello", 18_000, 22_000),
    ],
)
def test_each_text_loads_at_its_size_the_same_every_time(name, low, high):
    builtin = BUILTIN[name]
    corpus = builtin.load()
    assert corpus.name == builtin.name == name
    assert corpus.source == builtin.origin
    assert low <= corpus.characters <= high
    assert corpus.fingerprint == builtin.load().fingerprint


def test_every_text_says_where_it_comes_from():
    readme = resources.read_text("corpora", "README.md")
    for name, builtin in BUILTIN.items():
        assert f"`{name}`" in readme
        assert builtin.title
        assert builtin.origin.endswith(".")


def test_a_text_is_folded_as_asked():
    corpus = BUILTIN["verse"].load(Folding.named("letters"))
    assert set(corpus.vocabulary) <= set("abcdefghijklmnopqrstuvwxyz \n")


def test_all_sums_are_right():
    corpus = BUILTIN["sums"].load()
    lines = corpus.decode(corpus.codes).splitlines()
    for line in lines:
        terms, total = line.split("=")
        a, b = terms.split("+")
        assert int(a) + int(b) == int(total)
    assert len(set(lines)) > 5000


def test_hello_is_five_symbols():
    assert BUILTIN["hello"].load().vocabulary == (" ", "e", "h", "l", "o")


def test_sums_without_digits_are_refused():
    with pytest.raises(Refusal, match="Nothing is left of sums"):
        BUILTIN["sums"].load(Folding.named("letters"))


def test_modules_are_joined_by_name_and_unreadable_ones_skipped(tmp_path):
    (tmp_path / "b.py").write_text("b = 2\n", encoding="utf-8")
    (tmp_path / "a.py").write_text("a = 1\n", encoding="utf-8")
    (tmp_path / "damaged.py").write_bytes(b"\xff\xff")
    (tmp_path / "folder.py").mkdir()
    assert python_source(tmp_path) == "a = 1\nb = 2\n"


def test_a_program_without_sources_says_so(tmp_path):
    with pytest.raises(Refusal, match="without the sources"):
        python_source(tmp_path / "nowhere")


def test_a_python_without_topics_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", None)
    with pytest.raises(Refusal, match=r"no pydoc_data\.topics"):
        BUILTIN["python-docs"].load()


def test_a_missing_resource_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    with pytest.raises(Refusal, match=r"verse\.txt is missing"):
        BUILTIN["verse"].load()
