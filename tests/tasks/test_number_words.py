"""Numbers in words: what is read and written, what is held out, and which numbers are right."""

import numpy as np
import pytest

from rnnviz.lab.choosing_feed import feed_for
from rnnviz.lab.settings import Settings
from rnnviz.refusal import Refusal
from rnnviz.tasks.number_words import SIGNS, NumberWords, is_held_out, numbers_up_to, spelled

TASK = NumberWords()
SPELLED = {
    0: "zero", 7: "seven", 10: "ten", 12: "twelve", 19: "nineteen", 20: "twenty", 48: "forty-eight",
    99: "ninety-nine", 100: "one hundred", 105: "one hundred five", 313: "three hundred thirteen",
    412: "four hundred twelve", 777: "seven hundred seventy-seven", 940: "nine hundred forty",
}  # fmt: skip


def rng(seed=0):
    return np.random.default_rng(seed)


def text(codes):
    return "".join(SIGNS[code] for code in codes)


def numbers_of(batch):
    return [int(text(column).partition(".")[0]) for column in batch.targets.T]


@pytest.mark.parametrize("number", SPELLED)
def test_numbers_are_spelled_as_in_english(number):
    assert spelled(number) == SPELLED[number]


def test_no_two_numbers_are_spelled_alike_and_the_longest_fits():
    words = {spelled(number) for number in range(1000)}
    assert len(words) == 1000
    assert max(map(len, words)) == 27
    assert set("".join(words)) < set(SIGNS)


@pytest.mark.parametrize("T", [5, 27])
def test_words_end_before_the_sign_and_what_was_wanted_before_is_read_after_it(T):
    batch = TASK.batch(rng(), T, 200)
    assert batch.inputs.shape == (TASK.steps(T), 200) == (T + 4, 200)
    for column, number in zip(batch.inputs.T, numbers_of(batch), strict=True):
        assert text(column[: T + 1]) == spelled(number).rjust(T, "_") + "="
    np.testing.assert_array_equal(batch.inputs[T + 1 :], batch.targets[:-1])


@pytest.mark.parametrize("T", [3, 5, 27])
def test_what_is_judged_by_is_never_learned_from(T):
    learned = set(numbers_of(TASK.batch(rng(), T, 20_000)))
    heldout = numbers_of(TASK.unseen(rng(), T, 256))
    assert len(set(heldout)) == len(heldout) > 0
    assert learned.isdisjoint(heldout)
    assert learned | set(heldout) == set(numbers_up_to(T))
    assert all(map(is_held_out, heldout))


def test_about_a_fifth_is_held_out_the_same_for_every_seed():
    first, other = (feed_for(Settings().change(task="number_words", seed=s), None) for s in (0, 7))
    assert first.unseen_count == 189
    np.testing.assert_array_equal(first.unseen().targets, other.unseen().targets)


def test_a_number_is_right_as_a_whole_as_far_as_its_first_end_sign():
    batch = TASK.batch(rng(), 27, 50)
    outputs = np.eye(TASK.outputs)[batch.targets]
    assert TASK.score(outputs, batch.targets) == 1.0
    after = outputs.copy()
    after[3, batch.targets[2] == 10] = np.eye(TASK.outputs)[0]
    assert TASK.score(after, batch.targets) == 1.0
    first = outputs.copy()
    first[0, :25] = np.roll(first[0, :25], 1, axis=-1)
    assert TASK.score(first, batch.targets) == 0.5


def test_the_example_is_written_as_far_as_its_end():
    heldout = TASK.unseen(rng(), 3, 1)  # "six"
    outputs = np.eye(TASK.outputs)[np.array([[6], [1], [10], [2]])]
    example = TASK.describe(heldout, outputs, 0)
    assert (example.went_in, example.wanted, example.came_out) == ("six=", "6.  ", "61. ")


def test_few_letters_have_few_numbers_and_their_examples_too():
    feed = feed_for(Settings().change(task="number_words", length=3, hidden=4), None)
    from rnnviz.core.cells import REGISTRY
    from rnnviz.core.network import Network

    network = Network(REGISTRY["gru"](), feed.inputs, 4, feed.outputs)
    assert {feed.describe(network, index).went_in for index in range(8)} == {"six="}


@pytest.mark.parametrize("length", [2, 28])
def test_a_length_that_no_number_has_is_refused(length):
    with pytest.raises(Refusal, match="Length must lie between 3 and 27"):
        NumberWords(length=length)
