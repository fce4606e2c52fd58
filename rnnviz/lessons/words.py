"""Numbers in a lesson's words: {heldout:.1f} is measured and filled in, {=28} stands as it is."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rnnviz.captions.number_format import power
from rnnviz.lessons.prose import lines_of

Values = Mapping[str, float]
"""What is known by now, by the names that stand in braces."""
UNKNOWN = "…"
"""Stands where something is measured later."""
FORM = re.compile(r"\.[0-2]f|\.[0-2]%|\.[12]g|\.[01]e|10\^")
FORMS = ".0f to .2f, .0% to .2%, .1g or .2g, .0e or .1e, 10^ (a power of ten)"

PLAIN, MEASURED, CODE, TEXT = "plain", "measured", "code", "text"
_TOKENS = re.compile(
    r"\{=(?P<plain>[^{}]*)\}"
    r"|\{(?P<what>[^{}:=]+)(?P<colon>:(?P<form>[^{}]*))?\}"
    r"|(?P<code>`+[^`]*`+|\]\([^()\s]*\))"
)
"""Every alternative ends at the next of its marks, so that none goes far back."""


@dataclass(frozen=True)
class Piece:
    """A part of a lesson's words: its `kind`, how it is written, and the line where it begins.

    `inside` is what stands after {=, or what is measured; `form` how that is to be written.
    """

    kind: str
    written: str
    line: int
    inside: str = ""
    form: str = ""


def pieces(words: str) -> Iterator[Piece]:
    """The parts of some Markdown; what lies within code, and the file of a picture, is code."""
    paragraph: list[str] = []
    begun = 0
    for number, line, code in lines_of(words):
        if paragraph and (code or not line.strip()):
            yield from _of_paragraph("\n".join(paragraph) + "\n", begun)
            paragraph = []
        if code or not line.strip():
            yield Piece(CODE, line + "\n", number)
            continue
        begun = begun if paragraph else number
        paragraph.append(line)
    if paragraph:
        yield from _of_paragraph("\n".join(paragraph) + "\n", begun)


def _of_paragraph(words: str, begun: int) -> Iterator[Piece]:
    at, line = 0, begun
    for found in _TOKENS.finditer(words):
        before = words[at : found.start()]
        if before:
            yield Piece(TEXT, before, line)
        line += before.count("\n")
        yield _piece(found, line)
        line += found[0].count("\n")
        at = found.end()
    if at < len(words):
        yield Piece(TEXT, words[at:], line)


def _piece(found: re.Match[str], line: int) -> Piece:
    if found["plain"] is not None:
        return Piece(PLAIN, found[0], line, found["plain"].strip())
    if found["what"] is not None:
        what = " ".join(found["what"].split())
        return Piece(MEASURED, found[0], line, what, (found["form"] or "").strip())
    return Piece(CODE, found[0], line)


def wanted(words: str) -> tuple[str, ...]:
    """What is to be measured for these words, each once."""
    return tuple(dict.fromkeys(p.inside for p in pieces(words) if p.kind == MEASURED))


def fill(words: str, known: Values, later: frozenset[str] = frozenset()) -> str:
    """The words with their numbers; UNKNOWN for those that come `later`.

    What is neither known nor comes later stays as it is written: old lessons may have braces.
    """
    return "".join(_filled(piece, known, later) for piece in pieces(words)).removesuffix("\n")


def _filled(piece: Piece, known: Values, later: frozenset[str]) -> str:
    if piece.kind == PLAIN:
        return piece.inside
    if piece.kind != MEASURED or piece.inside not in known:
        return UNKNOWN if piece.kind == MEASURED and piece.inside in later else piece.written
    if piece.form and not FORM.fullmatch(piece.form):
        return piece.written
    return as_written(known[piece.inside], piece.form)


def as_written(value: float, form: str) -> str:
    """A number in one of FORMS, for people: 1,700; 8 %; 0.014; 3·10⁻⁷; 10⁻²⁹."""
    if not math.isfinite(value):
        return "no number" if math.isnan(value) else "∞" if value > 0 else "-∞"
    if form == "10^":
        return power(round(math.log10(abs(value)))) if value else "0"
    if form.endswith("e"):
        mantissa, exponent = f"{value:{form}}".split("e")
        return f"{mantissa}·{power(int(exponent))}" if value else "0"
    if form.endswith("%"):
        return f"{100 * value:,{form[:-1]}f} %"
    if form.endswith("g"):
        return _of_digits(value, int(form[1]))
    return f"{value:,{form or '.15g'}}"


def _of_digits(value: float, digits: int) -> str:
    """A number of so many digits that count, without a power of ten."""
    if not value:
        return "0"
    rounded = float(f"{value:.{digits - 1}e}")
    places = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    return f"{rounded:,.{places}f}"
