"""Settings as a few lines of TOML, whose keys are the flags of the command line."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from rnnviz.counts import counted
from rnnviz.declare import Declaration, Value, WrongValue, quoted
from rnnviz.lab.runs.toml_writing import toml
from rnnviz.lab.setting_words import setting_text
from rnnviz.lab.settings import PARTS, Settings, declarations
from rnnviz.lab.usual_settings import with_usual
from rnnviz.nearest import meant, nearest
from rnnviz.refusal import Refusal

HEADING = "# rnnviz: the flags of `rnnviz train`; what is not named is as at first where a task is"
OFF = ("off", "none")
"""What stands for a setting that is switched off, beside the word that its form has for that."""
LONGEST = 200_000
"""Characters that are read: a prime alone may have 32,767, which are up to six times as many."""
MOST_BARE = 20_000
"""Characters beside those in quotes; all settings together take some 2,000."""
MOST_LINES = 200
"""Lines of a text that is taken for settings without being asked."""
QUOTED = re.compile(r'"(?:\\.|[^"\\\n])*"')
IN_LESSONS = "settings"
"""The table of a lesson that holds its settings."""
BETWEEN_FENCES = "+++"
WHOLE = (
    "this is more of a lesson than its settings; copy what stands under [settings] alone, or open "
    "the lesson's file with File > Open."
)
KEYED = re.compile(r"\s*[\"']?([A-Za-z][\w-]*)[\"']?\s*=")
"""A line that gives a key a value."""
UNQUOTED = re.compile(KEYED.pattern + r"\s*([A-Za-z][\w-]*)\s*(#.*)?$")
"""A line whose value is a word without its quotes, or True or False as Python has them."""
NAMED = 3
"""Settings that a sentence names one by one; the others it counts."""


def settings_text(settings: Settings) -> str:
    """The task, and what differs from the first settings, a line each."""
    now = settings.as_dict()
    named = {name: now[name] for name in _named(settings)}
    named |= {name: now[name] for name in with_usual(named)}  # flags bring these numbers along
    lines = [
        f"{key(name)} = {toml(now[name] if now[name] is not None else declarations()[name].unset)}"
        for name in now
        if name in named
    ]
    return "\n".join([HEADING, *lines, ""])


def _named(settings: Settings) -> list[str]:
    """Task, cell, and what differs from the first settings with the same choices."""
    now, first = settings.as_dict(), Settings()
    choices = {name: now[name] for name in now if declarations()[name].kind == "choice"}
    usual = first.change(**choices)
    chosen = [name for name in choices if now[name] != first.value(name)]
    others = [name for name in now if now[name] != usual.value(name)]
    return ["task", "cell", *chosen, *others]


def key(name: str) -> str:
    """A setting's flag without its hyphens in front: "clip-threshold"."""
    return declarations()[name].flag.removeprefix("--")


def seem_settings(text: str) -> bool:
    """Whether at least half of the lines name a setting, or nearly: no text to be learned does."""
    if _is_long(text) or text.count("\n") > MOST_LINES:
        return False
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and line[0] != "#" and line != f"[{IN_LESSONS}]"]
    keys = [found[1] for found in map(KEYED.match, lines) if found]
    names = {key(name) for name in declarations()}
    near = [given for given in keys if nearest(given.replace("_", "-"), names)]
    return bool(near) and 2 * len(near) >= len(lines)


def read_settings(text: str) -> Mapping[str, Value]:
    """The settings that lines of TOML name, None for those that are off.

    Those of a lesson's table are told with what a lesson has where it names nothing: the first
    task, and the numbers that choices would bring along elsewhere. Raises Refusal with the line
    that is wrong.
    """
    if _is_long(text):
        raise Refusal("This is too long for settings, which are a few lines such as hidden = 64.")
    table = _table(text)
    if not isinstance(table.get(IN_LESSONS), dict):
        return _read(table, text)
    if len(table) > 1:
        raise Refusal(f"{_line(text, next(iter(table)))}{WHOLE}")
    found = _read(table[IN_LESSONS], text)
    first = Settings()
    return {name: first.value(name) for name in ("task", *with_usual(found))} | found


def _is_long(text: str) -> bool:
    return len(text) > LONGEST or len(QUOTED.sub("", text)) > MOST_BARE


