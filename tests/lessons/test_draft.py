"""Saving the present state as a lesson: what is written comes to the same state again."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lesson_trainers import on_text

from rnnviz.lab.run import Run
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.settings import PARTS, Settings
from rnnviz.lab.snapshot import Event
from rnnviz.lab.trainer import Trainer
from rnnviz.lessons.bounds import STEPS
from rnnviz.lessons.check import ASKED, Rehearsal, check, corpus_of
from rnnviz.lessons.draft import Scene, draft
from rnnviz.lessons.draft_question import WORDS_OF_SHARES
from rnnviz.lessons.files import builtin_names, lesson_path
from rnnviz.lessons.fillings import find, wanted_by
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.reading import parse_lesson, read_lesson
from rnnviz.lessons.unmarked import check_numbers
from rnnviz.lessons.writing import lesson_text, write_lesson
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks import REGISTRY as TASKS
from rnnviz.tasks.decoding import Wish
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.text import read_files

HELLO = Scene(("hello",), (("loss", "samples | task"), ("decay",)))


def train(run, to):
    run.trainer.goal = to
    list(run)


def switch(run, **changes):
    run.change(run.settings.change(**changes))


def rehearsed(lesson):
    rehearsal = Rehearsal(lesson)
    for step in lesson.steps:
        rehearsal.perform(step)
    return rehearsal.trainer


def saved(run, path, scene=HELLO):
    write_lesson(draft(run.snapshot(), scene, path), path)
    return read_lesson(path)


def test_a_saved_state_is_a_lesson_that_comes_to_it_again(tmp_path):
    run = Run(on_text(cell="gru", forget_bias=2.0, lr=0.02))
    train(run, 12)
    run.intervene("sigma_1", 0.123456789)
    train(run, 15)
    lesson = saved(run, tmp_path / "state.md")
    assert lesson.settings_at(-1) == run.settings
    assert lesson.panels == HELLO.panels
    assert [step.run for step in lesson.steps] == [None, 12, None, 15]
    assert np.array_equal(rehearsed(lesson).network.flat, run.trainer.network.flat)


def test_settings_changed_on_the_way_are_changed_at_the_same_steps_again(tmp_path):
    run = Run(on_text(lr=0.02, clip_threshold=0.5))
    train(run, 5)
    switch(run, lr=0.1, schedule="constant")
    switch(run, lr=0.2)
    train(run, 8)
    switch(run, clip="value", clip_threshold=0.01)
    run.intervene("orthogonal")
    train(run, 11)
    run.undo()
    run.undo()
    switch(run, temperature=0.3)
    train(run, 14)
    lesson = saved(run, tmp_path / "state.md")
    assert (lesson.settings_at(0).lr, lesson.settings_at(0).schedule) == (0.02, "cosine")
    assert lesson.settings_at(99).clip == "norm"
    assert lesson.title == "hello with Vanilla RNN"
    assert lesson.steps[2].title == "Learning rate 0.2, Schedule Constant"
    again = rehearsed(lesson)
    assert np.array_equal(again.network.flat, run.trainer.network.flat)
    assert again.settings == run.settings
    assert again.history.events == run.history.events


def test_a_run_that_went_through_a_file_is_told_from_its_beginning(tmp_path):
    run = Run(on_text(lr=0.02))
    train(run, 5)
    switch(run, lr=0.1)
    save_run(run.trainer, tmp_path / "run.safetensors")
    resumed = Run(load_run(tmp_path / "run.safetensors").resume(run.corpus))
    train(resumed, 9)
    lesson = saved(resumed, tmp_path / "state.md")
    assert np.array_equal(rehearsed(lesson).network.flat, resumed.trainer.network.flat)
    marked = replace(resumed.snapshot(), edits=(), events=(Event(3, 3, "Orthogonal W_hh"),))
    with pytest.raises(Refusal, match="earlier version"):
        draft(marked, HELLO, tmp_path / "state.md")


def test_a_run_that_a_lesson_would_undo_otherwise_is_refused(tmp_path):
    run = Run(on_text(clip="norm"))
    train(run, 5)
    switch(run, clip="value")
    save_run(run.trainer, tmp_path / "run.safetensors")
    resumed = Run(load_run(tmp_path / "run.safetensors").resume(run.corpus))
    switch(resumed, clip="none")
    saved(resumed, tmp_path / "state.md")
    resumed.undo()
    assert resumed.settings.clip == "value"  # a lesson, which saves nothing, would go on to "norm"
    with pytest.raises(Refusal, match="could not repeat that"):
        draft(resumed.snapshot(), HELLO, tmp_path / "state.md")


def test_a_saved_state_names_all_its_files_relatively(tmp_path):
    files = tuple(str(tmp_path / name) for name in ("b.txt", "a.txt"))
    for path in files:
        Path(path).write_text(f"{Path(path).stem} cd ef " * 30)
    settings = Settings().change(hidden=5, window=6)
    run = Run(Trainer(settings, read_files(files, Folding.named("none"))))
    train(run, 3)
    lesson = saved(run, tmp_path / "lesson.md", Scene(files))
    assert [Path(path).name for path in lesson.corpus] == ["b.txt", "a.txt"]
    assert 'corpus = ["b.txt", "a.txt"]' in (tmp_path / "lesson.md").read_text()
    again = rehearsed(lesson)
    assert again.corpus.fingerprint == run.corpus.fingerprint
    assert np.array_equal(again.network.flat, run.trainer.network.flat)


def test_a_saved_state_names_the_encodings_of_its_files(tmp_path):
    path = tmp_path / "gel.txt"
    path.write_bytes(("où la rivière gela, prêta sa charrette à l'école. " * 9).encode("mac-roman"))
    corpus = read_files([path], wish=Wish(("mac-roman",)))
    run = Run(Trainer(Settings().change(hidden=5, window=6), corpus))
    scene = Scene((str(path),), encodings=corpus.encodings)
    lesson = saved(run, tmp_path / "lesson.md", scene)
    assert 'encoding = ["mac-roman"]' in (tmp_path / "lesson.md").read_text()
    assert rehearsed(lesson).corpus.fingerprint == corpus.fingerprint


def test_characters_that_are_not_seen_come_through_a_saved_lesson(tmp_path):
    unseen = 'a\u2028\u2029\x85\x7f\x0c\x00\t\\"+++ \u00e9\U0001f600'
    run = Run(on_text(prime=unseen))
    scene = replace(HELLO, choose={"hidden_units": {"phrase": unseen}})
    lesson = saved(run, tmp_path / "state.md", scene)
    assert lesson.settings_at(-1).prime == unseen
    assert lesson.steps[0].choose["hidden_units"]["phrase"] == unseen


def test_a_file_named_like_a_built_in_text_stays_a_file(tmp_path):
    (tmp_path / "hello").write_text("to be or not to be " * 40)
    run = Run(Trainer(Settings(), read_files((str(tmp_path / "hello"),), Folding.named("none"))))
    lesson = saved(run, tmp_path / "lesson.md", Scene((str(tmp_path / "hello"),)))
    assert rehearsed(lesson).corpus.fingerprint == run.corpus.fingerprint


def test_a_name_that_is_no_text_is_refused_and_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "lesson.md"
    path.write_text("precious")
    with pytest.raises(Refusal, match=r"udcff' is no character.*give that another name"):
        write_lesson(draft(on_text().snapshot(), Scene(("caf\udcff.txt",)), path), path)
    assert path.read_text() == "precious"


def test_what_cannot_be_told_is_refused(tmp_path):
    path = tmp_path / "lesson.md"
    with pytest.raises(Refusal, match="pasted text"):
        draft(on_text().snapshot(), Scene(), path)
    with pytest.raises(Refusal, match="cannot be written"):
        write_lesson(draft(on_text().snapshot(), HELLO, path), tmp_path / "none" / "lesson.md")


@pytest.mark.parametrize("name", builtin_names())
def test_writing_and_reading_a_lesson_changes_nothing(name):
    lesson = read_lesson(lesson_path(name))
    assert parse_lesson(lesson_text(lesson), f"{name}.md", Path()) == lesson


@pytest.mark.parametrize(("validation", "filled"), [(0.1, True), (0.0, False)])
def test_a_saved_state_says_its_numbers_as_measures(tmp_path, validation, filled):
    run = Run(on_text(validation=validation))
    train(run, 12)
    path = tmp_path / "state.md"
    lesson = saved(run, path)
    assert [("{heldout:.2f}" in step.answer) for step in lesson.steps] == [filled] * 2
    check_numbers(path, lesson)
    assert ("heldout" in find(wanted_by(lesson, 1), run.trainer)) == filled


def test_a_run_that_was_changed_too_often_is_refused_and_no_unreadable_lesson_written(tmp_path):
    run, path = Run(on_text(cell="gru")), tmp_path / "much.md"
    for _ in range(2 * STEPS):
        run.intervene("orthogonal")
    with pytest.raises(Refusal, match=r"could not be opened.*at most 100 steps"):
        write_lesson(draft(run.snapshot(), Scene(("hello",)), path), path)
    assert not path.exists()


@pytest.fixture
def texts_for(tmp_path):
    """A function that names the texts to learn a task from."""
    files = tuple(str(tmp_path / name) for name in ("one.txt", "two.txt"))
    for path, words in zip(files, ("to be or not to be ", "so it goes and comes "), strict=True):
        Path(path).write_text(words * 60)
    return lambda task: {"text": files[:1], "numbers": ("tides",)}.get(
        task, () if task in DRAWN else files
    )


@pytest.mark.parametrize(("task", "validation"), [*((task, 0.1) for task in TASKS), ("text", 0.0)])
def test_a_saved_state_of_every_task_asks_what_a_check_can_answer(
    tmp_path, texts_for, task, validation
):
    settings = Settings().change(task=task, hidden=5, batch=4, window=8, validation=validation)
    texts = texts_for(task)
    run = Run(Trainer(settings, corpus_of(Lesson("", "", (), corpus=texts), settings)))
    train(run, 2)
    run.intervene("sigma_1", 0.5)
    switch(run, lr=0.01)
    train(run, 4)
    lesson = saved(run, tmp_path / "state.md", Scene(texts))
    asked = [step.ask for step in lesson.steps]
    assert [bool(ask) for ask in asked] == [True, True, True, False, True]
    assert asked[0].answers == WORDS_OF_SHARES
    assert asked[-1].what == ("score" if task != "text" else "heldout") or not validation
    for result in check(lesson):
        assert [one for one in result.outcomes if one.what == ASKED and not one.passed] == []
        assert not result.trouble


@pytest.mark.parametrize("owner", PARTS)
def test_every_setting_at_its_end_comes_back_in_a_saved_lesson(tmp_path, texts_for, owner):
    path, snapshot = tmp_path / "state.md", on_text().snapshot()
    for choice in PARTS[owner]:
        chosen = Settings().change(**{owner: choice, "layers": 2})
        ends = {name: row.high for name, row in chosen.rows().items() if name != "layers"}
        given = {name: end for name, end in ends.items() if end is not None}
        settings = chosen.change(**given, prime="\x85" * 9_000)
        texts = texts_for(settings.task)
        write_lesson(draft(replace(snapshot, settings=settings), Scene(texts), path), path)
        again = read_lesson(path).settings_at(-1)
        assert again.as_dict() == settings.as_dict(), choice


def test_a_saved_run_that_diverged_asks_whether_it_does_and_a_short_window_less(tmp_path):
    run, path = Run(on_text(window=2)), tmp_path / "state.md"
    train(run, 3)
    lesson = draft(replace(run.snapshot(), diverged=True), HELLO, path)
    write_lesson(lesson, path)
    assert lesson.steps[0].ask is None
    assert (lesson.steps[-1].ask.right, lesson.steps[-1].ask.answers) == ("B", ("yes", "no"))
