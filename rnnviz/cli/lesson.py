"""rnnviz lesson: prints a lesson, or goes through it and says whether it keeps its promises."""

import argparse
from typing import Any

from rnnviz.captions import expectation
from rnnviz.cli.output import CONTROLS, ProgressLine, print_json
from rnnviz.lessons import seeds
from rnnviz.lessons.check import ExpectationResult, StepResult, check
from rnnviz.lessons.files import lesson_path
from rnnviz.lessons.fillings import given_at, later
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.question import Question
from rnnviz.lessons.reading import read_lesson
from rnnviz.lessons.unmarked import check_numbers
from rnnviz.lessons.words import fill
from rnnviz.refusal import Refusal

NAME = "lesson"
HELP = "print a lesson, or check that what it promises happens"
FAILED = 1
MOST_SEEDS = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The lesson, and whether to check it."""
    parser.add_argument(
        "lesson", metavar="LESSON", help="a built-in lesson's name, or a file (.md)"
    )
    parser.add_argument("--check", action="store_true", help="do every step and measure")
    parser.add_argument(
        "--seeds",
        type=int,
        metavar="K",
        help="check with K seeds other than its own; a fifth of them may fail an expectation",
    )
    parser.add_argument(
        "--outside", action="store_true", help="let it read texts that are not in its folder"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(parsed: argparse.Namespace) -> int:
    """Print the lesson or its check; the exit code is 1 if an expectation failed."""
    path = lesson_path(parsed.lesson)
    lesson = read_lesson(path, parsed.outside)
    if not parsed.check:
        if parsed.seeds is not None:
            raise Refusal("--seeds says with how many seeds to check; it goes with --check.")
        _print_lesson(lesson, parsed.json)
        return 0
    check_numbers(path, lesson)
    passed = _check(lesson, parsed.json) if parsed.seeds is None else _check_seeds(lesson, parsed)
    if not parsed.json:
        print(f"{lesson.name}: {'passed' if passed else 'failed'}")
    return 0 if passed else FAILED


def _check(lesson: Lesson, as_json: bool) -> bool:
    results = []
    for result in check(lesson):
        results.append(result)
        if not as_json:
            _print_result(result)
    passed = all(result.passed for result in results)
    if as_json:
        steps = [_result(result) for result in results]
        print_json({"lesson": lesson.name, "passed": passed, "steps": steps})
    return passed


def _check_seeds(lesson: Lesson, parsed: argparse.Namespace) -> bool:
    if not 1 <= parsed.seeds <= MOST_SEEDS:
        raise Refusal(f"--seeds is a whole number from 1 to {MOST_SEEDS:,}, not {parsed.seeds:,}.")
    chosen = seeds.other_seeds(lesson, parsed.seeds)
    results, progress = [], ProgressLine()
    for result in seeds.check_with(lesson, chosen):
        results.append(result)
        progress.show(lambda: f"{len(results)} of {len(chosen)} seeds")
    progress.close()
    rows = seeds.table(lesson, results)
    passed = all(row.passed for row in rows)
    if parsed.json:
        held = [{**vars(row), "passed": row.passed} for row in rows]
        print_json({"lesson": lesson.name, "passed": passed, "seeds": chosen, "expectations": held})
    else:
        _print_table(chosen, rows)
    return passed


def _print_table(chosen: tuple[int, ...], rows: list[seeds.Held]) -> None:
    print("seeds " + ", ".join(map(str, chosen)))
    last = 0
    for row in rows:
        if row.step != last:
            print(f"{row.step}. {row.title}".translate(CONTROLS))
        last = row.step
        kept = expectation.seeds_caption(row.what, row.values, row.wanted, row.held, row.passed)
        print(f"   {kept}".translate(CONTROLS))


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
    parts = [f"# {lesson.title} ({lesson.minutes} minutes)\n\n{_filled(lesson, 0, lesson.intro)}"]
    for number, step in enumerate(lesson.steps, 1):
        parts.append(f"\n## {number}. {step.title}\n\n{_filled(lesson, number - 1, step.text)}")
        parts += [f"\n{_asked(step.ask)}"] if step.ask else []
        parts += [f"\n[{step.doing}]"] if step.doing else []
        answer = _filled(lesson, number - 1, step.answer)
        parts += [f"\n### Answer\n\n{answer}"] if answer else []
    print("\n".join(parts).translate(CONTROLS))


def _asked(asked: Question) -> str:
    """The question that is answered on the screen, with its answers by letter."""
    answers = zip(asked.letters, asked.answers, strict=True)
    return "\n".join([asked.words, *(f"  {letter}) {words}" for letter, words in answers)])


def _filled(lesson: Lesson, index: int, words: str) -> str:
    """The words with what is known before anything is measured."""
    return fill(words, given_at(lesson, index), later(lesson, index))
