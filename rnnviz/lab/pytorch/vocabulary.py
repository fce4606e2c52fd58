"""The symbols of a network from PyTorch: from a list in JSON, a text, or its weights' metadata."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.lab.pytorch.folder import VOCABULARY
from rnnviz.lab.pytorch.told import sizes_of
from rnnviz.lab.pytorch.weights import Weights
from rnnviz.lab.runs.bounded_json import read_json
from rnnviz.lab.runs.misfit import MISFITS, shown
from rnnviz.refusal import Refusal
from rnnviz.tasks.composing import AS_IT_IS, COMPOSED, form_of
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.text import read_files

LIST_AT_MOST = 4_000_000
"""Bytes of a list of symbols."""
NEEDED = (
    "Give --vocabulary a JSON list of its characters (code 0 first), or the text that it learned, "
    "whose distinct characters in code point order count as its symbols."
)


def vocabulary_for(
    weights: Weights, path: Path | None, fold: str, writes: bool = True
) -> tuple[str, ...]:
    """The symbols of a network, code 0 first, from `path` or else what stands beside its weights.

    One that `writes` gives the symbols that it reads. Refuses where there are none, where they are
    no symbols, and where they are too many or few.
    """
    symbols, where = _found(weights, path, fold)
    wrong = [one for one in symbols if not isinstance(one, str) or len(one) != 1]
    if wrong or any("\ud800" <= one <= "\udfff" for one in symbols):
        what = shown((wrong or symbols)[0])
        raise Refusal(f"{where} names {what}, and each symbol is one character. {NEEDED}")
    if len(set(symbols)) < len(symbols):
        twice = next(one for n, one in enumerate(symbols) if one in symbols[:n])
        raise Refusal(f"{where} names {shown(twice)} twice, and each symbol has one code. {NEEDED}")
    inputs, outputs = sizes_of(weights)
    if writes and inputs != outputs:
        raise Refusal(
            f"{weights.path.name} reads {inputs:,} symbols and gives {outputs:,}, and a text's "
            "network gives those that it reads; name the --task if it learned another."
        )
    if len(symbols) != inputs:
        raise Refusal(
            f"{where} has {len(symbols):,} symbols, and the network in {weights.path.name} has "
            f"{inputs:,}. {NEEDED}"
        )
    return tuple(symbols)


def _found(weights: Weights, path: Path | None, fold: str) -> tuple[list[Any], str]:
    """The symbols and where they stand."""
    if path is not None:
        listed = _listed(path)
        return (listed if listed is not None else _of_text(weights, path, fold)), path.name
    if VOCABULARY not in weights.metadata:
        raise Refusal(f"{weights.path.name} does not say which symbols its codes are. {NEEDED}")
    where = f"The metadata of {weights.path.name}"
    try:
        symbols = read_json(weights.metadata[VOCABULARY])
    except MISFITS:
        symbols = None
    if not isinstance(symbols, list):
        raise Refusal(f"{where} has no list of symbols. {NEEDED}")
    return symbols, where


def _listed(path: Path) -> list[Any] | None:
    """The list of a file in JSON; None for a text. Refuses a .json that holds no list."""
    is_json = path.suffix.lower() == ".json"
    try:
        small = path.is_file() and path.stat().st_size <= LIST_AT_MOST
        start = path.read_bytes() if small else b""
        values = read_json(start.decode("utf-8")) if is_json or start[:1] == b"[" else None
    except (OSError, *MISFITS):
        values = None
    if isinstance(values, list) and (is_json or all(isinstance(one, str) for one in values)):
        return values
    if is_json and path.is_file():
        raise Refusal(f"{path.name} holds no JSON list of characters. {NEEDED}")
    return None


def is_text(path: Path) -> bool:
    """Whether a vocabulary was given as the text that it is of."""
    return _listed(path) is None


def _of_text(weights: Weights, path: Path, fold: str) -> list[str]:
    """The distinct characters of a text, composed as here or, where those do not fit, as it is."""
    wanted, _ = sizes_of(weights)
    found: list[str] = []
    for form in (COMPOSED, AS_IT_IS):
        folding = Folding.named(fold, None, form)
        found = list(read_files([path], folding, to_learn=False).vocabulary)
        if len(found) == wanted:
            break
    return found


def folding_of(vocabulary: tuple[str, ...], fold: str, symbols: int | None) -> Folding:
    """The folding that leads to these symbols, in Unicode's form that they are in."""
    form = COMPOSED if form_of(vocabulary) == COMPOSED else AS_IT_IS
    return Folding.named(fold, symbols, form)


def sorted_by_code(
    arrays: dict[str, NDArray[Any]], vocabulary: tuple[str, ...], writes: bool = True
) -> tuple[dict[str, NDArray[Any]], tuple[str, ...]]:
    """The same network with its symbols in code point order, as a run has them."""
    order = np.argsort([ord(symbol) for symbol in vocabulary])
    moved = dict(arrays)
    moved["rnn.weight_ih_l0"] = arrays["rnn.weight_ih_l0"][:, order]
    for name in ("decoder.weight", "decoder.bias") if writes else ():
        moved[name] = arrays[name][order]
    return moved, tuple(vocabulary[place] for place in order)
