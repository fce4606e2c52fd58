"""Copying: what is drawn, what a memoryless network reaches, and what counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.core.numerics import softmax
from rnnviz.refusal import Refusal
from rnnviz.tasks.copying import BLANK, COPIED, DELIMITER, SIGNS, SYMBOLS, Copying

TASK = Copying()


def rng(seed=0):
    return np.random.default_rng(seed)


@given(st.integers(1, 60), st.integers(1, 9), st.integers(0, 1000))
def test_ten_symbols_a_wait_a_delimiter_and_ten_blanks_go_in(T, B, seed):
    inputs, targets, fresh = TASK.batch(rng(seed), T, B)
    assert inputs.shape == targets.shape == (TASK.steps(T), B) == (T + 20, B)
    assert np.issubdtype(inputs.dtype, np.integer)
    assert fresh
    assert inputs.max() < TASK.inputs
    assert targets.max() < TASK.outputs
    assert (inputs[:COPIED] < SYMBOLS).all()
    assert (inputs[COPIED : COPIED + T - 1] == BLANK).all()
    assert (inputs[COPIED + T - 1] == DELIMITER).all()
    assert (inputs[COPIED + T :] == BLANK).all()
    assert (targets[: T + COPIED] == BLANK).all()
    np.testing.assert_array_equal(targets[-COPIED:], inputs[:COPIED])


def test_all_symbols_are_equally_likely():
    symbols = TASK.batch(rng(), 1, 8000).inputs[:COPIED]
    np.testing.assert_allclose(np.bincount(symbols.ravel()) / symbols.size, 1 / 8, atol=0.006)


@pytest.mark.parametrize("T", [1, 20, 100])
def test_the_baseline_is_what_knowing_the_blanks_and_guessing_the_symbols_reaches(T):
    targets = TASK.batch(rng(), T, 500).targets
    outputs = np.full((*targets.shape, TASK.outputs), -50.0)
    outputs[: T + COPIED, :, BLANK] = 0.0
    outputs[-COPIED:, :, :SYMBOLS] = 1e-6 * rng(1).standard_normal((COPIED, 500, SYMBOLS))
    p = np.take_along_axis(softmax(outputs), targets[:, :, None], axis=-1)
    baseline = TASK.baseline(T)
    assert -np.log(p).mean() == pytest.approx(baseline.loss, rel=1e-5)
    assert baseline.loss == pytest.approx(10 * np.log(8) / (T + 20))
    assert TASK.score(outputs, targets) == pytest.approx(baseline.score, abs=0.025)


def test_the_score_counts_the_ten_symbols_only():
    targets = TASK.batch(rng(), 5, 4).targets
    right = np.eye(TASK.outputs)[targets]
    assert TASK.score(right, targets) == 1.0
    wrong_blanks = right.copy()
    wrong_blanks[:3] = np.eye(TASK.outputs)[0]
    assert TASK.score(wrong_blanks, targets) == 1.0
    wrong_symbols = right.copy()
    wrong_symbols[-5:] = np.eye(TASK.outputs)[BLANK]
    assert TASK.score(wrong_symbols, targets) == 0.5


def test_no_wait_at_all_is_refused():
    with pytest.raises(Refusal, match="between 1 and 1,000"):
        TASK.batch(rng(), 0, 1)


def test_the_example_writes_symbols_as_letters():
    batch = TASK.batch(rng(), 3, 2)
    outputs = np.eye(TASK.outputs)[batch.targets]
    example = TASK.describe(batch, outputs, 1)
    word = "".join(SIGNS[code] for code in batch.inputs[:COPIED, 1])
    assert example.went_in == word + "--|" + "-" * COPIED
    assert example.wanted == example.came_out == "-" * 13 + word
