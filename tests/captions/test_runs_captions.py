"""What the list of runs says."""

import pytest
from measured import wrong_in

from rnnviz.captions.run_columns import FIXED, columns_of, in_order
from rnnviz.captions.runs import (
    held_out_text,
    loss_text,
    memory_caption,
    row_caption,
    seconds_text,
    shared_caption,
)
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Row, RunId, TaskFacts

NAN = float("nan")
TEXT = TaskFacts("text", "Text", "", "nats per character", ("uniform", 3.3))
ADDING = TaskFacts("adding", "Adding", "", "squared error", ("mean", 0.2), "mean squared error")


def row(name="LSTM", task=TEXT, text="sonnets.txt", settings=None, **more):
    parts = {
        "run": RunId(text), "name": name, "look": 0, "shown": True,
        "settings": settings or Settings(), "task": task, "parameters": 21313, "step": 1200,
        "smoothed": 2.314, "heldout": 2.4, "score": NAN, "seconds": 54.3, "memory": 3_100_000,
        "state": "running",
    }  # fmt: skip
    return Row(**parts | more)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            row(),
            "LSTM: step 1,200, loss 2.31 nats per character, held out 2.40, 54 seconds of "
            "training, 21,313 parameters; running.",
        ),
        (
            row(step=0, smoothed=NAN, heldout=NAN, seconds=0.0, parameters=1, state="ready"),
            "LSTM: step 0, loss not measured yet, 0.0 seconds of training, 1 parameter; ready.",
        ),
        (
            row(smoothed=NAN, heldout=NAN, state="diverged", shown=False),
            "LSTM: step 1,200, loss not a number, 54 seconds of training, 21,313 parameters; "
            "diverged, its curves are hidden.",
        ),
        (
            row(task=ADDING, smoothed=0.0123, score=0.011, state="kept"),
            "LSTM: step 1,200, loss 0.0123 squared error, MSE 0.011, 54 seconds of training, "
            "21,313 parameters; in a file.",
        ),
    ],
)
def test_a_run_is_told_in_a_sentence(told, sentence):
    assert row_caption(told) == sentence
    assert not wrong_in(sentence)


def test_what_is_not_known_is_a_dash():
    lost = row(smoothed=NAN, heldout=float("inf"))
    assert loss_text(lost) == held_out_text(lost) == "–"
    assert held_out_text(row(task=ADDING)) == "–"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.04, "0.0"), (9.94, "9.9"), (9.96, "10"), (12345.6, "12,346")]
)
def test_few_seconds_have_a_decimal(seconds, words):
    assert seconds_text(row(seconds=seconds)) == words


def test_what_is_equal_is_told_once_and_what_is_usual_not_at_all():
    lstm, large = Settings().change(cell="lstm"), {"window": 50, "seed": 7, "temperature": 1.0}
    runs = [row(settings=Settings()), row(settings=lstm)]
    assert shared_caption(runs) == (
        "All: 64 units, window 25, batch 1, Adam, rate 0.008, sonnets.txt."
    )
    runs = [row(settings=Settings().change(**large)), row("B", settings=lstm.change(**large))]
    assert shared_caption(runs) == (
        "All: 64 units, seed 7, window 50, batch 1, Adam, rate 0.008, sonnets.txt."
    )


def test_different_texts_are_not_told_as_equal():
    assert "txt" not in shared_caption([row(text="a.txt"), row(text="b.txt")])
    assert shared_caption([row()]) == shared_caption([]) == ""


def test_memory_is_told_against_the_budget_and_never_rounded_down():
    assert memory_caption([row(), row()], 512 * 10**6) == "Memory of all runs: 7 of 512 MB"
    assert memory_caption([], 10**9) == "Memory of all runs: 0 of 1,000 MB"


def test_columns_are_the_fixed_ones_and_what_differs():
    runs = [row(), row(settings=Settings().change(hidden=8))]
    assert columns_of(runs)[: len(FIXED)] == FIXED
    assert [column.title for column in columns_of(runs)[len(FIXED) :]] == ["Hidden units"]
    assert columns_of(runs[:1]) == FIXED
    for column in FIXED:
        assert column.tooltip
        assert column.text(runs[0])


def test_equal_rows_stay_in_their_order_both_ways():
    runs = [row(str(n), step=5) for n in range(3)]
    steps = next(column for column in FIXED if column.name == "step")
    assert in_order(runs, steps, falling=False) == in_order(runs, steps, falling=True) == runs
