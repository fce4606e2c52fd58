"""The shape that a network has with some settings, before it is made."""

from __future__ import annotations

import numpy as np

from rnnviz.lab.memory.memory_need import Shape
from rnnviz.lab.settings import Settings
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN, READING
from rnnviz.tasks.corpus import Corpus, check_length
from rnnviz.tasks.material import Material
from rnnviz.tasks.numbers import Numbers
from rnnviz.tasks.task import Task


def shape_of(settings: Settings, material: Material | None) -> Shape:
    """The shape of the network and its windows; refuses a text that is too short for them."""
    if settings.task in DRAWN:
        task: Task = DRAWN[settings.task](**settings.options_of("task"))
        return _shape_of(task, settings)
    if settings.task == Numbers.name:
        return _shape_of_numbers(settings, material)
    if not isinstance(material, Corpus):
        raise Refusal("There is no text to learn; name a text, or a task that draws its own.")
    corpus = material
    if settings.task in READING:
        task = READING[settings.task](corpus, settings.validation, **settings.options_of("task"))
        return _shape_of(task, settings)
    check_length(corpus, settings.window, settings.validation, settings.batch)
    corpus.coding.encode(settings.prime, "The prime")
    window, V = settings.window, corpus.alphabet
    return Shape(V, V, window, window, settings.batch)


def _shape_of_numbers(settings: Settings, material: Material | None) -> Shape:
    if material is None or isinstance(material, Corpus):
        raise Refusal("There are no numbers to learn; name a table, a CSV file for example.")
    task = Numbers(material, settings.validation, **settings.options_of("task"))
    return _shape_of(task, settings)


def _shape_of(task: Task, settings: Settings) -> Shape:
    first = task.batch(np.random.default_rng(0), task.length(settings.value("length")), 1)
    return Shape.of(task.inputs, task.outputs, first, settings.batch)
