"""Reads the weights that a training in PyTorch has left, as a safetensors file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from rnnviz.lab.runs.bounded_json import check_header
from rnnviz.lab.runs.misfit import MISFITS, shown
from rnnviz.lab.runs.run_layout import PROGRAM
from rnnviz.refusal import Refusal
from rnnviz.tasks.file_kind import not_a_file

SAVED = "safetensors.torch.save_file(model.state_dict(), PATH)"
WIDTHS = ("F32", "F64")
HALVES = {"F16": "float16", "BF16": "bfloat16"}


@dataclass(frozen=True)
class Weights:
    """Arrays by PyTorch's names, all of one type, and the metadata of their file."""

    path: Path
    arrays: Mapping[str, NDArray[Any]]
    metadata: Mapping[str, str]

    @property
    def dtype(self) -> str:
        """float32 or float64."""
        return next(iter(self.arrays.values())).dtype.name


def read_weights(path: Path) -> Weights:
    """The weights of a file; refuses what is none, half precision, and what is no number."""
    if what := not_a_file(path):
        raise Refusal(f"{path.name} {what}; give weights saved with {SAVED}.")
    try:
        check_header(path)
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
            kinds = {n: str(file.get_slice(n).get_dtype()) for n in sorted(file.keys())}
            _check_kinds(path, metadata, kinds)
            arrays = {name: file.get_tensor(name) for name in kinds}
    except PermissionError:
        raise Refusal(f"{path.name} may not be read; change its permissions.") from None
    except (OSError, SafetensorError, *MISFITS):
        raise Refusal(f"{path.name} is no safetensors file; save weights with {SAVED}.") from None
    _check_numbers(path, arrays)
    return Weights(path, arrays, metadata)


def _check_kinds(path: Path, metadata: Mapping[str, str], kinds: Mapping[str, str]) -> None:
    if metadata.get("program") == PROGRAM:
        raise Refusal(f"{path.name} is a run already; open it, or train on with --resume.")
    if not kinds:
        raise Refusal(f"{path.name} holds no weights; save them with {SAVED}.")
    for name, kind in kinds.items():
        if kind in HALVES:
            raise Refusal(
                f"{path.name} holds numbers of half precision ({shown(name)} is {HALVES[kind]}); "
                "save model.float().state_dict() instead."
            )
        if kind not in WIDTHS:
            raise Refusal(
                f"{path.name} holds {shown(name)} in the type {kind}, and weights are float32 or "
                "float64; save model.float().state_dict() instead."
            )
    if len(set(kinds.values())) > 1:
        raise Refusal(
            f"{path.name} holds float32 and float64 side by side; save model.float().state_dict() "
            "instead."
        )


def _check_numbers(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise Refusal(
                f"{path.name} holds weights that are not finite numbers, in {shown(name)}; give an "
                "earlier copy, from before the training diverged."
            )
