"""What stands in the picture of a cell, and below it."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from trainers import make_run, train

from rnnviz.captions import cell_walk
from rnnviz.lab.snapshot import Request


@dataclass
class Answer:
    symbol: str
    share: float
    is_true: bool


def walk(run, **options):
    request = Request("cell_walk", tuple(options.items()))
    return run.measure([request])[request]


@pytest.fixture(scope="module")
def text():
    return train(make_run(cell="lstm", layers=2), 5)


@pytest.mark.parametrize(
    ("value", "room", "expected"),
    [
        (-0.12345, 9, "−0.123"),
        (-0.12345, 5, "−0.12"),
        (-0.12345, 4, "−0.1"),
        (-0.004, 5, "−.004"),
        (0.0, 4, "0"),
        (math.nan, 4, "NaN"),
        (-math.inf, 4, "−∞"),
        (1.2345e-9, 3, ""),
    ],
)
def test_a_number_has_as_many_digits_as_fit(value, room, expected):
    assert cell_walk.wire_number(value, lambda one: len(one) <= room) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.93, "0.93"), (0.0444, "0.044"), (0.0999, "0.10"), (0.00001, "0.000"), (math.nan, "NaN")],
)
def test_a_probability_is_as_short_as_it_can_be_told_from_others(share, expected):
    assert cell_walk.share_label(share) == expected


def test_the_loss_says_how_it_is_made_of_the_true_answer():
    answers = (Answer("a", 0.5, False), Answer("b", 0.25, True))
    loss = -math.log(0.25)
    assert cell_walk.loss_labels(loss, answers) == (
        "loss = −ln 0.25 = 1.39 nats",
        "loss 1.39 nats",
        "1.39",
    )
    assert cell_walk.loss_labels(0.287, ())[0] == "squared error 0.287"


def test_the_way_to_the_readout_names_the_layers_between(text):
    assert cell_walk.readout_words(walk(text))[2] == "softmax(W_hy h + b_y)"
    assert cell_walk.readout_words(walk(text, layer=0))[2] == "through layer 2, then W_hy"


def test_where_the_loss_is_that_is_taken_back_is_said_at_length_and_shorter(text):
    found = walk(text, phrase="the sea", step=2, around=9, back=True, loss=4)
    assert cell_walk.elsewhere_words(found, 4) == ()
    assert cell_walk.elsewhere_words(found, 2) == (
        "The gradient comes from the loss at character 5, 2 steps on.",
        "loss 2 steps on",
        "2 steps on",
    )
    assert "nothing flows back here" in cell_walk.elsewhere_words(found, 5)[0]
    alone = walk(text, phrase="t", back=True)
    assert cell_walk.elsewhere_words(alone, 0)[0] == "There is no loss."


def test_the_words_tell_of_the_window_only_where_it_is_read(text):
    for phrase in ("", "sea"):
        found = walk(text, phrase=phrase)
        words = cell_walk.words_of(found, found.step, 2.0)
        assert (cell_walk.WINDOW in words) == (phrase == "")


@pytest.mark.parametrize("task", ["adding", "copying", "noisy_sine"])
@pytest.mark.parametrize("back", [False, True])
def test_every_sentence_holds_for_drawn_tasks(task, back):
    run = train(make_run(None, task=task, batch=2, cell="gru"), 3)
    found = walk(run, back=back, around=9)
    for step in found.shown:
        words = cell_walk.words_of(found, step, 0.5)
        assert "character" not in words
        assert "nan" not in words.lower()
        assert words.endswith("−0.5 to 0.5.")
    if task == "adding":
        assert len(cell_walk.input_numbers(found, found.step).split(", ")) == 2
        assert next(name for name, _ in cell_walk.number_rows(found, found.step)) == "output"


def test_a_network_that_is_lost_is_said_to_be(text):
    run = train(make_run(cell="vanilla"), 2)
    run.trainer.network.flat[...] = np.nan
    with np.errstate(all="ignore"):
        found = walk(run, phrase="sea")
    assert "diverged" in cell_walk.words_of(found, 1, 1.0)
