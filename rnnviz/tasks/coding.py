"""How a text becomes codes and codes become a text again."""

import io
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnviz.refusal import Refusal
from rnnviz.tasks.composing import Form, form_of, in_form
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.rare_symbols import SIGN

Codes = npt.NDArray[np.unsignedinteger[Any]]

_SURROGATE = re.compile("[\ud800-\udfff]")
_NAMED_AT_MOST = 5


def normalise(text: str) -> str:
    r"""The text with "\n" as its only line ending and lone surrogates replaced by U+FFFD."""
    text = io.IncrementalNewlineDecoder(None, translate=True).decode(text, final=True)
    return without_halves(text)


def without_halves(text: str) -> str:
    """The text with U+FFFD for every lone surrogate."""
    return text if text.isascii() else _SURROGATE.sub(SIGN, text)


def code_points(text: str) -> npt.NDArray[Any]:
    """The code points of a text: uint8 for plain ASCII, else uint32."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def narrowest(symbols: int) -> np.dtype[np.unsignedinteger[Any]]:
    """The smallest unsigned integer type that can number so many symbols."""
    return np.dtype(np.min_scalar_type(max(symbols - 1, 0)))


def shown(symbol: str) -> str:
    """A symbol as a sentence can show it: quoted if it prints, else as U+0007."""
    return f"'{symbol}'" if symbol.isprintable() and symbol != "\u3164" else f"U+{ord(symbol):04X}"


@dataclass(frozen=True)
class Coding:
    """The symbols a network knows, in code point order, and the folding that leads to them.

    Code v stands for `vocabulary[v]`, v = 0 .. V-1. A saved run carries exactly these two.
    """

    vocabulary: tuple[str, ...]
    folding: Folding = field(default_factory=Folding)

    def __post_init__(self) -> None:
        if any(not isinstance(symbol, str) or len(symbol) != 1 for symbol in self.vocabulary):
            raise Refusal("A vocabulary must be a list of single characters; this one is not.")
        if list(self.vocabulary) != sorted(set(self.vocabulary)):
            raise Refusal(
                "A vocabulary must name each character once, by code point; this one does not."
            )

    @cached_property
    def _points(self) -> npt.NDArray[np.uint32]:
        return np.array([ord(symbol) for symbol in self.vocabulary], np.uint32)

    def encode(self, text: str, called: str = "The text") -> Codes:
        """The codes (N,) of a text after folding; unknown symbols are the sign's, or refused.

        The refusal begins with what the text is `called`.
        """
        return self._look_up(code_points(self.folding.fold(self._formed(text))), called)

    @cached_property
    def form(self) -> Form:
        """The form of Unicode's that texts are brought into to be looked up.

        The symbols tell it where a text was learned as it was, as the first version did.
        """
        return self.folding.form or form_of(self.vocabulary)

    @property
    def sign(self) -> int | None:
        """The code of the sign that stands for rare symbols; None where all are kept."""
        there = self.folding.symbols is not None and SIGN in self.vocabulary
        return self.vocabulary.index(SIGN) if there else None

    def unknown(self, vocabulary: tuple[str, ...]) -> tuple[str, ...]:
        """Those symbols of another vocabulary that are none of this one's."""
        return tuple(sorted({*vocabulary} - {*self.vocabulary}))

    def _formed(self, text: str) -> str:
        return in_form(normalise(text), self.form)

    def decode(self, codes: npt.NDArray[Any]) -> str:
        """The text that codes (N,) stand for."""
        points = self._points[codes] if len(codes) else self._points[:0]
        return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")

    def recode(self, codes: Codes, vocabulary: tuple[str, ...], called: str = "The text") -> Codes:
        """Codes (N,) that were made with another vocabulary, in this one; refuses unknown symbols.

        This is how a whole file is read for a network that was trained on another.
        """
        return self._look_up(code_points("".join(vocabulary)), called)[codes]

    def _look_up(self, points: npt.NDArray[Any], called: str = "The text") -> Codes:
        if not self.vocabulary:
            places = np.zeros(len(points), np.intp)
            known = np.zeros(len(points), bool)
        else:
            places = np.minimum(np.searchsorted(self._points, points), len(self._points) - 1)
            known = self._points[places] == points
        if self.sign is not None:
            places[~known] = self.sign
        elif not known.all():
            raise Refusal(
                f"{called} holds symbols that the network has never seen: "
                f"{_named(points[~known])}. Leave them out, or train on a text that contains them."
            )
        return places.astype(narrowest(len(self.vocabulary)))


def _named(points: npt.NDArray[Any]) -> str:
    """The first few distinct symbols of code points (n,), as a sentence can name them."""
    distinct, first = np.unique(points, return_index=True)
    in_order = distinct[np.argsort(first)]
    named = ", ".join(shown(chr(point)) for point in in_order[:_NAMED_AT_MOST])
    more = len(in_order) - _NAMED_AT_MOST
    return f"{named} and {more:,} more" if more > 0 else named
