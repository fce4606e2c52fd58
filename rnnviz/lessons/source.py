"""A lesson's file taken apart, so that whatever is wrong in it is refused with its line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rnnviz.declare import quoted
from rnnviz.lessons.bounds import WORD, check_integers, why_unreadable
from rnnviz.lessons.files import FENCE
from rnnviz.refusal import Refusal

LINE_END = "\n"
"""The only one; `str.splitlines` parts at characters that may stand within a text."""
HEAD = re.compile(r"\s*\[\[\s*(steps|runs)\s*\]\]")
STEPS, RUNS = "steps", "runs"
"""The lists of tables that know their number."""


@dataclass(frozen=True)
class LessonSource:
    """The two parts of a lesson's file; `prose_line` is where the second one begins."""

    name: str
    folder: Path
    front: str
    prose: str
    prose_line: int

    @classmethod
    def of(cls, text: str, name: str, folder: Path) -> "LessonSource":
        """Take a file's text apart; files that it names are looked for in `folder`."""
        lines = text.split(LINE_END)
        if lines[0].strip() != FENCE:
            raise Refusal(f"{name}, line 1: a lesson begins with a line {FENCE}.")
        ends = [n for n, line in enumerate(lines[1:], 1) if line.strip() == FENCE]
        if not ends:
            raise Refusal(f"{name}, line {len(lines)}: the line {FENCE} that ends the settings "
                          "is missing.")  # fmt: skip
        front, prose = lines[1 : ends[0]], lines[ends[0] + 1 :]
        return cls(name, folder, "\n".join(front), "\n".join(prose), ends[0] + 2)

    def wrong(
        self, reason: str, key: str = "", step: int | None = None, part: str = STEPS
    ) -> Refusal:
        """What to raise: file, line and reason. `step` counts from 0; it may be one of the RUNS."""
        return Refusal(f"{self.name}, line {self.line(key, step, part)}: {reason}")

    def line(self, key: str = "", step: int | None = None, part: str = STEPS) -> int:
        """The line where a word is given a value in a step, or else stands, or else that begins.

        Words in a row may stand there, too. Without a step it is the part before the first one.
        """
        lines = self.front.split(LINE_END)
        found = [(n, head[1]) for n, text in enumerate(lines) if (head := HEAD.match(text))]
        heads = [n for n, kind in found if kind == part]
        first, last = 0, next((n for n, kind in found if kind == STEPS), len(lines))
        if step is not None and step < len(heads):
            first = heads[step]
            last = next((n for n, _ in found if n > first), len(lines))
        spaced = r"\s*".join(map(re.escape, key.split()))
        word = rf"(?<![\w-]){spaced}(?![\w-])"
        searched = 0 < len(key) <= WORD
        for pattern in (rf"{word}\s*=", word) if searched else ():  # titles may have the word, too
            for number in range(first, last):
                if re.search(pattern, lines[number]):
                    return number + 2
        return first + 2  # the first line is the fence, and lines count from 1

    def front_matter(self) -> "TomlTable":
        """The settings and steps, as TOML has them."""
        reason, line = why_unreadable(self.front)
        if reason:
            raise Refusal(f"{self.name}, line {line + 2}: {reason}.")
        try:
            values = tomllib.loads(self.front)
            check_integers(values)
        except Refusal as refusal:
            raise Refusal(f"{self.name}: {refusal}.") from None
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            line = int(found.group(1)) if found else len(self.front.split(LINE_END))
            reason = re.sub(r"\s*\(at [^)]*\)", "", str(error))
            raise Refusal(f"{self.name}, line {line + 1}: {reason}.") from None
        except (RecursionError, ValueError):  # what the bounds let through all the same
            raise Refusal(f"{self.name}: its settings and steps cannot be read as TOML.") from None
        return TomlTable(self, values, "a lesson")


@dataclass(frozen=True)
class TomlTable:
    """A table of the front matter; its values are read as what they must be, or refused."""

    source: LessonSource
    values: Mapping[str, Any]
    where: str
    step: int | None = None
    """The number of the step, or of the run, that it belongs to."""
    part: str = STEPS

    def wrong(self, reason: str, key: str) -> Refusal:
        """What to raise about a word of this table."""
        return self.source.wrong(reason, key, self.step, self.part)

    def only(self, *keys: str) -> None:
        """Refuse other keys."""
        for key in self.values:
            if key not in keys:
                known = ", ".join(keys)
                raise self.wrong(f"{self.where} has no {quoted(key)}; it can have: {known}.", key)

    def text(self, key: str) -> str:
        """A text, "" if there is none."""
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(f"{key} is a text in quotes, not {quoted(value)}.", key)
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(f"{key} is true or false, not {quoted(value)}.", key)
        return value

    def whole(self, key: str, most: int) -> int | None:
        """A whole number from 1 to `most`, if there is one."""
        value = self.values.get(key)
        whole = isinstance(value, int) and not isinstance(value, bool)
        if value is not None and (not whole or not 1 <= value <= most):
            raise self.wrong(
                f"{key} is a whole number from 1 to {most:,}, not {quoted(value)}.", key
            )
        return value

    def table(self, key: str) -> "TomlTable":
        """A table within, empty if there is none."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(f"{key} is a table, as in {key} = {{ name = value }}.", key)
        return TomlTable(self.source, value, key, self.step, self.part)

    def tables(self, key: str, where: str) -> tuple["TomlTable", ...]:
        """A list of tables within; those of steps and runs know their number."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(f"{key} is a list of tables.", key)
        numbered = enumerate(value)
        if key in (STEPS, RUNS):
            one = key.removesuffix("s")
            return tuple(TomlTable(self.source, v, f"{one} {n + 1}", n, key) for n, v in numbered)
        return tuple(TomlTable(self.source, v, where, self.step, self.part) for _, v in numbered)
