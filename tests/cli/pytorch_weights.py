"""Weights as PyTorch names and shapes them, their symbols, and how they are refused."""

import numpy as np

from rnnviz.core.architecture import Architecture
from rnnviz.core.cells import REGISTRY as CELLS

TEXT = "the sea is old and grey,\nand the sea is grey\n" * 30
SYMBOLS = sorted(set(TEXT))
V, H = len(SYMBOLS), 5


def weights_of(cell="lstm", layers=1, inputs=V, outputs=V, dtype=np.float32):
    """Arrays as torch.nn names and shapes them."""
    rng = np.random.default_rng(3)
    shapes = Architecture(CELLS[cell](), inputs, H, outputs, layers).shapes()
    return {name: rng.uniform(-1, 1, shape).astype(dtype) for name, shape in shapes.items()}


def refused(answer, words, here):
    """One line names the file or flag and the reason; no run is written."""
    assert answer.code == 2, answer.out
    assert words in answer.err
    assert answer.err.count("\n") == 1
    assert answer.out == ""
    assert not (here / "run.safetensors").exists()
