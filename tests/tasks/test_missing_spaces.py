"""Missing spaces: what is read, what is asked, and that marking every letter is no merit."""

import math

import numpy as np
import pytest

from rnnviz.refusal import Refusal
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.missing_spaces import FALSE, MISSED, MissingSpaces
from rnnviz.tasks.passage_task import PASSAGES
from rnnviz.tasks.text import read_text

TEXT = "the old sea\nis  grey, and \t the moon goes over it. " * 60


def task_of(text=TEXT, validation=0.2, fold="none"):
    return MissingSpaces(read_text(text, "sea", Folding.named(fold)), validation)


def outputs_that_say(marked):
    return np.stack([1.0 - marked, marked], axis=-1)


def test_runs_of_white_space_are_one_space_and_the_letters_are_those_of_the_text():
    task = task_of("a bc \n d" * 50, validation=0.0)
    letters = "".join(task.written(task.learned.codes[:8]))
    assert letters == "abcdabcd"
    assert task.learned.space_follows[:8].tolist() == [True, False, True, False] * 2


def test_the_end_of_a_part_is_followed_by_nothing():
    task = task_of("ab cd " * 20, validation=0.0)
    assert task.learned.space_follows[-1]
    assert not task_of("ab cd " * 20 + "e", validation=0.0).learned.space_follows[-1]


def test_a_batch_is_cut_out_of_what_is_learned_from_and_the_rest_is_held_out():
    task = task_of("ab " * 100 + "xyz " * 25, validation=0.25)
    T = 10
    batch, held = task.batch(np.random.default_rng(0), T, 200), task.heldout(T)
    assert batch.inputs.shape == batch.targets.shape == (T, 200)
    assert set("".join(task.written(batch.inputs.ravel()))) == set("ab")
    assert set("".join(task.written(held.inputs.ravel()))) == set("xyz")
    ends = np.array([symbol == "b" for symbol in task.corpus.vocabulary])[batch.inputs]
    np.testing.assert_array_equal(batch.targets == 1, ends)


def test_the_held_out_passages_do_not_overlap_and_are_the_same_every_time():
    task = task_of(validation=0.5)
    held = task.heldout(7)
    assert 1 < held.inputs.shape[1] == len(task.held.codes) // 7 < PASSAGES
    np.testing.assert_array_equal(held.inputs, task.heldout(7).inputs)
    assert task_of(TEXT * 20, validation=0.5).heldout(7).inputs.shape[1] == PASSAGES


def test_marking_every_letter_and_knowing_the_share_come_as_far_as_the_baseline():
    task = task_of(validation=0.3)
    targets, baseline = task.heldout(20).targets, task.baseline(20)
    assert task.score(outputs_that_say(np.ones(targets.shape)), targets) == pytest.approx(
        baseline.score
    )
    assert task.score(outputs_that_say(np.zeros(targets.shape)), targets) == 0.0
    p = np.where(targets == 1, task.learned.share, 1 - task.learned.share)
    assert -np.log(p).mean() == pytest.approx(baseline.loss)
    assert math.isfinite(baseline.loss)


def test_f1_weighs_what_is_missed_and_what_is_false():
    targets = np.array([[1, 0, 1, 0, 1, 0]]).T
    marked = np.array([[1.0, 1.0, 1.0, 0.0, 0.0, 0.0]]).T
    assert task_of().score(outputs_that_say(marked), targets) == pytest.approx(4 / 6)
    assert task_of().score(outputs_that_say(targets * 1.0), targets) == 1.0
    assert task_of().solves(0.95, 50)
    assert not task_of().solves(0.5, 50)


def test_the_example_shows_what_is_found_missed_and_false():
    task = task_of("the old sea " * 50)
    batch = task.batch(np.random.default_rng(0), 9, 1)
    batch = batch._replace(inputs=task.corpus.encode("theoldsea")[:, None].astype(int))
    batch.targets[:, 0] = [0, 0, 1, 0, 0, 1, 0, 0, 1]
    marked = np.array([[0, 0, 1, 0, 1, 0, 0, 0, 1.0]]).T
    example = task.describe(batch, outputs_that_say(marked), 0)
    assert example.went_in == "theoldsea"
    assert example.wanted == "the old sea "
    assert example.came_out == f"the ol{FALSE}d{MISSED}sea "
    assert [example.came_out[place] for place in example.faults] == [FALSE, MISSED]
    assert example.noted == f"2 of 3 spaces found, 1 missed ({MISSED}), 1 false ({FALSE})."


@pytest.mark.parametrize(
    ("text", "validation", "words"),
    [
        ("abcabd" * 200, 0.1, "sea has no spaces, so none of them can be missing"),
        ("a b " * 200, 0.1, "spaces follow no letter, or every one"),
        ("ab cd " * 10, 0.1, "too few for passages of 50. Choose a Length of at most 18"),
        ("ab cd " * 60, 0.1, "24 letters of sea are held out, too few to judge passages of 50"),
        ("ab cd " * 600, 0.0, "0 letters of sea are held out"),
    ],
)
def test_a_text_that_cannot_be_learned_so_is_refused_in_a_sentence(text, validation, words):
    task = None
    with pytest.raises(Refusal, match=words):  # noqa: PT012
        task = task_of(text, validation)
        task.batch(np.random.default_rng(0), 50, 2)
        task.baseline(50)


def test_folding_to_letters_keeps_the_spaces():
    folded = task_of(fold="letters")
    assert set("".join(folded.written(folded.learned.codes))) == set("theoldseaisgrymnvi")
    assert folded.learned.share == pytest.approx(task_of().learned.share, rel=0.1)
