"""Brackets: half of the sequences are balanced, and neither the last symbol nor a count tells."""

import numpy as np
import pytest

from rnnviz.refusal import Refusal
from rnnviz.tasks.brackets import PAIRS, SIGNS, Brackets, are_balanced, fault_of


def symbols_of(*texts):
    return np.array([[SIGNS.index(sign) for sign in text] for text in texts]).T


def is_balanced(text):
    """By its definition: what stands inside of a pair, and all of that again, is taken out."""
    text = "".join(sign for sign in text if sign in PAIRS)
    for _ in range(len(text)):
        for pair in ("()", "[]", "{}"):
            text = text.replace(pair, "")
    return not text


def drawn(kinds, T, B=600):
    batch = Brackets(kinds=kinds).batch(np.random.default_rng(3), T, B)
    texts = ["".join(SIGNS[symbol] for symbol in row) for row in batch.inputs.T]
    return batch, texts


@pytest.mark.parametrize("kinds", [1, 2, 3])
@pytest.mark.parametrize("T", [3, 4, 17])
def test_the_answer_is_whether_taking_out_pairs_leaves_nothing(kinds, T):
    batch, texts = drawn(kinds, T)
    right = [is_balanced(text) for text in texts]
    np.testing.assert_array_equal(batch.targets[0], right)
    np.testing.assert_array_equal(are_balanced(batch.inputs), right)
    assert [not fault_of(row) for row in batch.inputs.T] == right
    assert 0.4 < np.mean(right) < 0.6
    assert set("".join(texts)) == set(PAIRS[: 2 * kinds] + "abc")


def test_neither_the_last_symbol_nor_a_count_of_what_is_open_tells():
    batch, _ = drawn(2, 20, 4000)
    answers = batch.targets[0] == 1
    last, opened = batch.inputs[-1], np.isin(batch.inputs, (0, 2)).sum(axis=0)
    closed = np.isin(batch.inputs, (1, 3)).sum(axis=0)
    for symbol in np.unique(last):
        assert answers[last == symbol].mean() == pytest.approx(0.5, abs=0.08)
    assert (answers == (opened == closed)).mean() < 0.7


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a(b)[]", ""),
        ("a)b", "The ) at step 2 closes nothing."),
        ("([a)]", "The ) at step 4 meets the [ of step 2."),
        ("([])(", "The ( of step 5 is never closed."),
    ],
)
def test_the_first_fault_is_told(text, fault):
    assert fault_of(symbols_of(text)[:, 0]) == fault


def test_the_example_says_what_is_wrong_and_how_sure_the_network_is():
    task = Brackets()
    batch = task.batch(np.random.default_rng(0), 8, 4)
    wrong = int(np.flatnonzero(batch.targets[0] == 0)[0])
    example = task.describe(batch, np.tile([2.0, 0.0], (1, 4, 1)), wrong)
    assert len(example.went_in) == 8
    assert (example.wanted, example.came_out) == ("not balanced", "not balanced (88% sure)")
    assert example.noted.startswith("The ")


def test_kinds_and_lengths_out_of_bounds_are_refused():
    with pytest.raises(Refusal, match="Kinds"):
        Brackets(kinds=4)
    with pytest.raises(Refusal, match="between 3 and"):
        Brackets().batch(np.random.default_rng(0), 2, 1)
