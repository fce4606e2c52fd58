"""Lessons that somebody made to do harm are refused in a sentence, at once."""

import os
import re
import sys
import time
from pathlib import Path

import pytest

from rnnviz.lessons import writing
from rnnviz.lessons.bounds import LARGEST, PROSE, STEPS
from rnnviz.lessons.files import is_lesson, is_within, regular_bytes
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.reading import parse_lesson, read_lesson
from rnnviz.lessons.step import Step
from rnnviz.lessons.texts import OutsideText
from rnnviz.lessons.writing import write_lesson
from rnnviz.refusal import Refusal

PIPES = pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
AT_ONCE = 2.0
"""Seconds that any refusal may take."""


def written(front, prose="## One\n", title='title = "T"'):
    return f"+++\n{title}\n{front}\n[[steps]]\n+++\n{prose}"


def refusal(text, folder=Path()):
    """The sentence that a lesson is refused with, without what took its time."""
    started = time.perf_counter()
    with pytest.raises(Refusal) as caught:
        parse_lesson(text, "x.md", folder)
    assert time.perf_counter() - started < AT_ONCE
    sentence = str(caught.value)
    assert sentence.startswith("x.md")
    assert len(sentence) < 600
    return sentence


@pytest.mark.parametrize(
    "number", ["9" * 5000, "0x" + "f" * 5000, "0b" + "1" * 9000, str(2**63), "0x" + "f" * 40]
)
def test_numbers_of_many_digits_are_refused(number):
    assert re.search("number", refusal(written(f"minutes = {number}")))
    assert re.search("number", refusal(written(f"settings = {{ hidden = {number} }}")))


@pytest.mark.parametrize("pair", ["[]", "{}"])
def test_what_is_nested_deeply_is_refused(pair):
    inside = "[" * 2000 + "]" * 2000 if pair == "[]" else "{a=" * 2000 + "1" + "}" * 2000
    assert "line 3: brackets" in refusal(written(f"panels = {inside}"))


def test_keys_of_many_parts_are_refused():
    for dot in (".", " . "):
        assert "parts" in refusal(written(dot.join("a" * 20_000) + " = 1"))
        assert "parts" in refusal(written(dot.join(["'a'"] * 15_000) + " = 1"))
        assert "parts" in refusal(written(f"[{dot.join('a' * 20_000)}]"))


def test_what_stands_in_a_text_or_a_comment_is_no_nesting_and_no_key():
    many = "[" * 40 + ".a" * 40 + "9" * 300
    inside = f'title = "{many}" # {many}\n'
    assert parse_lesson(f"+++\n{inside}settings = {{ task = \"adding\" }}\n[[steps]]\n+++\n## A\n",
                        "x.md", Path()).title == many  # fmt: skip


@pytest.mark.parametrize("quote", ['"""', "'''", '"', "'", '"""\\'])
def test_texts_without_an_end_take_no_time(quote):
    refusal(written(f"title = {quote * 20_000}", title=""))


@pytest.mark.parametrize("what", ["[" * 300_000, "|a" * 2000 * 40, "*a" * PROSE, "> " * PROSE])
def test_prose_that_cannot_be_laid_out_at_once_is_refused(what):
    sentence = refusal(written('corpus = "hello"', prose=f"## One\n{what}\n"))
    assert "characters are too much for one step" in sentence
    assert "line 6" in sentence
    assert "line 6" in refusal(written('corpus = "hello"', prose=f"{what}\n## One\n"))


def test_steps_without_number_are_refused():
    front = "[[steps]]\n" * STEPS
    sentence = refusal(written(front, prose="## A\n" * (STEPS + 1)))
    assert f"at most {STEPS} steps" in sentence


def test_texts_of_too_many_files_are_refused():
    assert "at most 1,000 files" in refusal(written(f"corpus = {['a'] * 9000}"))


