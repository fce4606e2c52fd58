"""How a hyperparameter is declared once, for its form row, its flag, its file and its tooltip."""

import math
from dataclasses import dataclass
from typing import Literal

from rnnviz.refusal import Refusal

Value = int | float | str | bool | None
Kind = Literal["int", "float", "choice", "flag", "text"]
Group = Literal["network", "training", "text", "sampling"]
Effect = Literal["now", "new network", "new text"]
WIDEST = 40
"""Characters of a wrong value that a sentence repeats."""
LONGEST = 1e15
"""Whole numbers from here on are written with a power of ten."""


class WrongValue(Refusal):
    """A value that a setting cannot have: it names the setting by its label, as forms do.

    `declaration` and `problem` are there for those who call the setting by another name.
    """

    def __init__(self, declaration: "Declaration", problem: str) -> None:
        super().__init__(f"{declaration.label} {problem}")
        self.declaration, self.problem = declaration, problem


@dataclass(frozen=True)
class Declaration:
    """A hyperparameter's name, bounds and words.

    `name` is the field and the flag (underscores become hyphens), `effect` says what a change
    needs: "now" acts between two steps, "new network" starts training over, "new text" reads
    the corpus again. `log` asks for a logarithmic control. `optional` allows None, which is called
    `unset`; a form that leaves it begins at `first`. What is in `front` is changed first; forms
    have the rest under "More".
    """

    name: str
    label: str
    default: Value
    tooltip: str
    kind: Kind
    low: float | None = None
    high: float | None = None
    log: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()
    group: Group = "training"
    effect: Effect = "now"
    optional: bool = False
    step: float | None = None
    unset: str = "off"
    first: float | None = None
    front: bool = False

    @property
    def flag(self) -> str:
        """The command-line spelling."""
        return "--" + self.name.replace("_", "-")

    def check(self, value: object) -> Value:
        """Convert `value` to this declaration's kind and bounds; raises WrongValue if it cannot."""
        if value is None and self.optional:
            return None
        if self.kind == "choice":
            return self._check_choice(value)
        if self.kind == "flag":
            return self._check_flag(value)
        if self.kind == "text":
            return str(value)
        return self._check_number(value)

    def _check_choice(self, value: object) -> str:
        if value not in self.choices:
            allowed = ", ".join(self.choices)
            raise WrongValue(self, f"cannot be {quoted(value)}; choose one of: {allowed}.")
        return str(value)

    def _check_flag(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise WrongValue(self, f"is true or false, not {quoted(value)}.")
        return value

    def _check_number(self, value: object) -> int | float:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise WrongValue(self, f"needs a number, not {quoted(value)}.")
        try:
            number = int(value) if self.kind == "int" else float(value)
        except (ValueError, OverflowError):
            what = "a whole number" if self.kind == "int" else "a number"
            raise WrongValue(self, f"needs {what}, not {quoted(value)}.") from None
        if self.kind == "int" and isinstance(value, float) and value != number:
            raise WrongValue(self, f"needs a whole number, not {quoted(value)}.")
        finite = self.kind == "int" or math.isfinite(number)  # of 400 digits no float tells
        if not finite or not self._within(number):
            raise WrongValue(self, f"must lie {self.bounds()}; {quoted(value)} does not.")
        return number

    def _within(self, number: float) -> bool:
        low_fits = self.low is None or number >= self.low
        return low_fits and (self.high is None or number <= self.high)

    def bounds(self) -> str:
        """The allowed range in words."""
        if self.low is not None and self.high is not None:
            return f"between {_plain(self.low)} and {_plain(self.high)}"
        if self.low is not None:
            return f"at or above {_plain(self.low)}"
        if self.high is not None:
            return f"at or below {_plain(self.high)}"
        return "among the finite numbers"


def quoted(value: object) -> str:
    """A wrong value as a sentence repeats it: the beginning of a long one."""
    try:
        text = repr(value)
    except ValueError:  # a number of more digits than Python writes
        return "a number of thousands of digits"
    if len(text) <= WIDEST:
        return text
    return f"{text[:WIDEST]}\N{HORIZONTAL ELLIPSIS} ({len(text):,} characters)"


def _plain(bound: float) -> str:
    """A bound as people write it: 2,147,483,647 and not 2.14748e+09."""
    whole = float(bound).is_integer() and abs(bound) < LONGEST
    return f"{int(bound):,}" if whole else f"{bound:g}"
