"""What lessons measure along a phrase is what the panels show of it."""

import numpy as np
import pytest
from lesson_trainers import drawn, on_text, on_verse

from rnnviz.lab.snapshot import Request
from rnnviz.lessons import measures
from rnnviz.lessons.check import judge
from rnnviz.lessons.phrase_measures import phrase_of
from rnnviz.lessons.step import Expectation


def walk(trainer, **options):
    asked = {"phrase": phrase_of(trainer), "back": True, **options}
    request = Request("cell_walk", tuple(asked.items()))
    return trainer.measure([request])[request]


def probabilities(trainer, text):
    codes = trainer.corpus.encode(text).astype(int)[:, None]
    logits = trainer.network.forward(codes, trainer.network.zero_state(1))[:, 0].astype(float)
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


def test_the_true_next_character_has_the_probability_that_the_network_gives_it():
    trainer = on_text()
    text = phrase_of(trainer)
    assert text.startswith("hello hello")
    p = probabilities(trainer, text)
    for read in (1, 4, 7):
        true = p[read - 1, trainer.corpus.encode(text[read])[0]]
        assert measures.measure(trainer, f"next true at {read}") == pytest.approx(true, rel=1e-4)
        loss = measures.measure(trainer, f"next loss at {read}")
        assert loss == pytest.approx(-np.log(true), rel=1e-4)


def test_a_character_changes_the_state_by_as_much_as_its_column_differs_from_the_one_before():
    trainer = on_text()
    request = Request("hidden_units", (("phrase", "hell"),))
    h = trainer.measure([request])[request].h
    change = float(np.abs(h[3] - h[2]).max())
    assert change > 0
    assert measures.measure(trainer, "state change at 4") == pytest.approx(change, rel=1e-5)


def test_the_way_back_is_the_product_of_the_factors():
    trainer = on_verse(cell="lstm")
    found = walk(trainer, step=0)
    assert measures.measure(trainer, "way back at 0") == 1
    for steps in (1, 5, 14):
        product = float(np.prod(found.factors[:steps]))
        back = measures.measure(trainer, f"way back at {steps}")
        assert back == pytest.approx(product, rel=1e-5)
    refused = judge(trainer, Expectation("way back at 15", above=0))
    assert "from 0 to 14" in str(refused.value)


def test_of_a_task_without_a_text_the_example_is_gone_back_through():
    trainer = drawn()
    found = walk(trainer, step=0)
    assert found.thing == "step"
    product = float(np.prod(found.factors[:3]))
    assert measures.measure(trainer, "way back at 3") == pytest.approx(product, rel=1e-5)


def test_the_share_of_the_memory_is_that_of_its_gradient():
    trainer = on_verse(cell="lstm")
    found = walk(trainer, step=10)
    c, h = (np.linalg.norm(found.gradients[f"{name}_prev"][0]) for name in ("c", "h"))
    steps = found.loss_step + 1 - 10
    share = measures.measure(trainer, f"memory share at {steps}")
    assert share == pytest.approx(float(c / np.hypot(c, h)), rel=1e-5)


def test_a_gate_on_the_way_counts_where_the_gradient_is():
    trainer = on_verse(cell="lstm")
    last = walk(trainer, step=0).loss_step
    found = walk(trainer, step=last)
    f, g = found.values["f"][0], found.gradients["c"][0]
    assert measures.measure(trainer, "gate open over 1") == pytest.approx(float(f.mean()), rel=1e-5)
    on_the_way = measures.measure(trainer, "gate open on the way over 1")
    assert on_the_way == pytest.approx(float((f * g**2).sum() / (g**2).sum()), rel=1e-5)
    assert f.min() < on_the_way < f.max()


@pytest.mark.parametrize(
    ("trainer", "what", "sentence"),
    [
        (drawn, "next true at 1", "for texts"),
        (on_text, "next true at 0", "from 1 to"),
        (on_text, "next loss at 99", "from 1 to"),
        (on_text, "state change at 1", "from 2 to"),
        (on_text, "memory share at 3", "has no memory c"),
        (lambda: on_text(cell="gru"), "gate open over 3", "has no memory c"),
    ],
)
def test_what_a_phrase_has_not_got_is_refused_with_a_sentence(trainer, what, sentence):
    outcome = judge(trainer(), Expectation(what, above=-1e9))
    assert not outcome.passed
    assert sentence in outcome.value
