"""The shapes of tasks: each is one of four, and what it says is what its batches have."""

import numpy as np
import pytest

from rnnviz.tasks import DRAWN, REGISTRY
from rnnviz.tasks.shape import ALIGNED, MANY_TO_ONE, SHAPES, Shape


@pytest.mark.parametrize("name", list(REGISTRY))
def test_every_task_has_one_of_the_shapes_and_says_whether_it_sees_the_future(name):
    task = REGISTRY[name]
    assert task.shape in SHAPES
    assert isinstance(task.sees_future, bool)


@pytest.mark.parametrize("name", list(DRAWN))
def test_one_answer_is_scored_of_many_to_one_and_one_a_step_of_an_aligned_task(name):
    task = DRAWN[name]()
    batch = task.batch(np.random.default_rng(0), 12, 2)
    assert (len(batch.targets) == 1) == (task.shape == MANY_TO_ONE)
    if task.shape == ALIGNED:
        assert len(batch.targets) == len(batch.inputs)


@pytest.mark.parametrize("name", list(REGISTRY))
def test_what_is_answered_by_the_next_input_must_not_be_seen(name):
    assert REGISTRY[name].sees_future == (REGISTRY[name].fed_back is None)


def test_the_shapes_differ_in_what_they_read_and_answer():
    assert len({(shape.reads, shape.answers) for shape in SHAPES}) == len(SHAPES) == 4
    assert [shape.name for shape in SHAPES if not all(shape.reads + shape.answers)] == [
        "one-to-many",
        "many-to-one",
        "many-to-many, delayed",
    ]
    with pytest.raises(ValueError, match="every step"):
        Shape("one", "One.", (True,), (True, False))
