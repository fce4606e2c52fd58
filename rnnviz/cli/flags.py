"""What a declared setting is on the command line: its flag and its help, from the declaration."""

import argparse
from collections.abc import Mapping
from types import EllipsisType
from typing import Any

from rnnviz.declare import LONGEST, Declaration, Value
from rnnviz.lab.settings import PARTS, Settings, declarations
from rnnviz.lab.typed_values import FALSE, TRUE

PREFIX = "set_"
"""Stands before a setting's name in what is parsed."""
GROUPS = {"text": "task and text", "network": "network", "training": "training"}
GROUPS |= {"sampling": "samples, which the window shows"}


def add_settings(parser: argparse.ArgumentParser) -> None:
    """A flag for every declared setting, in groups; what a choice declares stands behind it."""
    groups = {name: parser.add_argument_group(title) for name, title in GROUPS.items()}
    known = declarations()
    places = {name: place for place, name in enumerate(known)}
    for name in sorted(known, key=lambda name: places[_leader(name)]):
        groups[known[name].group].add_argument(known[name].flag, **as_flag(name))


def _leader(name: str) -> str:
    """The setting whose choices declare this one; a setting of all networks leads itself."""
    return name if name in Settings.__dataclass_fields__ else owners(name)[0]


def as_flag(name: str, prefix: str = PREFIX, default: Value | EllipsisType = ...) -> dict[str, Any]:
    """What argparse wants to know of a setting's flag; `default` if it is not the declared one."""
    declared = declarations()[name]
    is_switch = declared.kind == "flag"
    return {
        "dest": f"{prefix}{name}",
        "default": argparse.SUPPRESS,
        "choices": declared.choices or None,
        "metavar": None if declared.choices else "ON|OFF" if is_switch else declared.kind.upper(),
        "help": description(name, default).replace("%", "%%"),
        **({"type": _switched} if is_switch else {}),
    }


def _switched(word: str) -> bool | str:
    """What "on" or "true" means, and "off" or "false"; any other word as it is, to be refused."""
    known = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
    return known.get(word.strip().lower(), word)


def description(name: str, default: Value | EllipsisType = ...) -> str:
    """The help of a setting: what it is, for which choices, its range and its default."""
    owner, declared = owners(name)
    flag = declarations()[owner].flag if owner else ""
    facts = [f"for {flag} {', '.join(declared)}"] if owner else []
    facts.append(_each({choice: _range(one) for choice, one in declared.items()}))
    told = {c: _default(one, default) for c, one in declared.items()}
    facts.append(_each(told))
    said = "; ".join(filter(None, facts))
    return _tooltip(declared) + (f" ({said})" if said else "")


def owners(name: str) -> tuple[str, Mapping[str, Declaration]]:
    """Which setting decides whether `name` matters, and what it is for each choice that does.

    The name is empty, and so is the only choice, if it always matters.
    """
    for owner, registry in PARTS.items():
        found = {c: o for c, part in registry.items() for o in part.options if o.name == name}
        if found:
            return owner, found
    owner, choices = Settings().users(name)
    if owner not in PARTS or len(choices) == len(PARTS[owner]):
        return "", {"": declarations()[name]}
    return owner, dict.fromkeys(choices, declarations()[name])


def _tooltip(declared: Mapping[str, Declaration]) -> str:
    """What it is, with the choice before it where that differs."""
    by_tip = _turned({choice: one.tooltip for choice, one in declared.items()})
    if len(by_tip) == 1:
        return next(iter(by_tip))
    return " ".join(f"{', '.join(choices)}: {tip}" for tip, choices in by_tip.items())


def _each(facts: Mapping[str, str]) -> str:
    """A fact of every choice, said once where it is the same for all."""
    by_fact = _turned(facts)
    if len(by_fact) == 1:
        return next(iter(by_fact))
    return ", ".join(f"{fact} for {_listed(who)}" for fact, who in by_fact.items())


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _turned(facts: Mapping[str, str]) -> dict[str, list[str]]:
    turned: dict[str, list[str]] = {}
    for choice, fact in facts.items():
        turned.setdefault(fact, []).append(choice)
    return turned


def _range(declared: Declaration) -> str:
    if declared.low is None or declared.high is None:
        return ""
    return f"{_written(declared.low)} to {_written(declared.high)} {declared.unit}".rstrip()


def _default(declared: Declaration, given: Value | EllipsisType) -> str:
    value = declared.default if given is ... else given
    if value is None:
        return f"{declared.unset} by default"
    return f"default {_written(value)}" if value != "" else ""


def _written(value: Value) -> str:
    """A number as people write it: 1e-8 and 10,000."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if not isinstance(value, int | float):
        return str(value)
    whole = float(value).is_integer() and abs(value) < LONGEST
    return f"{int(value):,}" if whole else f"{value:g}".replace("e-0", "e-")
