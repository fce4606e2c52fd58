"""A help text as Markdown, with the present numbers put in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rnnviz.captions.help.help_text import HelpText, filled

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
HELP, LESSON = "help:", "lesson:"
"""What the addresses of links begin with that lead to another text, and to a lesson."""


def markdown(
    text: HelpText, values: Mapping[str, str], when: str, titles: Mapping[str, str]
) -> str:
    """The whole text; `when` says of which moment the numbers are.

    `titles` has those of the lesson and of the texts that it names, by name.
    """
    parts = [f"## {escaped(text.title)}", text.what]
    parts += _formulas(text.formula)
    if numbers := [line for line in (filled(n, values) for n in text.numbers) if line]:
        parts += [f"**With the present numbers**{f' ({escaped(when)})' if when else ''}"]
        parts += _formulas(numbers)
    if differs := [line for line in (filled(d, values) for d in text.differs) if line]:
        parts += ["**Not to be taken for**", "\n".join(f"- {escaped(line)}" for line in differs)]
    parts += ["**What not to conclude**", text.warning]
    if text.lesson:
        parts += [f"**Shown in** the lesson {_link(LESSON, text.lesson, titles)}"]
    if text.see:
        parts += ["**See also** " + ", ".join(_link(HELP, name, titles) for name in text.see)]
    return "\n\n".join(parts) + "\n"


def escaped(words: str) -> str:
    """Markdown that shows these words as they are."""
    return PUNCTUATION.sub(r"\\\1", words)


def _formulas(lines: Sequence[str]) -> list[str]:
    """One item each, in letters of equal width, which may go on in the next line."""
    spans = ("`{}`".format(line.replace("`", "'")) for line in lines)
    return ["\n".join(f"- {span}" for span in spans)] if lines else []


def _link(kind: str, name: str, titles: Mapping[str, str]) -> str:
    return f"[{escaped(titles.get(name, name))}]({kind}{name})"
