"""Settings as a few lines of TOML, whose keys are the flags of the command line."""

import re
import tomllib
from collections.abc import Mapping

from rnnviz.declare import Declaration, Value, WrongValue, quoted
from rnnviz.lab.runs.toml_writing import toml
from rnnviz.lab.settings import PARTS, Settings, declarations
from rnnviz.lab.usual_settings import with_usual
from rnnviz.refusal import Refusal

HEADING = "# rnnviz: the flags of `rnnviz train`; what is not named is as at first where a task is"
OFF = ("off", "none")
"""What stands for a setting that is switched off, beside the word that its form has for that."""
LONGEST = 20_000
"""Characters that are read; all settings together take some 2,000."""


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


def read_settings(text: str) -> Mapping[str, Value]:
    """The settings that lines of TOML name, None for those that are off.

    Raises Refusal with the line that is wrong.
    """
    if len(text) > LONGEST:
        raise Refusal("This is too long for settings, which are a few lines such as hidden = 64.")
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refusal(f"These are no settings: {error}. Write lines such as hidden = 64.") from None
    except ValueError:  # a number of more digits than Python reads
        raise Refusal("These are no settings: a number has thousands of digits.") from None
    by_key = {key(name): name for name in declarations()}
    parts = {name: table[name] for name in PARTS if name in table}
    found: dict[str, Value] = {}
    for given, value in table.items():
        name = by_key.get(given.replace("_", "-"))
        if name is None:
            raise Refusal(f"{_line(text, given)}there is no setting called {quoted(given)}.")
        found[name] = _checked(name, value, parts, _line(text, given))
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
        if re.match(rf"\s*[\"']?{re.escape(given)}[\"']?\s*(=|\.)", line):
            return f"Line {number}: "
    return ""


def following(before: Settings, named: Mapping[str, Value]) -> Settings:
    """The settings that these lead to: with a task all others are as at first, else as before.

    Raises Refusal for values that cannot be together.
    """
    return (Settings() if "task" in named else before).change(**named)
