"""Reads the question of a lesson's step that is answered on the screen; refuses by line."""

from itertools import pairwise
from typing import Any

from rnnviz.declare import quoted
from rnnviz.lessons.question import FEWEST, LETTERS, Question, words_of_power
from rnnviz.lessons.source import TomlTable

KEY = "ask"
LONGEST = 120
"""Characters of the question, and of an answer."""
FARTHEST = 400
"""The largest power of ten either way; no number has more."""
ABOVE, BELOW = "above", "below"
HOW = (
    'a question needs to know which answer is right: right = "A", or what = "heldout" with line or '
    "powers."
)


def read_question(step: TomlTable) -> Question | None:
    """The question, None where the step asks none."""
    if KEY not in step.values:
        return None
    table = step.table(KEY)
    table.only("question", "answers", "right", "what", "line", "powers")
    words, what = table.text("question"), table.text("what")
    if not words or len(words) > LONGEST:
        raise table.wrong(f"a question has words, at most {LONGEST} characters of them.", KEY)
    lines, powers = _lines(table), _powers(table)
    if bool(what) != bool(lines or powers) or (lines and powers):
        raise table.wrong("what goes with line, or with powers, and with one of them.", KEY)
    if not (what or table.text("right")):
        raise table.wrong(HOW, KEY)
    answers = _answers(table, lines, powers)
    right = table.text("right")
    if right and right not in tuple(LETTERS[: len(answers)]):
        last = LETTERS[len(answers) - 1]
        raise table.wrong(f"right is a letter from A to {last}, not {quoted(right)}.", KEY)
    return Question(words, answers, right, what, lines, powers)


def _answers(
    table: TomlTable, lines: tuple[float | str, ...], powers: tuple[int, ...]
) -> tuple[str, ...]:
    given = table.values.get("answers")
    if given is None and powers:
        given = [words_of_power(exponent) for exponent in powers]
    if given is None and len(lines) == 1:
        given = [ABOVE, BELOW]
    wanted = len(powers) or (len(lines) + 1 if lines else 0)
    if not isinstance(given, list) or not all(isinstance(one, str) and one for one in given):
        raise table.wrong('answers is a list of texts, as in answers = ["yes", "no"].', KEY)
    if wanted and len(given) != wanted:
        reason = f"there are {wanted} answers, one for each case, and not {len(given)}."
        raise table.wrong(reason, KEY)
    if not FEWEST <= len(given) <= len(LETTERS):
        reason = f"a question has {FEWEST} to {len(LETTERS)} answers, not {len(given)}."
        raise table.wrong(reason, KEY)
    if len(set(given)) < len(given):
        raise table.wrong("two of the answers are the same.", KEY)
    if any(len(one) > LONGEST for one in given):
        raise table.wrong(f"an answer has at most {LONGEST} characters.", KEY)
    return tuple(given)


def _lines(table: TomlTable) -> tuple[float | str, ...]:
    """What is compared with, from the top down."""
    given = table.values.get("line", [])
    several = given if isinstance(given, list) else [given]
    if not all(isinstance(one, str) or _is_number(one) for one in several):
        raise table.wrong("line is a number or a line's name, or a list of such.", KEY)
    numbers = [one for one in several if not isinstance(one, str)]
    if any(upper <= lower for upper, lower in pairwise(numbers)):
        raise table.wrong("several lines stand from the top down, as their answers do.", KEY)
    return tuple(one if isinstance(one, str) else float(one) for one in several)


def _powers(table: TomlTable) -> tuple[int, ...]:
    given = table.values.get("powers", [])
    whole = isinstance(given, list) and all(_is_number(one) and one == int(one) for one in given)
    if not whole or len(set(given)) < len(given) or any(abs(one) > FARTHEST for one in given):
        reason = "powers is a list of whole numbers, each once, as in powers = [0, -5, -10]."
        raise table.wrong(reason, KEY)
    return tuple(int(one) for one in given)


def _is_number(given: Any) -> bool:
    finite = isinstance(given, int) or (isinstance(given, float) and abs(given) < float("inf"))
    return finite and not isinstance(given, bool)
