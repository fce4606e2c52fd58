"""What rnnviz sample and evaluate do with a run that has learned numbers."""

import argparse
import math

import numpy as np
from numpy.typing import NDArray

from rnnviz.captions.forecasts import table_caption
from rnnviz.cli.output import print_json
from rnnviz.cli.tables import read_numbers
from rnnviz.cli.texts import tell_of
from rnnviz.lab.forecasts import errors_along, go_on
from rnnviz.lab.runs.checkpoint import SavedRun
from rnnviz.lab.runs.sources import find_text
from rnnviz.lab.settings import declarations
from rnnviz.refusal import Refusal
from rnnviz.tasks.table.series import Series

WAY_OUT = "Put that table beside the run."
NO_NUMBERS = (
    "{name}: The network's forecasts are no finite numbers. Give an earlier copy of the run, or "
    "train again with a lower --lr or with --clip norm."
)
OF_TEXTS = ("temperature", "top_k", "seed")


def sample_numbers(run: SavedRun, parsed: argparse.Namespace) -> int:
    """Print the numbers that the network forecasts after the last one of its table."""
    if parsed.prime or any(hasattr(parsed, name) for name in OF_TEXTS):
        raise Refusal(
            f"{run.path.name} forecasts numbers, of which nothing is drawn at random; leave all "
            "but --length out."
        )
    steps = getattr(parsed, "sample_length", run.settings.value("horizon"))
    steps = int(str(declarations()["sample_length"].check(steps)))
    series = _series_of(run)
    read = standardised(run, series)[-int(str(run.settings.value("length"))) :]
    forecast = go_on(run.network(), read, steps) * run.corpus["deviation"] + run.corpus["mean"]
    if not np.isfinite(forecast).all():
        raise Refusal(NO_NUMBERS.format(name=run.path.name))
    if parsed.json:
        print_json({"column": series.column, "after": len(series.values), "forecast": [*forecast]})
    else:
        print("\n".join(f"{value:.6g}" for value in forecast))
    return 0


def evaluate_numbers(run: SavedRun, parsed: argparse.Namespace) -> int:
    """Print how well a table's numbers are forecast; of the run's own the held-out part counts."""
    series = read_numbers([parsed.text_file], str(run.corpus["column"]), parsed.encoding)
    tell_of(series)
    own = series.fingerprint == run.corpus["fingerprint"]
    first = len(series.split(run.settings.validation)[0]) if own else 1
    unit = run.corpus["deviation"]
    ahead, naive, count = errors_along(run.network(), standardised(run, series), first)
    if not math.isfinite(ahead):
        raise Refusal(NO_NUMBERS.format(name=run.path.name))
    found = {"rmse": ahead * unit, "naive": naive * unit, "scored": count, "held_out": own}
    if parsed.json:
        print_json({**found, "column": series.column})
    else:
        print(table_caption(ahead * unit, naive * unit, count, series.column, own))
    return 0


def standardised(run: SavedRun, series: Series) -> NDArray[np.float32]:
    """Numbers as the run's network reads them, by the mean and deviation of what it learned."""
    mean, deviation = float(run.corpus["mean"]), float(run.corpus["deviation"])
    return ((series.values - mean) / deviation).astype(np.float32)


def _series_of(run: SavedRun) -> Series:
    _, found = find_text(run, WAY_OUT)
    if not isinstance(found, Series):
        raise TypeError("a run of numbers has learned a text")
    if found.warnings:
        tell_of(found)
    return found
