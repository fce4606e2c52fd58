"""What lessons measure of single units, beside chance, the start, and silence."""

import numpy as np
import pytest
from lesson_trainers import drawn, on_text, on_verse

from rnnviz.lab.snapshot import Request
from rnnviz.lessons import measures
from rnnviz.lessons.check import judge
from rnnviz.lessons.step import Expectation
from rnnviz.probes.unit_finder import LONGEST


def asked(trainer, probe, **options):
    request = Request(probe, tuple(options.items()))
    return trainer.measure([request])[request]


def held_out(trainer, most=LONGEST):
    return trainer.corpus.passage(trainer.settings.validation, most)


def test_the_best_unit_is_that_of_the_unit_finder():
    trainer = on_verse()
    found = asked(trainer, "unit_finder", feature="vowels", text=held_out(trainer))
    assert measures.measure(trainer, "unit score for vowels") == pytest.approx(found.best_score)
    assert measures.measure(trainer, "unit number for vowels") == found.best
    assert measures.measure(trainer, "unit chance for vowels") == pytest.approx(found.chance)


def test_the_untrained_network_is_the_one_that_the_run_began_with():
    trainer = on_verse()
    first = measures.measure(trainer, "unit score for word_start")
    assert measures.measure(trainer, "unit untrained for word_start") == pytest.approx(first)
    assert measures.measure(trainer, "unit gain for word_start") == pytest.approx(0, abs=1e-6)
    trainer.goal = 20
    list(trainer)
    now = measures.measure(trainer, "unit score for word_start")
    assert now != pytest.approx(first, abs=1e-6)
    assert measures.measure(trainer, "unit gain for word_start") == pytest.approx(now - first)
    assert measures.measure(trainer, "unit untrained for word_start") == pytest.approx(first)


def test_silence_costs_what_the_reading_page_says():
    trainer = on_verse()
    trainer.goal = 20
    list(trainer)
    page, unit = held_out(trainer, 800), int(measures.measure(trainer, "unit number for between"))
    bits = [
        asked(trainer, "reading", text=page, **more).mean for more in ({}, {"silenced": str(unit)})
    ]
    cost = (bits[1] - bits[0]) * np.log(2)
    assert measures.measure(trainer, "unit silenced for between") == pytest.approx(cost, abs=1e-6)
    alone = [
        (asked(trainer, "reading", text=page, silenced=str(k)).mean - bits[0]) * np.log(2)
        for k in range(5)
    ]
    usual = measures.measure(trainer, "unit silenced usually")
    assert usual == pytest.approx(float(np.median(alone)), abs=1e-6)


@pytest.mark.parametrize(
    ("trainer", "what", "sentence"),
    [
        (drawn, "unit score for vowels", "for texts"),
        (on_text, "unit score for capitals", "capital"),
        (on_text, "unit untrained for quotes", "Nothing is quoted"),
    ],
)
def test_what_a_text_has_not_got_is_refused_with_a_sentence(trainer, what, sentence):
    outcome = judge(trainer(), Expectation(what, above=-1e9))
    assert not outcome.passed
    assert sentence in outcome.value


@pytest.mark.parametrize(
    ("what", "known"),
    [("unit score for vowels", True), ("unit score for zebras", False), ("unit score", False),
     ("heldout for vowels", False), ("unit silenced usually", True)],
)  # fmt: skip
def test_a_measure_of_units_is_known_with_a_feature_of_the_unit_finder(what, known):
    assert measures.known(what) is known
