"""Writes exported.npz: what the exported files give in PyTorch, with the code that gave it.

Run by hand where PyTorch is installed beside NumPy, safetensors and charset-normalizer:
PYTHONPATH=.:tests/lab/pytorch python tests/lab/pytorch/vectors/make_export_vectors.py
"""

import importlib.util
import tempfile
from pathlib import Path

import numpy as np
import torch
from export_cases import CASES, PHRASE, fingerprint, plan_of

from rnnviz.lab.pytorch.folder import export


def module_of(path):
    """An exported file, imported."""
    spec = importlib.util.spec_from_file_location("exported", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outputs_of(module):
    """What its network says after every symbol of the phrase, read whole and then in two parts."""
    network, codes = module.load(), module.encode(PHRASE)
    with torch.no_grad():
        whole = network(codes)
        if isinstance(whole, tuple):
            whole, _ = whole
            first, state = network(codes[:9])
            second, _ = network(codes[9:], state)
            torch.testing.assert_close(torch.cat([first, second]), whole)
            assert len(module.sample(network)) == 500
    _check_training(network, codes)
    return whole[:, 0].numpy()


def _check_training(network, codes):
    """Every parameter has a gradient that is a number."""
    outputs = network.train()(codes)
    outputs = outputs[0] if isinstance(outputs, tuple) else outputs
    outputs.square().mean().backward()
    for name, parameter in network.named_parameters():
        assert parameter.grad.isfinite().all(), name
        assert parameter.grad.abs().max() > 0, name


def main():
    vectors = {}
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            _, path = export(plan_of(case), Path(folder, case))
            vectors[f"{case}/outputs"] = outputs_of(module_of(path))
            vectors[f"{case}/code"] = np.array(fingerprint(path.read_text("utf-8")))
    np.savez_compressed(Path(__file__).with_name("exported.npz"), **vectors)


if __name__ == "__main__":
    main()
