"""Registers the trial cell and does with one of all cells all that a run may have done to it.

Run as a program, `everything.py CELL FOLDER`, because a registry is read when it is imported.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

from rnnviz.core.cells import REGISTRY
from trial_cells import TRIALS

REGISTRY |= TRIALS  # the one line

from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.run import Run
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Request
from rnnviz.lab.trainer import Trainer
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.refusal import Refusal
from rnnviz.tasks.text import read_text

TEXT = "the sea is old and grey and the moon goes over it again and again\n" * 12


def trained(trainer, steps):
    trainer.goal = trainer.step + steps
    for _ in trainer:
        pass
    return trainer


def measured(trainer):
    """What every probe finds of both layers: its kind, or its sentence."""
    requests = [Request(name, (("layer", layer),)) for name in PROBES for layer in (0, 1)]
    found = trainer.measure(requests)
    return {request.probe: result for request, result in found.items()}


def interventions(trainer):
    """What can be done by hand, and why the rest cannot."""
    run, found = Run(trainer), {}
    for name in INTERVENTIONS:
        try:
            run.intervene(name)
            run.undo()
            found[name] = "done"
        except Refusal as refusal:
            found[name] = str(refusal)
    return found


def main(cell, folder):
    corpus = read_text(TEXT, "sea")
    settings = Settings().change(
        cell=cell, layers=2, hidden=12, batch=3, window=8, forget_bias=2.0, steps=200
    )
    whole = trained(Trainer(settings, corpus), 60)
    assert whole.smoothed < 0.95 * np.log(corpus.alphabet), whole.smoothed
    half = trained(Trainer(settings, corpus), 30)
    save_run(half, Path(folder) / "half.safetensors")
    resumed = load_run(Path(folder) / "half.safetensors").resume(corpus)
    trained(resumed, 30)
    assert np.array_equal(resumed.network.flat, whole.network.flat)
    for name, array in whole.state.arrays.items():
        assert np.array_equal(array, resumed.state.arrays[name]), name
    for name, result in measured(whole).items():
        print(name, "|", result if isinstance(result, str) else type(result).__name__)
    for name, result in interventions(whole).items():
        print(name, "|", result)
    assert whole.write().text


if __name__ == "__main__":
    main(*sys.argv[1:])
