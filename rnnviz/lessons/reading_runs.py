"""Reads the contestants of a lesson, and what is expected of them; refuses by line."""

from rnnviz.declare import quoted
from rnnviz.lab.race.contestants import FEWEST, MOST
from rnnviz.lab.settings import declarations
from rnnviz.lessons import measures
from rnnviz.lessons.contestants import LessonRun, parted
from rnnviz.lessons.reading_settings import read_settings
from rnnviz.lessons.source import TomlTable

LONGEST = 20
"""Characters of a contestant's name, which stands before measures."""


def read_runs(front: TomlTable) -> tuple[LessonRun, ...]:
    """The contestants, () where there are none."""
    tables = front.tables("runs", "a run")
    if tables and not FEWEST <= len(tables) <= MOST:
        raise tables[-1].wrong(
            f"a lesson with contestants has {FEWEST} to {MOST} [[runs]], not {len(tables)}.", ""
        )
    found: list[LessonRun] = []
    for table in tables:
        table.only("name", "set")
        name = table.text("name")
        if reason := _why_no_name(name, [run.name for run in found]):
            raise table.wrong(reason, "name")
        found.append(LessonRun(name, read_settings(table.table("set"))))
    return tuple(found)


def _why_no_name(name: str, others: list[str]) -> str:
    """Why a contestant cannot be called so, "" if it can."""
    if not name:
        return 'every run needs a name, as in name = "lstm".'
    if len(name) > LONGEST or not name.replace("-", "").isalnum():
        return f"{quoted(name)} is no name of a run: letters, digits and -, at most {LONGEST}."
    if name in others:
        return f"two runs are called {quoted(name)}; give one another name."
    if name in {what.split()[0] for what in (*measures.NAMES, *declarations())}:
        return f"a run cannot be called {quoted(name)}: what is measured begins so."
    return ""


def read_contestant(table: TomlTable, key: str, names: tuple[str, ...]) -> str:
    """The contestant that a step shows as its `key` says; "" where it names none."""
    name = table.text(key)
    if name and name not in names:
        known = ", ".join(filter(None, names)) or "none in this lesson"
        raise table.wrong(f"no run is called {quoted(name)}; there are: {known}.", key)
    return name


def is_measure(what: str, names: tuple[str, ...]) -> bool:
    """Whether a bound is what is measured, of a contestant ("vanilla score") or of the same run."""
    measure = parted(what, names)[1]
    return measures.known(measure) and measure not in measures.NO_NUMBERS
