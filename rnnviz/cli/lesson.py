"""rnnviz lesson: prints a lesson, or goes through it and says whether it keeps its promises."""

import argparse
from typing import Any

from rnnviz.captions import expectation
from rnnviz.cli.output import print_json
from rnnviz.lessons.check import ExpectationResult, StepResult, check
from rnnviz.lessons.files import lesson_path
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.reading import read_lesson

NAME = "lesson"
HELP = "print a lesson, or check that what it promises happens"
FAILED = 1
CONTROLS = {
    code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code not in (9, 10)
}
"""Characters that would command the terminal rather than be read."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The lesson, and whether to check it."""
    parser.add_argument(
        "lesson", metavar="LESSON", help="a built-in lesson's name, or a file (.md)"
    )
    parser.add_argument("--check", action="store_true", help="do every step and measure")
    parser.add_argument(
        "--outside", action="store_true", help="let it read texts that are not in its folder"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(parsed: argparse.Namespace) -> int:
    """Print the lesson or its check; the exit code is 1 if an expectation failed."""
    lesson = read_lesson(lesson_path(parsed.lesson), parsed.outside)
    if not parsed.check:
        _print_lesson(lesson, parsed.json)
        return 0
    results = []
    for result in check(lesson):
        results.append(result)
        if not parsed.json:
            _print_result(result)
    passed = all(result.passed for result in results)
    if parsed.json:
        steps = [_result(result) for result in results]
        print_json({"lesson": lesson.name, "passed": passed, "steps": steps})
    else:
        print(f"{lesson.name}: {'passed' if passed else 'failed'}")
    return 0 if passed else FAILED


def _result(result: StepResult) -> dict[str, Any]:
    row: dict[str, Any] = {
        "step": result.step,
        "title": result.title,
        "expectations": [_outcome(outcome) for outcome in result.outcomes],
        "seconds": result.seconds,
    }
    return row | ({"trouble": result.trouble} if result.trouble else {})


def _outcome(outcome: ExpectationResult) -> dict[str, Any]:
    return {
        "what": outcome.what,
        "value": outcome.value,
        "wanted": outcome.wanted,
        "passed": outcome.passed,
    }


def _print_result(result: StepResult) -> None:
    print(f"{result.step}. {result.title} ({result.seconds:.1f} s)".translate(CONTROLS))
    if result.trouble:
        print(f"   FAILED: {result.trouble}")
    for outcome in result.outcomes:
        kept = expectation.caption(outcome.what, outcome.value, outcome.wanted, outcome.passed)
        print(f"   {kept}")


def _print_lesson(lesson: Lesson, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "lesson": lesson.name,
                "title": lesson.title,
                "minutes": lesson.minutes,
                "steps": [step.title for step in lesson.steps],
            }
        )
        return
    parts = [f"# {lesson.title} ({lesson.minutes} minutes)\n\n{lesson.intro}"]
    for number, step in enumerate(lesson.steps, 1):
        parts.append(f"\n## {number}. {step.title}\n\n{step.text}")
        parts += [f"\n[{step.doing}]"] if step.doing else []
        parts += [f"\n### Answer\n\n{step.answer}"] if step.answer else []
    print("\n".join(parts).translate(CONTROLS))
