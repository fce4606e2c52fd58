"""Values as Python source has them, in lines that no formatter would lay out otherwise."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

WIDTH = 100
"""Columns of a line of source."""
INDENT = "    "
ESCAPED = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\"}
WIDE = ("W", "F")
"""What East Asia's signs are called that take two columns."""


def text_constant(name: str, text: str) -> list[str]:
    """The lines of `name = "..."`, in parentheses where one line is too short for it."""
    whole = f"{name} = {quoted(text)}"
    if _columns(whole) <= WIDTH:
        return [whole]
    return [f"{name} = (", *(INDENT + piece for piece in _pieces(text)), ")"]


def tensor_constant(name: str, values: Sequence[object], more: str = "") -> list[str]:
    """The lines of `name = torch.tensor([...])`, numbers or rows of them; `more` is put behind."""
    whole = f"{name} = torch.tensor({list(values)!r}){more}"
    if len(whole) <= WIDTH:
        return [whole]
    lines = [INDENT + line for line in _filled(values)]
    return [f"{name} = torch.tensor(", *lines, f"){more}  # fmt: skip"]


def list_constant(name: str, values: Sequence[object]) -> list[str]:
    """The lines of `name = [...]`, a list of numbers."""
    whole = f"{name} = {list(values)!r}"
    if len(whole) <= WIDTH:
        return [whole]
    first, *others = _filled(values)
    return [f"{name} = (", *(INDENT + line for line in (first, *others)), ")  # fmt: skip"]


def quoted(text: str) -> str:
    """A text in the quotes that need the fewest escapes; what does not print is escaped."""
    mark = "'" if '"' in text and "'" not in text else '"'
    return mark + "".join(map(_shown, text)).replace(mark, f"\\{mark}") + mark


def _shown(symbol: str) -> str:
    if symbol in ESCAPED:
        return ESCAPED[symbol]
    if symbol.isprintable() and not unicodedata.category(symbol).startswith("M"):
        return symbol
    return symbol.encode("unicode_escape").decode("ascii")


def _pieces(text: str) -> list[str]:
    """Parts of a text, each quoted and as long as a line is."""
    pieces, part = [], ""
    for symbol in text:
        if _columns(INDENT + quoted(part + symbol)) > WIDTH:
            pieces.append(quoted(part))
            part = ""
        part += symbol
    return [*pieces, quoted(part)]


def _columns(source: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in WIDE else 1 for one in source)


def _filled(rows: Sequence[object]) -> list[str]:
    """A list of numbers in lines as long as they may be."""
    lines, line = [], "["
    for row in rows:
        if len(INDENT) + len(line) + len(repr(row)) + 2 > WIDTH:
            lines.append(line.rstrip())
            line = " "
        line += f"{row!r}, "
    return [*lines, line.rstrip(", ") + "]"]
