"""Runs that read passages of a text: they learn, and are saved and go on to the bit."""

import numpy as np
import pytest
from trainers import (
    CORPUS,
    SERIES,
    TWO_CORPORA,
    assert_same,
    make_corpus,
    make_trainer,
    train,
)

from rnnviz.lab.memory.shapes import shape_of
from rnnviz.lab.passage_feed import PassageFeed
from rnnviz.lab.report import report_of
from rnnviz.lab.runs import kept_rows
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.runs.kept_runs import Kept
from rnnviz.lab.runs.source import from_builtin, from_files
from rnnviz.lab.runs.sources import find_text
from rnnviz.lab.snapshot import Request, RunId
from rnnviz.refusal import Refusal
from rnnviz.tasks import READING
from rnnviz.tasks.folding import Folding

SMALL = {
    "hidden": 16,
    "batch": 32,
    "length": 20,
    "lr": 1e-2,
    "schedule": "constant",
    "init": "pytorch",
}
TEXTS = {"missing_spaces": CORPUS, "which_text": TWO_CORPORA}
EVERY = pytest.mark.parametrize("task", list(READING))


def made(task, **more):
    return make_trainer(TEXTS[task], **SMALL | {"task": task, "steps": 20} | more)


def test_a_network_finds_spaces_better_than_by_the_share_alone():
    trainer = train(made("missing_spaces", cell="gru", steps=250))
    facts = trainer.feed.facts
    assert trainer.history.curve("validation_score")[-1] > 0.9 > 1.9 * facts.baseline
    assert trainer.history.curve("validation_loss")[-1] < 0.5 * facts.line[1]


def test_a_network_tells_texts_apart():
    trainer = train(made("which_text", cell="gru", steps=150))
    assert trainer.history.curve("validation_score")[-1] > 0.9
    assert trainer.feed.facts.baseline == 0.5


def test_texts_are_found_again_apart_in_their_files_among_the_built_in_ones_and_in_the_run(
    tmp_path,
):
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    paths[0].write_text("the sea is old and grey\n" * 30)
    paths[1].write_text("a man was in the room\n" * 30)
    sources = from_files(list(map(str, paths))), from_builtin("hello+sums")
    for source in sources:
        corpus = source.read(Folding(), None)
        trainer = train(make_trainer(corpus, **SMALL | {"task": "which_text", "steps": 3}))
        path = tmp_path / "run.safetensors"
        save_run(trainer, path, text_at_most=0)
        found, text = find_text(load_run(path), "Put it there.")
        assert (found.files, found.builtin) == (source.files, source.builtin)
        assert text.parts == corpus.parts
        assert load_run(path).resume(text).feed.passages.names == trainer.feed.passages.names
    save_run(train(made("which_text", steps=3)), path)
    carried = find_text(load_run(path), "Put it there.")[0]
    assert carried.read(Folding.named("case"), None).parts == TWO_CORPORA.parts


@EVERY
def test_fresh_data_is_the_held_out_part_and_is_counted(task):
    trainer = train(made(task, steps=3))
    report = report_of(trainer)
    assert report["heldout_count"] == trainer.feed.passages.heldout(20).targets.size
    assert 0 <= report["score"] <= 1
    request = Request("example", (("index", 2),))
    example = trainer.measure([request])[request]
    assert example.went_in
    assert not trainer.sequence().reads_text


@EVERY
def test_a_run_goes_on_to_the_bit_with_the_text_that_it_carries(task, tmp_path):
    path = tmp_path / "run.safetensors"
    whole, half = made(task), made(task)
    save_run(train(half, 8), path)
    saved = load_run(path)
    _, text = find_text(saved, "Put it there.")
    assert isinstance(saved.resume(text).feed, PassageFeed)
    assert_same(train(saved.resume(text), 12), train(whole, 20))
    with pytest.raises(Refusal, match="is not the same text"):
        saved.resume(make_corpus(30, "other"))
    if task == "which_text":
        assert text.parts == TWO_CORPORA.parts


@EVERY
def test_a_row_of_a_kept_run_tells_of_its_task_without_its_text(task, tmp_path):
    path = tmp_path / "run.safetensors"
    trainer = train(made(task), 3)
    save_run(trainer, path, text_at_most=0)
    row = kept_rows.row_of_kept(Kept(path, "sea", 3, 0.0), RunId("sea"))
    assert row.task == trainer.feed.facts
    assert row.parameters == trainer.network.flat.size


@EVERY
def test_its_shape_is_known_before_it_is_made(task):
    trainer = made(task)
    shape = shape_of(trainer.settings, TEXTS[task])
    assert (shape.inputs, shape.outputs) == (trainer.feed.inputs, trainer.feed.outputs)
    assert shape.scored == len(trainer.feed.peek().targets)


@EVERY
def test_equal_settings_give_equal_curves_and_another_seed_another(task):
    one, again, other = (train(made(task, seed=seed), 5) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.history.curve("loss"), again.history.curve("loss"))
    assert (one.history.curve("loss") != other.history.curve("loss")).any()


@EVERY
def test_a_task_without_its_text_is_refused(task):
    for material in (None, SERIES):
        with pytest.raises(Refusal, match="no text to learn"):
            make_trainer(material, task=task)
