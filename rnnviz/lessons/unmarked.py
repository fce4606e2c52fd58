"""Refuses words with numbers of which nobody knows whether they were measured."""

import re
from pathlib import Path

from rnnviz.declare import quoted
from rnnviz.lessons.contestants import parted
from rnnviz.lessons.fillings import is_exact, why_not_at
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.prose import HEADING, lines_of
from rnnviz.lessons.reading import text_of_file
from rnnviz.lessons.source import LessonSource
from rnnviz.lessons.words import FORM, FORMS, MEASURED, TEXT, Piece, pieces
from rnnviz.refusal import Refusal

NAMES = re.compile(
    r"^[ \t]*\d+[.)](?=\s)"  # of a list
    r"|\blessons?\s+\d+"
    r"|\b\d+-grams?\b"
    r"|\b(?:18|19|20)\d\d\b(?![,.]\d)"  # a year; a thousand has its comma
    r"|[^\W\d¼-¾⅐-⅞]\w*",  # sigma_1
    re.MULTILINE,
)
"""What has digits and is no number."""
NUMBER = re.compile(r"[-−±]?\d(?:[\d,.]*\d)?|[¼-¾⅐-⅞]")
WAY_OUT = (
    "write a measure, as in {{heldout:.1f}}, where it was measured, and {{={number}}} where it is "
    "given"
)


def check_numbers(path: Path, lesson: Lesson) -> None:
    """Refuse, with the line, a number that is neither a measure nor marked as plain.

    So is a measure that this step has not got, or with more digits than machines agree on.
    Headings are names, and say with their numbers what is done.
    """
    source = LessonSource.of(text_of_file(path), path.name, path.parent)
    unmarked: list[tuple[int, str]] = []
    steps = _steps_by_line(source.prose)
    bare = "\n".join("" if _is_heading(line, code) else line
                     for _, line, code in lines_of(source.prose))  # fmt: skip
    for piece in pieces(bare):
        if piece.kind == TEXT:
            unmarked += _numbers(piece)
        elif piece.kind == MEASURED and (reason := _why_wrong(piece, lesson, steps[piece.line])):
            raise _refusal(source, piece.line, f"{reason}.")
    if unmarked:
        line, number = unmarked[0]
        others = len(unmarked) - 1
        more = f" So with {others:,} more." if others else ""
        way_out = WAY_OUT.format(number=number)
        raise _refusal(source, line, f"{quoted(number)} is not marked: {way_out}.{more}")


def _refusal(source: LessonSource, line: int, sentence: str) -> Refusal:
    return Refusal(f"{source.name}, line {source.prose_line + line}: {sentence}")


def _is_heading(line: str, code: bool) -> bool:
    return not code and line.startswith("#")


def _steps_by_line(prose: str) -> list[int]:
    """The number of the step that every line belongs to; the introduction to the first."""
    steps, step = [], -1
    for _, line, code in lines_of(prose):
        step += not code and line.startswith(HEADING)
        steps.append(max(step, 0))
    return steps


def _numbers(piece: Piece) -> list[tuple[int, str]]:
    """The line of every number in it, and the number."""
    bare = NAMES.sub(lambda found: re.sub(r"\S", " ", found[0]), piece.written)
    lines = enumerate(bare.split("\n"), piece.line)
    return [(line, found[0]) for line, words in lines for found in NUMBER.finditer(words)]


def _why_wrong(piece: Piece, lesson: Lesson, step: int) -> str:
    if reason := why_not_at(lesson, step, piece.inside):
        return f"{piece.written} cannot be filled in: {reason}"
    if piece.form or not is_exact(parted(piece.inside, lesson.names)[1]):
        example = f"as in {{{piece.inside}:.1f}}"
        if not FORM.fullmatch(piece.form):
            return f"{piece.written} does not say how the number is written, {example}: {FORMS}"
    return ""
