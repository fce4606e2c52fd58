"""What the window says to "What is this?": a text with the numbers of the run in focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.captions.help.help_text import HelpText, help_text
from rnnviz.captions.help.markdown import markdown
from rnnviz.captions.help.measured_numbers import requests
from rnnviz.captions.help.numbers import Numbers, Present, moment
from rnnviz.lessons.files import lesson_path
from rnnviz.lessons.reading import read_lesson

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Request, Snapshot
    from rnnviz.session.session import Session


def answer(name: str, session: Session, snapshot: Snapshot | None) -> tuple[str, str]:
    """Return the title of the text of this name, and its words in Markdown."""
    text, present = help_text(name), Present(session.settings, snapshot, session.corpus)
    return text.title, markdown(text, Numbers(present), moment(present), titles(text))


def missing(name: str, session: Session, snapshot: Snapshot | None) -> frozenset[Request]:
    """Return what would have to be measured for the numbers of this text that are not known."""
    numbers = Numbers(Present(session.settings, snapshot, session.corpus))
    unknown = [number for number in help_text(name).placeholders if not numbers[number]]
    return requests(unknown, session.settings)


def titles(text: HelpText) -> dict[str, str]:
    """Return what the lesson and the texts are called that a text leads to."""
    named = {name: help_text(name).title for name in text.see}
    if text.lesson:
        number = text.lesson.partition("-")[0]
        named[text.lesson] = f"{number}. {read_lesson(lesson_path(text.lesson)).title}"
    return named
