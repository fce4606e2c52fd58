"""A text as a network learns it: symbols numbered, with all that is known about their source."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnviz.counts import counted
from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import Codes, Coding
from rnnviz.tasks.folding import Folding

PASSAGE = 1000
"""Symbols along which units are watched."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """A text as codes (N,) into its vocabulary of V symbols.

    `codes` is read-only and of the narrowest unsigned type that numbers V symbols; `counts` (V,)
    says how often each occurs. `folded` is a sentence on what folding changed, "" if nothing;
    `fingerprint` is the SHA-256 of the folded symbols, in hexadecimal. `notes` are facts about how
    the text was read, `warnings` what somebody should know before learning it. `encodings` are the
    codecs of the files, () where that is not known; `could_be` has those that the first one which
    was guessed may be in, from the one that was taken on. Of a text that was joined from several
    `parts` says what each is called and where in the codes it begins; else it is ().
    """

    name: str
    source: str
    codes: Codes
    vocabulary: tuple[str, ...]
    counts: npt.NDArray[np.int64]
    encoding: str
    folding: Folding
    folded: str
    files: tuple[str, ...]
    fingerprint: str
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    encodings: tuple[str, ...] = ()
    could_be: tuple[str, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def national(self) -> str:
        """The first of the codecs that is none of Unicode, "" if all are."""
        return next((codec for codec in self.encodings if not codec.startswith("utf")), "")

    @property
    def characters(self) -> int:
        """The number of characters N."""
        return len(self.codes)

    @property
    def nbytes(self) -> int:
        """The bytes of its codes."""
        return self.codes.nbytes

    @property
    def alphabet(self) -> int:
        """The number of distinct symbols V."""
        return len(self.vocabulary)

    @property
    def entropy(self) -> float:
        """The entropy of single characters in nats: -sum p ln p over the V symbols."""
        p = self.counts[self.counts > 0] / self.counts.sum()
        return float(-(p * np.log(p)).sum())

    @cached_property
    def coding(self) -> Coding:
        """What turns text into codes and back; all that a saved run needs of its corpus."""
        return Coding(self.vocabulary, self.folding)

    def among(self, vocabulary: tuple[str, ...]) -> "Corpus":
        """The same text as one of more symbols, of which it has only some; refuses unknown ones."""
        if vocabulary == self.vocabulary:
            return self
        own = np.arange(self.alphabet, dtype=self.codes.dtype)
        places = Coding(vocabulary, self.folding).recode(own, self.vocabulary, self.name)
        codes, counts = places[self.codes], np.zeros(len(vocabulary), np.int64)
        np.add.at(counts, places, self.counts)
        for array in (codes, counts):
            array.flags.writeable = False
        return replace(self, codes=codes, vocabulary=vocabulary, counts=counts)

    def split(self, validation: float) -> tuple[Codes, Codes]:
        """Views of the training part and of the share `validation` held out at the end."""
        if not 0 <= validation < 1:
            raise Refusal(f"The validation share must lie from 0 to below 1, not {validation:g}.")
        end = self.characters - int(self.characters * validation)
        return self.codes[:end], self.codes[end:]

    def passage(self, validation: float, most: int = PASSAGE) -> str:
        """The text that units are watched along: the first of what is held out, or of all."""
        train, heldout = self.split(validation)
        return self.decode((heldout if len(heldout) else train)[:most])

    def encode(self, text: str, called: str = "The text") -> Codes:
        """The codes (n,) of a text after this corpus' folding; refuses symbols it does not have."""
        return self.coding.encode(text, called)

    def decode(self, codes: npt.NDArray[Any]) -> str:
        """The text that codes (n,) stand for."""
        return self.coding.decode(codes)

    def preview(self, n: int) -> str:
        """The first n characters."""
        return self.decode(self.codes[:n])


def check_length(corpus: Corpus, window: int, validation: float, batch: int = 1) -> None:
    """Refuse a corpus whose training part is shorter than two windows for each of the streams."""
    train, heldout = corpus.split(validation)
    if len(train) // batch >= 2 * window:
        return
    has = f"{corpus.name} has {counted(corpus.characters, 'character')}"
    if len(heldout):
        has += f", {validation:.0%} of them held out for validation,"
        has += f" and the {len(train):,} that are left are"
    else:
        has += " and that is"
    longest = len(train) // (2 * batch)
    choose = f" or a window of at most {longest:,}" if longest else ""
    if batch == 1:
        raise Refusal(
            f"{has} too short for two windows of {window:,}. Choose a longer text{choose}."
        )
    raise Refusal(
        f"{has} too short for {batch:,} streams of two windows of {window:,}, which take "
        f"{2 * window * batch:,}. Choose a longer text, a smaller batch{choose}."
    )
