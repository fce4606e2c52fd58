"""Every lesson that comes with the program keeps its promises, and says nothing false on paper."""

from time import process_time

import numpy as np
import pytest

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.network import Network
from rnnviz.lab.panels import PANELS
from rnnviz.lessons import seeds
from rnnviz.lessons.files import builtin_names, lesson_path
from rnnviz.lessons.layout import names
from rnnviz.lessons.reading import read_lesson
from rnnviz.lessons.unmarked import check_numbers
from rnnviz.probes.jacobians import step_jacobians
from rnnviz.probes.spectrum import gate_blocks

LONGEST = 60.0
"""Seconds of work that the check of one lesson with one seed may take."""


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", builtin_names())
def test_the_lesson_keeps_its_promises_with_seeds_that_are_not_its_own(name, request):
    """Its own is tried in the window; `--seeds 5` tries five others, of which one may fail."""
    lesson, number = read_lesson(lesson_path(name)), request.config.getoption("--seeds")
    begun = process_time()
    results = list(seeds.check_with(lesson, seeds.other_seeds(lesson, number)))
    broken = [
        f"{row.step}. {row.what} = {row.values}, wanted {row.wanted}: {row.held} of {number}"
        for row in seeds.table(lesson, results)
        if not row.passed
    ]
    assert broken == []
    assert process_time() - begun < number * LONGEST


def test_lessons_stand_in_the_order_of_their_numbers():
    assert [int(name.partition("-")[0]) for name in builtin_names()] == list(
        range(1, len(builtin_names()) + 1)
    )


@pytest.mark.parametrize("name", builtin_names())
def test_every_number_in_a_lessons_words_is_measured_or_marked_as_plain(name):
    path = lesson_path(name)
    check_numbers(path, read_lesson(path))


@pytest.mark.parametrize("name", builtin_names())
def test_the_lesson_asks_answers_promises_and_points_at_panels_that_exist(name):
    lesson = read_lesson(lesson_path(name))
    asked = [step for step in lesson.steps if "?" in step.text]
    assert len(asked) >= len(lesson.steps) - 2
    assert all(step.answer for step in lesson.steps)
    assert sum(len(step.expect) for step in lesson.steps) >= len(lesson.steps)
    shown = set(names(lesson.panels))
    assert shown <= PANELS.keys()
    assert {step.point for step in lesson.steps} <= shown
    assert {name for step in lesson.steps for name in step.choose} <= shown


def test_the_nilpotent_example_doubles_its_gradient_at_spectral_radius_zero():
    network = Network(CELLS["vanilla"](), 1, 2, 2, dtype="float64")
    network.flat[...] = 0.0
    W = np.array([[8.0, 8.0], [-8.0, -8.0]])
    x = np.array([0.0, np.arctanh(0.5)])
    network.parameters["rnn.weight_hh_l0"][...] = W
    network.parameters["rnn.bias_hh_l0"][...] = x - W @ np.tanh(x)
    assert np.abs(np.linalg.eigvals(gate_blocks(W)[0])).max() < 1e-6
    T = 3
    state = network.zero_state(1)
    state.h[0, 0] = np.tanh(x)
    unrolled = network.unroll(T, 1)
    unrolled.forward(np.zeros((T, 1), int), state)
    assert np.allclose(unrolled.layers[0].tape.h, np.tanh(x))
    J = np.diag([1.0, 0.75]) @ W
    norms = [np.linalg.norm(np.linalg.matrix_power(J, n)) for n in (1, 2, 3)]
    assert np.allclose(norms, [14.142, 28.284, 56.569], rtol=1e-4)
    product = np.linalg.multi_dot(list(step_jacobians(unrolled.layers[0], [2, 1, 0])))
    assert np.allclose(np.linalg.norm(product, 2), norms[2], rtol=1e-4)
