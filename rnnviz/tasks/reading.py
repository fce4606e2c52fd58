"""Checks the pieces of one or more texts on their way into a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import code_points, shown
from rnnviz.tasks.composing import Composing
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.decoding import (
    CONTROL_SHARE,
    FIND,
    Cleaning,
    Wish,
    find_encoding,
    read_pieces,
)
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.gathering import Gathered, Gathering
from rnnviz.tasks.histogram import Histogram
from rnnviz.tasks.progress import Progress
from rnnviz.tasks.rare_symbols import SIGN, rare_note

if TYPE_CHECKING:
    from rnnviz.tasks.decoding.encoding import Encoding

_HARMLESS_CONTROLS = "\t\n\f\r"


class Reading:
    """Texts that are being checked, folded and joined."""

    def __init__(self, folding: Folding, to_learn: bool = True, wish: Wish = FIND) -> None:
        self.notes: list[str] = []
        self.warnings: list[str] = []
        self._to_learn = to_learn
        self._wish = wish
        self._encodings: list[Encoding] = []
        self._parts: list[tuple[str, int]] = []
        self._folding = folding
        self._gathering = Gathering(folding)
        self._before_folding = Histogram()

    def begin(self, name: str) -> None:
        """Begin the next of several texts, with a newline after the one before."""
        if self._parts:
            self._gathering.add("\n")
        self._parts.append((name, self._gathering.histogram.total))

    def add(self, pieces: Iterable[str], name: str) -> None:
        """Append a text that comes in pieces; refuses it under its name if it is none."""
        before_folding, cleaning, composing = Histogram(), Cleaning(), Composing()
        pieces = pieces if self._wish.before else cleaning.clean(pieces)
        for piece in composing.compose(pieces) if self._folding.form else pieces:
            if "\0" in piece:
                raise Refusal(binary(name))
            before_folding.add(code_points(piece))
            self._gathering.add(piece)
        _check_contents(before_folding, cleaning.zeros, self._folding, name, self._to_learn)
        self._before_folding.merge(before_folding)
        self.warnings += cleaning.notes(name)
        self.notes += composing.notes(name)

    def add_file(self, path: Path, progress: Progress) -> None:
        """Append a file; progress advances by its size twice, once to find its encoding."""
        name = printable(path.name)
        try:
            number = len(self._encodings)
            encoding = find_encoding(path, name, self._wish, number, progress.advance)
            if encoding is None:
                raise Refusal(binary(name))
            self.add(_metered(path, encoding, progress), name)
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refusal(
                f"{name} cannot be read ({reason}); check its permissions or copy it elsewhere."
            ) from error
        except UnicodeDecodeError as error:
            raise Refusal(f"{name} changed while it was read; open it again.") from error
        self._encodings.append(encoding)
        if encoding.cut:
            self.warnings.append(f"The last character of {name} is cut off and was left out.")
        if encoding.bad:
            self.warnings.append(_bad_bytes(name, encoding))

    def corpus(
        self, name: str, source: str, files: tuple[str, ...], progress: Progress, work: float
    ) -> Corpus:
        """The corpus of all that was added; refuses to learn a single distinct symbol."""
        histogram = self._gathering.histogram
        if len(histogram.points) == 1 and self._to_learn:
            only = shown(chr(histogram.points[0]))
            raise Refusal(
                f"{name} repeats one symbol, {only}, so there is nothing to predict; "
                "choose a text with at least two different ones."
            )
        shorter = self._before_folding.total - histogram.total
        gathered = self._gathering.finish(progress, work)
        return Corpus(
            name=name,
            source=source,
            codes=gathered.codes,
            vocabulary=gathered.vocabulary,
            counts=gathered.counts,
            encoding=", ".join(dict.fromkeys(e.name for e in self._encodings)) or "Unicode",
            folding=self._folding,
            folded=self._folding.describe(self._before_folding, shorter),
            files=files,
            fingerprint=gathered.fingerprint,
            notes=(*self.notes, *self._rare_note(gathered)),
            warnings=tuple(self.warnings),
            encodings=() if self._wish.before else tuple(map(_codec, self._encodings)),
            could_be=next(((e.codec, *e.others) for e in self._encodings if e.guessed), ()),
            parts=tuple(self._parts) if len(self._parts) > 1 else (),
        )

    def _rare_note(self, gathered: Gathered) -> list[str]:
        seen = sum(symbol != SIGN for symbol, _ in self._gathering.histogram)
        return rare_note(self._folding.symbols or 0, seen, gathered.replaced, len(gathered.codes))


def _codec(encoding: Encoding) -> str:
    """The codec to read a file with again; a mark at its beginning is left out by UTF-8's, too."""
    return "utf-8" if encoding.codec == "utf-8-sig" else encoding.codec


def _metered(path: Path, encoding: Encoding, progress: Progress) -> Iterator[str]:
    for text, size in read_pieces(path, encoding):
        yield text
        progress.advance(size)


def _bad_bytes(name: str, encoding: Encoding) -> str:
    damage = f"{encoding.bad:,} damaged bytes, the first" if encoding.bad > 1 else "1 damaged byte,"
    is_in = encoding.name.partition(",")[0].removesuffix(" with byte order mark")
    return (
        f"{name} is {is_in} with {damage} at offset {encoding.first_bad:,}: the replacement "
        f"character {SIGN} stands there now. Save the text as UTF-8 again to be rid of it."
    )


def _check_contents(
    histogram: Histogram, zeros: int, folding: Folding, name: str, to_learn: bool
) -> None:
    if histogram.total == 0 and not zeros:
        raise Refusal(f"{name} is empty; choose a file with text in it.")
    if to_learn and histogram.total and all(symbol.isspace() for symbol, _ in histogram):
        raise Refusal(f"{name} holds only spaces and line ends; choose a file with text in it.")
    controls = zeros + sum(count for symbol, count in histogram if _is_control(symbol))
    if controls > CONTROL_SHARE * (histogram.total + zeros):
        raise Refusal(binary(name))
    folded = (folding.fold(symbol) for symbol, _ in histogram)
    if not any(symbol.strip() if to_learn else symbol for symbol in folded):
        raise Refusal(
            f"Nothing is left of {name} when only a to z, space and newline are kept; "
            "choose another folding for this text."
        )


def _is_control(symbol: str) -> bool:
    code = ord(symbol)
    return (code < 32 or 127 <= code < 160) and symbol not in _HARMLESS_CONTROLS


def binary(name: str) -> str:
    """The sentence for a file that is no text."""
    return (
        f"{name} is not a text: it holds zero bytes or control characters, as pictures, archives "
        "and office documents do. Save its text as a plain UTF-8 text file and open that."
    )


def printable(name: object) -> str:
    """A file name as every screen can show it; undecodable bytes become question marks."""
    return str(name).encode("utf-8", "replace").decode("utf-8")
