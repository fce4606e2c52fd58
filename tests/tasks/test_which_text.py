"""Which text?: every text equally often, none of what is held out is learned from, and refusals."""

import numpy as np
import pytest

from rnnviz.refusal import Refusal
from rnnviz.tasks.builtin import builtins_of, load_builtins
from rnnviz.tasks.text import read_files, read_texts
from rnnviz.tasks.which_text import MOST_TEXTS, WhichText

LONG, SHORT = "ab" * 400 + "AB" * 100, "xy" * 40 + "XY" * 10


def task_of(*texts, validation=0.2):
    named = [(f"text {n}", text) for n, text in enumerate(texts)]
    return WhichText(read_texts(named, "all"), validation)


def test_a_passage_is_of_the_text_that_is_asked_for_and_texts_come_equally_often():
    task = task_of(LONG, SHORT)
    batch = task.batch(np.random.default_rng(0), 10, 2000)
    assert batch.inputs.shape == (10, 2000)
    assert batch.targets.shape == (1, 2000)
    assert batch.targets.mean() == pytest.approx(0.5, abs=0.05)
    for number, symbols in enumerate(("ab", "xy")):
        passages = batch.inputs[:, batch.targets[0] == number]
        assert set("".join(task.written(passages.ravel()))) <= {*symbols}


def test_the_end_of_every_text_is_held_out():
    task = task_of(LONG, SHORT)
    held = task.heldout(6)
    first, second = (held.inputs[:, held.targets[0] == number] for number in (0, 1))
    assert set("".join(task.written(first.ravel()))) <= {*"AB"}
    assert set("".join(task.written(second.ravel()))) <= {*"XY"}
    assert first.shape == second.shape == (6, 20 // 6)
    assert held.targets[0, :4].tolist() == [0, 1, 0, 1]


def test_guessing_is_right_as_often_as_the_baseline_says():
    task = task_of(LONG, SHORT, "mn" * 100)
    baseline = task.baseline(6)
    assert (baseline.score, baseline.loss) == (pytest.approx(1 / 3), pytest.approx(np.log(3)))
    targets = task.heldout(6).targets
    always = np.tile([1.0, 0.0, 0.0], (*targets.shape, 1))
    assert task.score(always, targets) == pytest.approx(baseline.score)
    assert task.outputs == 3


def test_the_example_names_the_text_and_the_likeliest():
    task = task_of(LONG, SHORT)
    batch = task.heldout(6)
    example = task.describe(batch, np.tile([2.0, 0.0], (1, batch.targets.size, 1)), 1)
    assert len(example.went_in) == 6
    assert (example.wanted, example.came_out) == ("text 1", "text 0 (88% sure)")
    assert example.noted == "text 0 88%, text 1 12%."


@pytest.mark.parametrize(
    ("texts", "validation", "words"),
    [
        ((LONG,), 0.2, "all is one text, and several are to be told apart"),
        ((LONG, SHORT, LONG), 0.2, "text 0 and text 2 are the same text"),
        ((LONG, "short"), 0.2, "text 1 has 4 characters to learn from, too few for passages of 10"),
        ((LONG, "xy" * 20), 0.2, "has 8 characters held out.*Choose a Length of at most 8"),
        ((LONG, SHORT), 0.0, "has 0 characters held out.*hold out another share"),
        ([f"{n} and " * 50 for n in range(MOST_TEXTS + 1)], 0.2, "51 texts are too many"),
    ],
)
def test_what_cannot_be_told_apart_is_refused_in_a_sentence(texts, validation, words):
    with pytest.raises(Refusal, match=words):  # noqa: PT012
        task = task_of(*texts, validation=validation)
        task.batch(np.random.default_rng(0), 10, 2)
        task.heldout(10)


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path):
    paths = [tmp_path / folder / "a.txt" for folder in ("north", "south")]
    for path in paths:
        path.parent.mkdir()
        path.write_text(f"all that is in the {path.parent.name}")
    corpus = read_files(paths)
    assert [name for name, _ in corpus.parts] == ["north/a.txt", "south/a.txt"]
    begin = corpus.parts[1][1]
    assert corpus.decode(corpus.codes[begin:]) == "all that is in the south"
    assert read_files(paths[:1]).parts == ()


def test_built_in_texts_are_joined_under_their_names():
    corpus = load_builtins(builtins_of("hello+sums"))
    assert corpus.name == "hello+sums"
    assert [name for name, _ in corpus.parts] == ["hello", "sums"]
    assert builtins_of("hello+nothing") == builtins_of("hello+hello") == ()
    assert load_builtins(builtins_of("hello")).parts == ()
