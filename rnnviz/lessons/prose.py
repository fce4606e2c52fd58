"""The Markdown of a lesson: one "## heading" a step, and its hidden answer under "### Answer"."""

from collections.abc import Iterator
from dataclasses import dataclass

from rnnviz.lessons.source import LINE_END

HEADING = "## "
ANSWER = "### answer"
FENCES = ("```", "~~~")


@dataclass(frozen=True)
class StepProse:
    """What stands under one heading; `line` counts from 0 within the prose."""

    title: str
    text: str
    answer: str
    line: int


def sections(prose: str) -> tuple[str, list[StepProse]]:
    """The text before the first heading, and the sections; headings within code do not count."""
    parts: list[tuple[str, int, list[str], list[str]]] = [("", 0, [], [])]
    into = parts[0][2]
    for number, line, code in lines_of(prose):
        if not code and line.startswith(HEADING):
            parts.append((line.removeprefix(HEADING).strip(), number, [], []))
            into = parts[-1][2]
        elif not code and line.strip().lower() == ANSWER and len(parts) > 1:
            into = parts[-1][3]
        else:
            into.append(line)
    intro = "\n".join(parts[0][2]).strip()
    return intro, [
        StepProse(title, "\n".join(text).strip(), "\n".join(answer).strip(), number)
        for title, number, text, answer in parts[1:]
    ]


def lines_of(prose: str) -> Iterator[tuple[int, str, bool]]:
    """Every line with its number, and whether it belongs to a block of code."""
    code = False
    for number, line in enumerate(prose.split(LINE_END)):
        fence = line.lstrip().startswith(FENCES)
        yield number, line, code or fence
        code ^= fence
