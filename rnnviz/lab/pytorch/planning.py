"""Makes the plan of an export of a saved run, or of one that is open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.network import Network
from rnnviz.lab.pytorch.plan import Plan, Shown
from rnnviz.lab.pytorch.steps import STEPS
from rnnviz.lab.runs.checkpoint import SavedRun
from rnnviz.lab.runs.sources import find_text
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN, READING
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.numbers import Numbers
from rnnviz.tasks.shape import DELAYED
from rnnviz.tasks.table.series import Series
from rnnviz.tasks.text_task import TextTask

KNOWN = (
    *("cell", "hidden", "layers", "dtype", "activation", "leak"),
    *("bidirectional", "skip", "dropout", "attention", "layer_norm"),
)
"""The settings of a network that the file says something of."""
START = ("forget_bias", "chrono", "init", "spectral_radius", "seed")
"""Those that only the weights at the start depend on, as do the options of `init`."""
LONGEST = 100
"""Steps of an example at most: it stands in the file for people to read."""
EXAMPLE = 20_250_102
"""The seed that draws it."""
NO_NUMBERS = (
    "The network's weights are no finite numbers any more, so there is nothing to export. Take "
    "back what was done by hand, or start over with a lower learning rate."
)
WAY_OUT = "Put it beside the run."


def plan_of(run: SavedRun) -> Plan:
    """What to export of a saved run; refuses weights that are no numbers, and lost tables."""
    check_known(run.settings)
    network = run.network()
    task = run.settings.task
    if task in DRAWN:
        return planned(run.settings, network, DRAWN[task].label, None, drawn(run.settings))
    if task == Numbers.name:
        series = find_text(run, WAY_OUT)[1]
        assert isinstance(series, Series)
        mean, deviation = float(run.corpus["mean"]), float(run.corpus["deviation"])
        shown = to_forecast(run.settings, series, mean, deviation)
        return planned(run.settings, network, _called(series), None, shown)
    read = None
    if task in READING:
        corpus = find_text(run, WAY_OUT)[1]
        assert isinstance(corpus, Corpus)
        read = passage(run.settings, corpus)
    return planned(run.settings, network, str(run.corpus["name"]), run.coding, read)


def plan_of_training(trainer: Trainer) -> Plan:
    """What to export of a run that is open, as it stands; refuses weights that are no numbers."""
    settings, network, material = trainer.settings, trainer.network, trainer.material
    check_known(settings)
    if not np.isfinite(network.flat).all():
        raise Refusal(NO_NUMBERS)
    if material is None:
        return planned(settings, network, trainer.feed.facts.label, None, drawn(settings))
    if isinstance(material, Corpus):
        shown = passage(settings, material) if settings.task in READING else None
        return planned(settings, network, material.name, material.coding, shown)
    from rnnviz.lab.series_feed import SeriesFeed  # which no other task needs

    assert isinstance(trainer.feed, SeriesFeed)
    numbers = trainer.feed.numbers
    forecast = to_forecast(settings, material, numbers.mean, numbers.deviation)
    return planned(settings, network, _called(material), None, forecast)


def _called(series: Series) -> str:
    return f"{series.column} of {series.name}"


def check_known(settings: Settings, known: Sequence[str] = KNOWN) -> None:
    """Refuse a network with something in it that the file for PyTorch cannot say."""
    passed = (*known, *START, *settings.options_of("init"))
    for name, row in settings.rows().items():
        if row.group != "network" or name in passed:
            continue
        if settings.value(name) not in (row.default, None):
            raise Refusal(
                f"A network with {row.label} {settings.value(name)} cannot be exported: the file "
                f"for PyTorch has no form for it. Train one without {row.flag}."
            )
    if settings.task not in (TextTask.name, Numbers.name, *READING, *DRAWN):
        raise Refusal(
            f"A network for the task {settings.task} cannot be exported: the file for PyTorch has "
            "no form for what it reads."
        )
    if settings.cell not in STEPS:
        raise Refusal(
            f"A network of the cell {CELLS[settings.cell].label} cannot be exported: the file for "
            f"PyTorch has no form for it. Choose --cell {' or '.join(STEPS)}."
        )


def planned(
    settings: Settings, network: Network, name: str, coding: Coding | None, shown: Shown | None
) -> Plan:
    """The plan of a network that has learned what is called `name`."""
    weights = dict(network.parameters)
    return Plan(settings, network.architecture, network.loss, weights, name, coding, shown)


def drawn(settings: Settings) -> Shown:
    """A sequence of a task that draws them, as far as it is read before the network goes on."""
    task = DRAWN[settings.task](**settings.options_of("task"))
    T = min(task.length(settings.value("length")), LONGEST)
    batch = task.unseen(np.random.default_rng(EXAMPLE), T, 1)
    inputs, targets = batch.inputs[:, 0], batch.targets[:, 0]
    alone, classes = task.fed_back == "likeliest", task.shape != DELAYED
    read = len(inputs) - len(targets) + 1 if alone else len(inputs)
    return Shown(inputs[:read], targets, task.signs, alone=alone, classes=classes)


def passage(settings: Settings, corpus: Corpus) -> Shown:
    """A held-out passage of a task that reads those of a text."""
    options = settings.options_of("task")
    task = READING[settings.task](corpus, settings.validation, **options)
    T = min(task.length(settings.value("length")), LONGEST)
    batch = task.heldout(T, 1)
    signs = "".join(corpus.vocabulary)
    return Shown(batch.inputs[:, 0], batch.targets[:, 0], signs, classes=True)


def to_forecast(settings: Settings, series: Series, mean: float, deviation: float) -> Shown:
    """The last numbers of a table, which the network goes on from."""
    last = series.values[-int(str(settings.value("length"))) :]
    horizon = int(str(settings.value("horizon")))
    return Shown(last, last[:0], "", mean, deviation, horizon)
