"""Makes a run of weights from PyTorch: to be asked, looked into, and trained on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.sampling import NoDistributionError, sample
from rnnviz.lab.build import build_network
from rnnviz.lab.memory.memory_need import Shape, memory_for
from rnnviz.lab.pytorch.folder import SETTINGS
from rnnviz.lab.pytorch.weights import Weights
from rnnviz.lab.runs.bounded_json import read_json
from rnnviz.lab.runs.misfit import MISFITS
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.lab.validation import EXACT_WINDOW
from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.composing import AS_IT_IS
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.material import Material
from rnnviz.tasks.text import read_text

Arrays = Mapping[str, NDArray[Any]]
WRITTEN, SEED = 5_000, 0
"""Characters of what a network writes where no text is given, and the seed that draws them."""
OWN_TEXT = "what the network wrote"


def settings_beside(weights: Weights) -> Settings | None:
    """The settings of the run that was exported; None where the weights come without."""
    if SETTINGS not in weights.metadata:
        return None
    try:
        return Settings().change(**read_json(weights.metadata[SETTINGS]))
    except (Refusal, *MISFITS):
        raise Refusal(
            f"The settings in {weights.path.name} cannot be read; save the weights without "
            "metadata, and name with --vocabulary its symbols."
        ) from None


def imported(settings: Settings, material: Material | None, arrays: Arrays, name: str) -> Trainer:
    """A training that begins with these weights; refuses those of a network for something else."""
    trainer = Trainer(settings, material, drawn=False)
    network = trainer.network
    for key, parameter in network.parameters.items():
        if arrays[key].shape != parameter.shape:
            raise Refusal(
                f"{name} reads {arrays['rnn.weight_ih_l0'].shape[1]} numbers or symbols and gives "
                f"{len(arrays['decoder.bias'])}, and the task {settings.task} has "
                f"{network.inputs} and {network.outputs}; name the --task that it learned."
            )
        parameter[...] = arrays[key]
    trainer.before[...] = network.flat
    return trainer


def own_text(settings: Settings, coding: Coding, arrays: Arrays, name: str) -> Corpus:
    """What the network writes by itself, as a text to look at it with."""
    network = _network(settings, coding, arrays)
    begin = coding.encode("\n" if "\n" in coding.vocabulary else coding.vocabulary[0])
    try:
        with np.errstate(all="ignore"):
            codes = sample(network, begin, WRITTEN, np.random.default_rng(SEED), never=coding.sign)
    except NoDistributionError:
        raise Refusal(
            f"{name}: what the network says is no number; give an earlier copy."
        ) from None
    text = read_text(
        coding.decode(codes), OWN_TEXT, Folding(form=AS_IT_IS), "the network", clean=False
    )
    return replace(text, folding=coding.folding).among(coding.vocabulary)


def _network(settings: Settings, coding: Coding, arrays: Arrays) -> Network:
    V = len(coding.vocabulary)
    with memory_for(settings, Shape(V, V, EXACT_WINDOW, EXACT_WINDOW, 1), "read"):
        network = build_network(settings, V, V)
    for key, parameter in network.parameters.items():
        parameter[...] = arrays[key]
    return network
