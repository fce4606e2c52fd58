"""Runs a pattern's program over a text, all its states at once, each at most once a character."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnviz.probes.patterns.program import Instruction, program_of
from rnnviz.refusal import Refusal

BUDGET = 1_000_000
"""Steps of the machine for one text: about a second, which only a monster needs."""
Thread = tuple[int, int]
"""Where in the program, and where its match began."""


def marks(pattern: str, text: str) -> NDArray[np.bool_]:
    """Which characters (T,) of a text lie in a match; what `re.finditer` finds, in bounded time.

    ^ and $ mean the ends of lines. Refusal for what is no pattern, or takes too long.
    """
    found = np.zeros(len(text), np.bool_)
    machine = _Machine(program_of(pattern), text)
    match = machine.match(0)
    while match is not None:
        begin, end = match
        found[begin:end] = True
        match = machine.match(end, after_nothing=begin == end)
    return found


class _Machine:
    def __init__(self, code: list[Instruction], text: str) -> None:
        self._code, self._text, self._left = code, text, BUDGET
        self._known: dict[tuple[int, str], bool] = {}

    def match(self, start: int, after_nothing: bool = False) -> Thread | None:
        """Begin and end of the first match from `start` on that `re` would prefer; None of none.

        What was found last may have been nothing, at `start`: it is not found again.
        """
        threads: list[Thread] = []
        seen: set[int] = set()
        best: Thread | None = None
        for at in range(start, len(self._text) + 1):
            if best is None:
                self._follow(0, at, at, threads, seen)
            after: list[Thread] = []
            seen = set()
            for place, begin in threads:
                if self._code[place].operation == "match":
                    if after_nothing and begin == at == start:
                        continue
                    best = begin, at
                    break  # those that come after it are less preferred
                if at < len(self._text) and self._reads(place, self._text[at]):
                    self._follow(place + 1, begin, at + 1, after, seen)
            threads = after
            if not threads and best is not None:
                break
        return best

    def _follow(
        self, place: int, begin: int, at: int, threads: list[Thread], seen: set[int]
    ) -> None:
        """Add the states that are reached without reading, in order of preference."""
        waiting = [place]
        while waiting:
            place = waiting.pop()
            if place in seen:
                continue
            seen.add(place)
            self._count()
            one = self._code[place]
            if one.operation == "jump":
                waiting.append(one.first)
            elif one.operation == "split":
                waiting += [one.second, one.first]
            elif one.operation == "assert":
                if self._holds(one.place, at):
                    waiting.append(place + 1)
            else:
                threads.append((place, begin))

    def _reads(self, place: int, symbol: str) -> bool:
        self._count()
        key = place, symbol
        if key not in self._known:
            test = self._code[place].test
            self._known[key] = test is not None and test.fullmatch(symbol) is not None
        return self._known[key]

    def _holds(self, place: str, at: int) -> bool:
        text, last = self._text, len(self._text)
        if place in ("boundary", "no boundary"):
            inside = [0 <= n < last and _is_word(text[n]) for n in (at - 1, at)]
            return (inside[0] != inside[1]) == (place == "boundary")
        if place in ("start", "line start"):
            return at == 0 or (place == "line start" and text[at - 1] == "\n")
        return at == last or (place == "line end" and text[at] == "\n")

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Refusal("This pattern takes too long on this text; write a simpler one.")


def _is_word(symbol: str) -> bool:
    return symbol.isalnum() or symbol == "_"