def _table(text: str) -> dict[str, Any]:
    """What TOML makes of the lines; raises Refusal where it is none."""
    if text.lstrip().startswith(BETWEEN_FENCES):
        raise Refusal(f"{_line(text, BETWEEN_FENCES)}{WHOLE}")
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        for number, line in enumerate(text.splitlines(), 1):
            word = UNQUOTED.match(line)
            if word and word[2] not in ("true", "false", "inf", "nan"):
                raise Refusal(f"Line {number}: {_as_toml(word[1], word[2])}") from None
        raise Refusal(f"These are no settings: {error}. Write lines such as hidden = 64.") from None
    except ValueError:  # a number of more digits than Python reads
        raise Refusal("These are no settings: a number has thousands of digits.") from None


def _as_toml(given: str, word: str) -> str:
    """How a word is written that TOML does not take as it stands."""
    if word.lower() in ("true", "false"):
        return f"write {given} = {word.lower()}, in small letters."
    return f'a word stands in quotes: {given} = "{word}".'


def _read(table: Mapping[str, Any], text: str) -> dict[str, Value]:
    """The settings of a table; Refusal where it is empty or one of them cannot be."""
    by_key = {key(name): name for name in declarations()}
    parts = {name: table[name] for name in PARTS if name in table}
    found: dict[str, Value] = {}
    for given, value in table.items():
        name = by_key.get(given.replace("_", "-"))
        where = _line(text, given)
        if name is None:
            near = meant(given.replace("_", "-"), by_key)
            raise Refusal(f"{where}there is no setting called {quoted(given)}{near}")
        if name in found:
            raise Refusal(f"{where}{key(name)} is there twice; leave one of them out.")
        found[name] = _checked(name, value, parts, where)
    if not found:
        raise Refusal("There are no settings in this; write lines such as hidden = 64.")
    return found


def _checked(name: str, value: object, parts: Mapping[str, object], where: str) -> Value:
    """A value that one of the settings of this name may have."""
    wrong: WrongValue | None = None
    for declared in _declared(name, parts):
        if declared.optional and value in (*OFF, declared.unset):
            return None
        if declared.kind == "text" and not isinstance(value, str):
            raise Refusal(f"{where}{declared.label} is a text in quotes, not {quoted(value)}.")
        try:
            return declared.check(value)
        except WrongValue as refusal:
            wrong = refusal
    raise Refusal(f"{where}{wrong}")


def _declared(name: str, parts: Mapping[str, object]) -> list[Declaration]:
    """What bounds a setting with these parts; options of one name differ from part to part."""
    options = [
        option
        for owner, registry in PARTS.items()
        for choice, part in registry.items()
        for option in part.options
        if option.name == name and parts.get(owner, choice) == choice
    ]
    return options or [declarations()[name]]


def _line(text: str, given: str) -> str:
    """Where a key stands: "Line 3: "."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*[\"']?{re.escape(given)}[\"']?\s*(=|\.|$)", line):
            return f"Line {number}: "
    return ""


def following(before: Settings, named: Mapping[str, Value]) -> Settings:
    """The settings that these lead to: with a task all others are as at first, else as before.

    A choice brings its usual numbers along where they are not named, and what means nothing
    beside the others is left out. Raises Refusal for values that cannot be together.
    """
    start, complete = (Settings() if "task" in named else before), with_usual(named)
    rows = start.change(**complete).rows()
    return start.change(**{name: value for name, value in complete.items() if name in rows})


def left_out(after: Settings, named: Mapping[str, Value]) -> str:
    """A sentence on each choice beside which settings that were named mean nothing, or ""."""
    by_choice: dict[str, list[str]] = {}
    for name, value in named.items():
        if name not in after.rows() and value is not None:
            owner, _ = after.users(name)
            chosen = setting_text(owner, after.value(owner))
            by_choice.setdefault(chosen, []).append(declarations()[name].label)
    return " ".join(_without_meaning(chosen, labels) for chosen, labels in by_choice.items())


def _without_meaning(chosen: str, labels: list[str]) -> str:
    shown, rest = labels[:NAMED], len(labels) - NAMED
    if rest > 0:
        shown.append(counted(rest, "other"))
    last = shown.pop()
    listed = f"{', '.join(shown)} and {last}" if shown else last
    mean, was = ("means", "was") if len(labels) == 1 else ("mean", "were")
    return f"{listed} {mean} nothing with {chosen} and {was} left out."
