"""Reads a pattern and makes a program of it, or says in a sentence what cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rnnviz.refusal import Refusal

MOST = 2000
"""Instructions of a program, which bounds what counted repetitions may unfold to."""
LONGEST = 200
"""Characters of a pattern."""
COUNT = re.compile(r"\{(?=[\d,]*\d|,)(\d*)(,?)(\d*)\}")
ASSERTIONS = {"^": "line start", "$": "line end", r"\b": "boundary", r"\B": "no boundary",
              r"\A": "start", r"\Z": "end"}  # fmt: skip
HEX = {"x": 2, "u": 4, "U": 8}

Operation = Literal["one", "split", "jump", "assert", "match"]


@dataclass
class Instruction:
    """A step of the machine.

    `one` reads a character that `test` matches; `split` goes on at `first` and, less gladly, at
    `second`; `jump` at `first`; `assert` only where `place` is true.
    """

    operation: Operation
    first: int = 0
    second: int = 0
    test: re.Pattern[str] | None = None
    place: str = ""


def program_of(pattern: str) -> list[Instruction]:
    """The program of a pattern; Refusal where it is none, or more than can be read here."""
    if len(pattern) > LONGEST:
        raise Refusal(f"A pattern may have {LONGEST} characters; this one has {len(pattern):,}.")
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise Refusal(f"“{pattern}” is no pattern: {error}.") from None
    reader = _Reader(pattern)
    reader.read_choice()
    reader.code.append(Instruction("match"))
    return reader.code


class _Reader:
    """Reads a pattern that Python's `re` accepts, from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0
        self.code: list[Instruction] = []
        self.flags = re.NOFLAG
        if pattern.startswith("(?i)"):
            self.at, self.flags = 4, re.IGNORECASE

    def read_choice(self) -> None:
        """One alternative after the other: a|b|c."""
        start, ends = len(self.code), []
        self._read_sequence()
        while self._accepts("|"):
            self._insert(start, Instruction("split", start + 1, len(self.code) + 2))
            ends.append(len(self.code))
            self.code.append(Instruction("jump"))
            start = len(self.code)
            self._read_sequence()
        for end in ends:
            self.code[end].first = len(self.code)

    def _read_sequence(self) -> None:
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            start = len(self.code)
            self._read_atom()
            self._read_repetition(start)

    def _read_atom(self) -> None:
        if self._accepts("("):
            self._read_group()
            return
        token = self._token()
        if token in ASSERTIONS:
            self.code.append(Instruction("assert", place=ASSERTIONS[token]))
        else:
            self._emit_one(token)

    def _emit_one(self, token: str) -> None:
        self.code.append(Instruction("one", test=re.compile(token, self.flags)))
        if len(self.code) > MOST:
            raise Refusal("This pattern repeats too much; write smaller numbers in its braces.")

    def _read_group(self) -> None:
        rest = self.pattern[self.at :]
        named = re.match(r"\?P<\w+>|\?:", rest)
        if rest.startswith("?") and named is None:
            raise Refusal(
                "A pattern that looks ahead or back, or has a condition or flags in a group, is "
                "not read here; write one without (?=, (?!, (?< and the like."
            )
        self.at += named.end() if named else 0
        self.read_choice()
        self.at += 1  # the closing parenthesis, which `re` has seen

    def _token(self) -> str:
        """The text of one character, class or assertion."""
        start, pattern = self.at, self.pattern
        if pattern[start] == "[":
            self.at = self._end_of_class(start)
        elif pattern[start] == "\\":
            self.at = self._end_of_escape(start)
        else:
            self.at += 1
        token = pattern[start : self.at]
        return token if len(token) > 1 or token in ".^$" else re.escape(token)

    def _end_of_class(self, start: int) -> int:
        at = start + 1 + self.pattern.startswith("[^", start)
        at += self.pattern.startswith("]", at)
        while self.pattern[at] != "]":
            at += 2 if self.pattern[at] == "\\" else 1
        return at + 1

    def _end_of_escape(self, start: int) -> int:
        letter = self.pattern[start + 1]
        if letter.isdigit() and letter != "0":
            raise Refusal("A pattern that refers back to a group, as \\1, is not read here.")
        if letter == "N":
            return self.pattern.index("}", start) + 1
        if letter == "0":
            octal = re.match(r"\\0[0-7]{0,2}", self.pattern[start:])
            return start + (octal.end() if octal else 2)
        return start + 2 + HEX.get(letter, 0)

    def _read_repetition(self, start: int) -> None:
        """What may stand after an atom whose code begins at `start`."""
        least, most = 1, 1
        if self._accepts("*"):
            least, most = 0, -1
        elif self._accepts("+"):
            least, most = 1, -1
        elif self._accepts("?"):
            least, most = 0, 1
        elif found := COUNT.match(self.pattern, self.at):
            self.at = found.end()
            least = int(found[1] or 0)
            most = (int(found[3]) if found[3] else -1) if found[2] else least
        else:
            return
        lazy = self._accepts("?")
        if self._accepts("+"):
            raise Refusal("A possessive repetition, as a*+, is not read here; write a*.")
        self._repeat(start, least, most, lazy)

    def _repeat(self, start: int, least: int, most: int, lazy: bool) -> None:
        """Put the code from `start` on there `least` to `most` times, without bound where -1."""
        atom = self.code[start:]
        del self.code[start:]
        copies = least + (max(0, most - least) if most >= 0 else 1)
        if len(self.code) + copies * (len(atom) + 2) > MOST:
            raise Refusal("This pattern repeats too much; write smaller numbers in its braces.")
        for _ in range(least):
            self._append(atom, start)
        if most < 0:
            split = self._split(lazy)
            self._append(atom, start)
            self.code.append(Instruction("jump", split))
            self._leave(split, lazy)
        else:
            splits = []
            for _ in range(most - least):
                splits.append(self._split(lazy))
                self._append(atom, start)
            for split in splits:
                self._leave(split, lazy)

    def _split(self, lazy: bool) -> int:
        """Go into what follows or, gladly only where `lazy`, past it (see `_leave`)."""
        here = len(self.code)
        self.code.append(Instruction("split", here + 1, here + 1))
        return here

    def _leave(self, split: int, lazy: bool) -> None:
        if lazy:
            self.code[split].first = len(self.code)
        else:
            self.code[split].second = len(self.code)

    def _append(self, atom: list[Instruction], start: int) -> None:
        """Put a copy of code that began at `start` at the end."""
        by = len(self.code) - start
        for one in atom:
            copy = Instruction(one.operation, one.first + by, one.second + by, one.test, one.place)
            self.code.append(copy)

    def _insert(self, place: int, instruction: Instruction) -> None:
        """Put an instruction before those from `place` on, which move by one."""
        for one in self.code[place:]:
            one.first, one.second = one.first + 1, one.second + 1
        self.code.insert(place, instruction)

    def _accepts(self, symbol: str) -> bool:
        if self.pattern.startswith(symbol, self.at):
            self.at += 1
            return True
        return False
