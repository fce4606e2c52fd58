"""Saving the present state as a lesson: what is written comes to the same state again."""

from pathlib import Path

import numpy as np
import pytest
from lesson_trainers import on_text

from rnnviz.lab.lesson import builtin_names, lesson_path
from rnnviz.lab.lesson_check import Rehearsal
from rnnviz.lab.lesson_draft import draft, lesson_text, write_lesson
from rnnviz.lab.lesson_text import parse_lesson, read_lesson
from rnnviz.refusal import Refusal


def test_a_saved_state_is_a_lesson_that_comes_to_it_again(tmp_path):
    trainer = on_text(cell="gru", forget_bias=2.0, lr=0.02)
    trainer.goal = 12
    list(trainer)
    trainer.intervene("sigma_1", 0.7)
    trainer.goal = 15
    list(trainer)
    path = tmp_path / "state.md"
    write_lesson(draft(trainer.snapshot(), "hello", (("loss",),), path), path)
    lesson = read_lesson(path)
    assert lesson.settings_at(-1) == trainer.settings
    assert [step.run for step in lesson.steps] == [None, 12, None, 15]
    rehearsal = Rehearsal(lesson)
    for step in lesson.steps:
        rehearsal.perform(step)
    assert np.array_equal(rehearsal.trainer.network.flat, trainer.network.flat)


def test_a_saved_state_names_a_file_beside_it_relatively(tmp_path):
    (tmp_path / "own.txt").write_text("abc def " * 30)
    path = tmp_path / "lesson.md"
    lesson = draft(on_text().snapshot(), str(tmp_path / "own.txt"), (), path)
    assert lesson.corpus == "own.txt"
    with pytest.raises(Refusal, match="pasted text"):
        draft(on_text().snapshot(), "", (), path)
    with pytest.raises(Refusal, match="cannot be written"):
        write_lesson(lesson, tmp_path / "no folder" / "lesson.md")


@pytest.mark.parametrize("name", builtin_names())
def test_writing_and_reading_a_lesson_changes_nothing(name):
    lesson = read_lesson(lesson_path(name))
    assert parse_lesson(lesson_text(lesson), f"{name}.md", Path()) == lesson
