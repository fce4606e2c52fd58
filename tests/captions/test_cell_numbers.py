"""The equations with numbers put in: they are those of the wires, and they add up."""

import math
import re

import numpy as np
import pytest
from formula import compute
from measured import EVERY_CASE

from rnnviz.captions.cell_equations import symbol
from rnnviz.captions.cell_numbers import numbers, written
from rnnviz.captions.matrix_terms import adding_up, products
from rnnviz.probes import REGISTRY

NUMBER = re.compile(r"−?\d[\d,]*\.?\d*(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
POWER = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
USUAL = [case for case in EVERY_CASE if case.state == "usual"]


def value_of(text):
    """A written number, and half a unit of its last place."""
    text = text.replace("−", "-").replace(",", "")
    mantissa, _, power = text.partition("·10")
    scale = 10.0 ** int(power.translate(POWER) or 0)
    decimals = len(mantissa.partition(".")[2])
    is_count = "." not in mantissa and not power
    return float(mantissa) * scale, 0.0 if is_count else 0.5000001 * scale * 10.0**-decimals


def computed(text):
    """What is written, computed, and how far rounding may have moved it."""
    found = [value_of(match[0]) for match in NUMBER.finditer(text)]
    places = iter(range(len(found)))
    named = NUMBER.sub(lambda _: f"v{next(places)}", text).replace("−", "-")

    def at(values):
        return compute(named, {f"v{place}": value for place, value in enumerate(values)})

    middle = [value for value, _ in found]
    moved = 0.0
    for place, (value, doubt) in enumerate(found):
        ends = [
            at([*middle[:place], value + side * doubt, *middle[place + 1 :]]) for side in (1, -1)
        ]
        moved += max(abs(end - at(middle)) for end in ends)
    return at(middle), moved


def walks(case, **options):
    """The walk in both layers."""
    return case.measure("cell_walk", unit=2, around=9, step=1, **options)


@pytest.mark.parametrize("case", USUAL, ids=str)
def test_every_stage_of_every_equation_is_the_value_of_its_wire(case):
    for walk in walks(case):
        for step in walk.shown:
            for equation in numbers(walk, step):
                name, *stages = str(equation).split(" = ")
                expected = float(walk.values[equation.name][step - walk.first, 2])
                assert name == symbol(equation.name)
                assert stages[-1] == written(expected)
                for stage in (stage for stage in stages if "infinite" not in stage):
                    found, moved = computed(stage)
                    assert abs(found - expected) <= moved + 1e-6, str(equation)


@pytest.mark.parametrize("case", USUAL, ids=str)
def test_the_terms_of_a_product_add_up_to_it_to_the_last_digit(case):
    for walk in walks(case):
        for step in walk.shown:
            for equation in products(walk, step):
                name, shown, *total = re.sub(r" \([^)]*\)", "", str(equation)).split(" = ")
                assert name == equation.name
                expected = float(walk.values[equation.name][step - walk.first, 2])
                last = total[0] if total else shown
                assert abs(value_of(last)[0] - expected) <= value_of(last)[1] + 1e-6
                found, moved = computed(shown)
                assert abs(found - value_of(last)[0]) <= moved + value_of(last)[1]


def test_the_rest_takes_what_rounding_leaves():
    terms = [0.30049, -0.20049, 0.10049]
    assert adding_up(terms, 0.5, True) == ["0.300", "−0.200", "0.100", "0.300", "0.500"]
    rng = np.random.default_rng(0)
    for scale in (1e-5, 1e-2, 1.0, 100.0):
        for _ in range(100):
            drawn = scale * rng.standard_normal(4)
            *parts, total = (value_of(text)[0] for text in adding_up(drawn[:3], sum(drawn), True))
            assert sum(parts) == pytest.approx(total, rel=0, abs=1e-9 * scale)


def test_of_many_terms_the_largest_are_written():
    case = next(c for c in USUAL if c.cell == "lstm" and c.window == "many losses")
    network = case.network()
    wide = type(network)(network.cell, 5, 20, 5, 1)
    wide.flat[...] = np.random.default_rng(0).uniform(-0.9, 0.9, wide.flat.size)
    sequence = case.sequence(wide)
    walk = REGISTRY["cell_walk"].measure(wide, sequence, {"unit": 7, "step": 3})
    equation = next(e for e in products(walk, 3) if e.name == "W_hf h_prev")
    assert str(equation).count(" × ") == 3
    assert "(17 more)" in str(equation)
    terms = walk.rows["W_hf"] * walk.values["h_prev"][0]
    order = np.argsort(-np.abs(terms))[:3]
    assert [piece.unit for piece in equation.pieces if "unit" in piece.text] == order.tolist()
    parts, total = re.sub(r" \([^)]*\)", "", str(equation)).split(" = ")[1:]
    assert computed(parts)[0] == pytest.approx(value_of(total)[0], abs=1e-12)
    assert value_of(total)[0] == pytest.approx(terms.sum(), abs=6e-4)


def test_a_symbol_is_a_column_and_a_state_of_zero_says_so():
    case = next(c for c in USUAL if c.cell == "gru" and c.window == "two steps")
    lower, upper = walks(case)
    first = {e.name: str(e) for e in products(lower, 0)}
    assert first["W_ir x"].endswith(f"(the column of “{lower.symbols[0]}”)")
    assert first["W_hr h_prev"] == "W_hr h_prev = 0 (h_prev is 0)"
    assert "(unit 0 of layer 1: " in next(str(e) for e in products(upper, 0))
    case = next(c for c in USUAL if c.cell == "gru" and c.window == "one loss")
    assert "(input 1: " in str(products(next(walks(case)), 0)[0])


@pytest.mark.parametrize("case", EVERY_CASE, ids=str)
def test_whatever_the_numbers_are_they_are_written_for_people(case):
    for walk in walks(case):
        for equation in (*numbers(walk, walk.step), *products(walk, walk.step)):
            told = str(equation)
            assert not re.search(r"\b(nan|inf)\b|e[+-]\d|−0\.0*\b(?!\d)|--", told), told
            value = float(walk.values[equation.name][walk.step - walk.first, 2])
            assert ("not a number" in told) == math.isnan(value) or math.isinf(value), told


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.4284, "0.428"),
        (-0.0123456, "−0.0123"),
        (12.3456, "12.346"),
        (-1234.5, "−1,234.500"),
        (1e-5, "0.0000100"),
        (2e-8, "2·10⁻⁸"),
        (3.2e20, "3.2·10²⁰"),
        (math.nan, "not a number"),
        (-math.inf, "minus infinite"),
    ],
)
def test_numbers_are_written_with_three_decimals_or_three_digits(value, text):
    assert written(value) == text
