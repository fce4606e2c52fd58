"""Writes the folder of an export: the weights and one Python file, and overwrites nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from safetensors import SafetensorError, safe_open

from rnnviz import __version__
from rnnviz.lab.pytorch.module_text import MARK, WEIGHTS, module_text
from rnnviz.lab.pytorch.plan import Plan
from rnnviz.lab.runs.array_file import write_arrays
from rnnviz.lab.runs.atomic_writing import whole_file
from rnnviz.lab.runs.bounded_json import check_header
from rnnviz.lab.runs.misfit import MISFITS
from rnnviz.refusal import Refusal
from rnnviz.tasks.builtin import BUILTIN

MODULE = "model.py"
ORIGIN = "exported_by"
"""The entry of the weights' metadata that says who wrote them."""
SETTINGS, VOCABULARY, TEXT = "settings", "vocabulary", "text"
"""What else `rnnviz import` finds there: the settings, the symbols, and a built-in text's name."""
READ_AT_MOST = 10_000


def export(plan: Plan, folder: Path) -> tuple[Path, Path]:
    """Write the weights and the Python file into a folder, which is made if it is not there.

    Both take their places together. Refuses a folder whose files of these names are others', and
    what cannot be written.
    """
    weights, module = folder / WEIGHTS, folder / MODULE
    text, arrays = module_text(plan), dict(plan.weights)
    try:
        check_folder(folder)
        folder.mkdir(exist_ok=True)
        with whole_file(module) as new_module, whole_file(weights) as new_weights:
            new_module.write_text(text, encoding="utf-8", newline="\n")
            write_arrays(new_weights, arrays, metadata(plan))
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal(f"{folder} cannot be written: {reason}. Choose another folder.") from None
    return weights, module


def check_folder(folder: Path) -> None:
    """Refuse a folder that an export cannot lie in: no folder, or files of others by its names."""
    if folder.exists() and not folder.is_dir():
        raise Refusal(f"{folder} is a file; give the name of a folder to export into.")
    if not folder.exists() and not folder.absolute().parent.is_dir():
        raise Refusal(f"{folder} cannot be made: the folder {folder.parent} is not there.")
    for name, ours in ((WEIGHTS, _are_exported), (MODULE, _is_exported)):
        path = folder / name
        if (path.exists() or path.is_symlink()) and not ours(path):
            raise Refusal(
                f"{path} is there already and was not written by rnnviz export; move it away, or "
                "choose another folder."
            )


def metadata(plan: Plan) -> dict[str, str]:
    """What stands beside the weights, so that they become a run again."""
    found = {
        "format": "pt",
        ORIGIN: f"rnnviz {__version__}",
        SETTINGS: json.dumps(plan.settings.as_dict()),
    }
    if plan.coding is not None:
        found[VOCABULARY] = json.dumps(list(plan.coding.vocabulary))
        if plan.name in BUILTIN:
            found[TEXT] = plan.name
    return found


def _are_exported(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        check_header(path)
        with safe_open(path, framework="numpy") as file:
            return ORIGIN in (file.metadata() or {})
    except (OSError, SafetensorError, *MISFITS):
        return False


def _is_exported(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return MARK in file.read(READ_AT_MOST)
