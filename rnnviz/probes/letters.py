"""How alike the network takes its letters: the columns of W_ih in two dimensions."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen
from rnnviz.probes.next_character import likeliest

ALL_GATES = "all"
MANY = 200
"""Letters and rows from which the directions are found in the faster way."""
NEAREST = 3
"""So many of the letters nearest to each are named."""
VOWEL, CONSONANT, DIGIT, SPACE, OTHER, SYMBOL = (
    *("vowel", "consonant", "digit", "space", "other"),
    "symbol",
)
VOWELS = frozenset("aeiouαεηιουωаеиоуыэюяє")
ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
"""In these a letter is a vowel or a consonant; y counts as one."""
NUMBERS = "The inputs of this task are numbers, so W_ih has no columns that stand for letters."
NO_NUMBERS = "The weights are not numbers any more: the training has diverged."


@dataclass(frozen=True)
class Letters:
    """`points` (V, 2): the columns of the first layer's W_ih, in the plane where they differ most.

    `explained` (2,) is the share of their variance along each of its directions, `nearest`
    (V, n) are the codes of the columns nearest to each, in all dimensions. `kinds` says of every
    symbol what it is. `gate` is the one whose rows were taken, "all" for all of them. Where the
    network reads in both `directions`, a column is that of both layers' W_ih.
    """

    symbols: tuple[str, ...]
    kinds: tuple[str, ...]
    points: Array
    explained: Array
    nearest: NDArray[np.intp]
    gate: str
    rows: int
    directions: int = 1


class LettersProbe(Probe):
    """Options: gate (or "all")."""

    name = "letters"
    label = "Letters"
    hint = "The columns of the first layer's W_ih, each a letter, in two dimensions."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`Letters`, or a sentence where inputs are no symbols or weights no numbers."""
        if sequence.inputs.ndim != 2:
            return NUMBERS
        gates, gate = network.cell.gates, str(options.get("gate", ALL_GATES))
        gate = gate if gate in gates else ALL_GATES
        W = _columns(network, gate)
        if not np.isfinite(W).all():
            return NO_NUMBERS
        columns = W.T.astype(np.float64)
        points, explained = principal_components(columns)
        symbols = _symbols(sequence, len(columns))
        kinds = tuple(kind_of(s) if sequence.reads_text else SYMBOL for s in symbols)
        nearest = neighbours(columns, NEAREST)
        return Letters(
            symbols,
            kinds,
            frozen(points),
            frozen(explained),
            frozen(nearest),
            gate,
            len(W),
            network.architecture.directions,
        )


def _columns(network: Network, gate: str) -> Array:
    """The rows of the first layer's W_ih that belong to a gate; of two directions both layers'."""
    first, H = network.layer_parameters()[: network.architecture.directions], network.hidden
    place = network.cell.gates.index(gate) if gate != ALL_GATES else 0
    rows = slice(place * H, (place + 1) * H) if gate != ALL_GATES else slice(None)
    parts = [one.W_ih[rows] for one in first]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def principal_components(X: Array) -> tuple[Array, Array]:
    """The rows of X (V, R) in the two directions in which they differ most, and their shares.

    X - mean = U S V^T;  points = U S (V, 2);  shares = S^2 / sum S^2 (2,), 0 where all are alike.

    A direction's sign is arbitrary: here its farthest point lies on the positive side.
    """
    largest = float(np.abs(X).max(initial=0.0)) or 1.0  # or squares might overflow
    centred = X / largest
    centred -= centred.mean(axis=0)
    points, shares = np.zeros((len(X), 2)), np.zeros(2)
    US, squares = _by_eigenvalues(centred) if min(X.shape) > MANY else _by_singular_values(centred)
    found = min(2, len(squares))
    points[:, :found] = US
    farthest = points[np.abs(points).argmax(axis=0), range(2)]
    points *= np.where(farthest < 0, -largest, largest)
    total = float(squares.sum())
    if total > 0:
        shares[:found] = squares[:found] / total
    return points, shares


def _by_singular_values(X: Array) -> tuple[Array, Array]:
    """The first two columns of U S, and all of S^2."""
    U, S, _ = np.linalg.svd(X, full_matrices=False)
    return U[:, :2] * S[:2], np.square(S)


def _by_eigenvalues(X: Array) -> tuple[Array, Array]:
    """The same at a third of the cost, and to half the digits: of X^T X, or X X^T if smaller."""
    is_tall = len(X) > X.shape[1]
    squares, vectors = np.linalg.eigh(X.T @ X if is_tall else X @ X.T)
    squares, first = np.maximum(squares[::-1], 0.0), vectors[:, :-3:-1]
    return X @ first if is_tall else first * np.sqrt(squares[:2]), squares


def turned_like(points: Array, before: Array) -> Array:
    """The points (V, 2), an axis flipped where that brings them nearer to those of before."""
    if points.shape != before.shape:
        return points
    alike = np.einsum("vk,vk->k", points, before)
    turned: Array = points * np.where(alike < 0, -1.0, 1.0)
    return turned


def neighbours(X: Array, most: int) -> NDArray[np.intp]:
    """The numbers (V, n), n <= most, of the rows of X (V, R) nearest to each, the nearest first."""
    X = X / (float(np.abs(X).max(initial=0.0)) or 1.0)
    squares = np.einsum("vr,vr->v", X, X)
    apart = squares[:, None] + squares - 2.0 * X @ X.T
    np.fill_diagonal(apart, np.inf)
    return likeliest(-apart, min(most, len(X) - 1))


def kind_of(symbol: str) -> str:
    """What a symbol of a text is: a vowel, a consonant, a digit, a space or something else."""
    if symbol.isspace():
        return SPACE
    if unicodedata.category(symbol).startswith("N"):
        return DIGIT
    base = unicodedata.normalize("NFD", symbol)[0].casefold()[:1]
    if not unicodedata.name(base, "").startswith(ALPHABETS) or not base.isalpha():
        return OTHER
    return VOWEL if base in VOWELS else CONSONANT


def _symbols(sequence: Sequence, V: int) -> tuple[str, ...]:
    """The letters of a text, or the signs of a task; where symbols have none, numbers."""
    try:
        signs = tuple(sequence.coding.decode(np.arange(V)))
    except IndexError:
        signs = ()
    return signs if len(signs) == V else tuple(map(str, range(V)))