def test_what_is_wrong_is_not_repeated_at_length():
    refusal(written(f'minutes = "{"x" * 50_000}"'))
    refusal(written(f'corpus = "{"x" * 50_000}"'))
    refusal(written(f'"{"x" * 50_000}" = 1'))
    refusal(written("", prose=f"## One\n## {'x' * 5000}\n"))
    for setting in ("hidden", "lr", "cell", "norm_clip"):
        value = "9" * 50_000
        refusal(written(f'corpus = "hello"\nsettings = {{ {setting} = "{value}" }}'))


@PIPES
@pytest.mark.parametrize("name", ["pipe.md", "endless.md", "folder.md", "process.md"])
def test_a_lesson_that_is_no_file_is_told_so_and_nothing_waits(tmp_path, name):
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "endless.md").symlink_to("/dev/zero")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "process.md").symlink_to("/proc/kmsg" if Path("/proc/kmsg").exists() else "/dev")
    assert not is_lesson(tmp_path / name)
    with pytest.raises(Refusal, match=rf"^{name}.*(no file|[Pp]ermi|begins with|not permitted)"):
        read_lesson(tmp_path / name)


def test_a_lesson_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "x.md"
    with path.open("wb") as file:
        file.write(b"+++\n")
        file.truncate(1 << 33)
    assert is_lesson(path)
    with pytest.raises(Refusal, match=r"x\.md is too large"):
        read_lesson(path)
    assert len(regular_bytes(path, LARGEST)) == LARGEST


def test_a_lesson_reads_texts_beside_it_and_below_it(tmp_path):
    (tmp_path / "texts").mkdir()
    for name in ("a.txt", "texts/b.txt"):
        (tmp_path / name).write_text("abc")
    lesson = parse_lesson(written('corpus = ["a.txt", "texts/../texts/b.txt"]'), "x.md", tmp_path)
    assert [Path(path).name for path in lesson.corpus] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("name", ["../secret.txt", "{}/secret.txt", "a/../../secret.txt"])
def test_a_lesson_reads_no_text_elsewhere_until_it_may(tmp_path, name):
    (tmp_path / "lessons").mkdir()
    (tmp_path / "secret.txt").write_text("abc")
    text = written(f'corpus = "{name.format(tmp_path.as_posix())}"')
    with pytest.raises(OutsideText, match=r"x\.md, line 3: .*--outside") as caught:
        parse_lesson(text, "x.md", tmp_path / "lessons")
    assert caught.value.names == (name.format(tmp_path.as_posix()),)
    if "a/" not in name:
        assert parse_lesson(text, "x.md", tmp_path / "lessons", outside=True).corpus


def test_a_link_out_of_the_folder_is_outside(tmp_path):
    (tmp_path / "lessons").mkdir()
    (tmp_path / "secret.txt").write_text("abc")
    (tmp_path / "lessons" / "near.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "lessons" / "loop").symlink_to(tmp_path / "lessons" / "loop")
    for name in ("near.txt", "loop", "a\0b", "x" * 5000):
        assert not is_within(tmp_path / "lessons" / name, tmp_path / "lessons") or len(name) > 4000
    with pytest.raises(OutsideText):
        parse_lesson(written('corpus = "near.txt"'), "x.md", tmp_path / "lessons")
    for name in ("a\\u0000b", "x" * 5000):
        refusal(written(f'corpus = "{name}"'), tmp_path)


def test_saving_a_lesson_leaves_the_old_one_or_the_new_one(tmp_path, monkeypatch):
    path = tmp_path / "x.md"
    lesson = Lesson("x", "Old", (Step("One"),), corpus=("hello",))
    write_lesson(lesson, path)
    before = path.read_bytes()

    def full(self, data):
        with self.open("wb") as file:
            file.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Refusal, match=r"x\.md cannot be written: No space left"):
        write_lesson(Lesson("x", "New", lesson.steps, corpus=("hello",)), path)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    assert writing.lesson_text(read_lesson(path)) == before.decode()
