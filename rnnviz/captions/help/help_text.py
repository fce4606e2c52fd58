"""One help text: its file's fixed form, and reading it, which refuses whatever is not of that form.

A file is TOML between two +++ lines and then Markdown: one paragraph that says what it is, the
heading "What not to conclude", and one paragraph more. `CONTRIBUTING.md` describes the keys.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from rnnviz import resources
from rnnviz.refusal import Refusal

FOLDER = "help"
FENCE = "+++"
WARNING = "## What not to conclude"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
OPTIONAL = re.compile(r"\[([^\[\]]*\{\w+\}[^\[\]]*)\]")
"""A part in brackets with a placeholder, which is left out alone."""
KEYS = ("title", "formula", "numbers", "differs", "lesson", "see")


@dataclass(frozen=True)
class HelpText:
    """What is known of a panel, a row of settings or a fact.

    `what` and `warning` are paragraphs; the lines of `numbers` (the formula with the present
    numbers in it) and `differs` (what it could be taken for) hold placeholders as {half_life};
    `lesson` is a lesson's name or "", `see` the names of other texts.
    """

    name: str
    title: str
    what: str
    warning: str
    formula: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    lesson: str = ""
    see: tuple[str, ...] = ()

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The names in braces, each once."""
        lines = (*self.numbers, *self.differs)
        return tuple(dict.fromkeys(name for line in lines for name in PLACEHOLDER.findall(line)))


@cache
def help_names() -> tuple[str, ...]:
    """The names of all texts there are."""
    root = resources.path(FOLDER)
    return tuple(sorted(p.relative_to(root).with_suffix("").as_posix() for p in root.rglob("*.md")))


def help_text(name: str) -> HelpText:
    """The text of this name; there is one for every one of `help_names()`."""
    return parse(resources.read_text(FOLDER, *f"{name}.md".split("/")), name)


def parse(text: str, name: str) -> HelpText:
    """A file's text taken apart, or a Refusal that says what is wrong in it."""
    head, fence, rest = text.partition(f"\n{FENCE}\n")
    if not text.startswith(f"{FENCE}\n") or not fence:
        raise _wrong(name, f"its keys stand between two lines {FENCE}")
    try:
        front = tomllib.loads(head.removeprefix(FENCE))
    except tomllib.TOMLDecodeError as error:
        raise _wrong(name, str(error)) from None
    if surplus := sorted(set(front) - set(KEYS)):
        raise _wrong(name, f"it has no {surplus[0]!r}; it can have: {', '.join(KEYS)}")
    what, heading, warning = rest.partition(f"\n{WARNING}\n")
    if not heading:
        raise _wrong(name, f"it needs the heading {WARNING!r}")
    found = HelpText(
        name,
        _text(front, "title", name),
        _paragraph(what, name),
        _paragraph(warning, name),
        _lines(front, "formula", name),
        _lines(front, "numbers", name),
        _lines(front, "differs", name),
        _text(front, "lesson", name) if "lesson" in front else "",
        _lines(front, "see", name),
    )
    for line in (*found.numbers, *found.differs):
        if set("{}") & set(PLACEHOLDER.sub("", line)):
            raise _wrong(name, f"a placeholder is a name in braces, and nothing else: {line!r}")
    return found


def filled(line: str, values: Mapping[str, str]) -> str:
    """A line with its placeholders filled; "" where a number is not known that it needs.

    An optional part whose number is not known is left out without the line.
    """
    line = OPTIONAL.sub(lambda part: filled(part[1], values), line)
    names = PLACEHOLDER.findall(line)
    if not all(values.get(name) for name in names):
        return ""
    return PLACEHOLDER.sub(lambda found: values[found[1]], line)


def _paragraph(text: str, name: str) -> str:
    """A text that is one paragraph, its lines joined."""
    words = text.strip()
    if not words or "\n\n" in words or words.startswith("#"):
        raise _wrong(name, "one paragraph says what it is, and one what not to conclude")
    return " ".join(words.split())


def _text(front: Mapping[str, Any], key: str, name: str) -> str:
    value = front.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(name, f"{key} is a text in quotes")
    return value


def _lines(front: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
    """The texts of a key, which may be a single one."""
    value = front.get(key, [])
    lines = [value] if isinstance(value, str) else value
    if not isinstance(lines, list) or not all(isinstance(x, str) and x.strip() for x in lines):
        raise _wrong(name, f"{key} is a text or a list of texts")
    return tuple(lines)


def _wrong(name: str, reason: str) -> Refusal:
    return Refusal(f"The help text {name}.md cannot be read: {reason}.")
