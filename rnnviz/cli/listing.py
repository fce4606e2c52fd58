"""rnnviz list: what there is to choose from."""

import argparse
from collections.abc import Callable
from typing import Any

from rnnviz.cli.output import print_json
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.core.schedules import REGISTRY as SCHEDULES
from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.panels import PANELS
from rnnviz.lessons.measures import MEASURES
from rnnviz.lessons.reading import builtin_lessons
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.tasks import REGISTRY as TASKS
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.table.builtin import TABLES

NAME = "list"
HELP = "what there is: cells, optimizers, texts ..."
Row = dict[str, str]


def _described(registry: dict[str, Any]) -> list[Row]:
    return [
        {"name": name, "label": part.label, "hint": part.hint} for name, part in registry.items()
    ]


def _tasks() -> list[Row]:
    """Each with its shape, and whether a network may see what comes later."""
    return [
        {
            "name": name,
            "label": task.label,
            "hint": f"{task.hint} ({task.shape.name})",
            "shape": task.shape.name,
            "sees_future": "yes" if task.sees_future else "no",
        }
        for name, task in TASKS.items()
    ]


def _corpora() -> list[Row]:
    return [{"name": b.name, "label": b.title, "hint": b.origin} for b in BUILTIN.values()]


def _tables() -> list[Row]:
    return [{"name": t.name, "label": t.title, "hint": t.origin} for t in TABLES.values()]


def _lessons() -> list[Row]:
    return [
        {"name": one.name, "label": one.title, "hint": f"{one.title} ({one.minutes} minutes)"}
        for one in builtin_lessons()
    ]


def _choices() -> list[Row]:
    """What lessons may choose in the panels."""
    return [
        {
            "name": f"{panel}.{one.name}",
            "label": one.label,
            "hint": f"{one.tooltip} {', '.join(one.choices)}".strip(),
        }
        for panel, kind in PANELS.items()
        for one in kind.choices
    ]


def _measures() -> list[Row]:
    """What lessons may expect."""
    return [{"name": name, "label": name, "hint": one.hint} for name, one in MEASURES.items()]


def _panels() -> list[Row]:
    return [{"name": p.name, "label": p.title, "hint": p.tooltip} for p in PANELS.values()]


KINDS: dict[str, Callable[[], list[Row]]] = {
    "cells": lambda: _described(CELLS),
    "optimizers": lambda: _described(OPTIMIZERS),
    "initializers": lambda: _described(INITIALIZERS),
    "schedules": lambda: _described(SCHEDULES),
    "tasks": _tasks,
    "probes": lambda: _described(PROBES),
    "panels": _panels,
    "corpora": _corpora,
    "tables": _tables,
    "lessons": _lessons,
    "interventions": lambda: _described(INTERVENTIONS),
    "choices": _choices,
    "measures": _measures,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to list."""
    parser.add_argument("kind", choices=tuple(KINDS))
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(parsed: argparse.Namespace) -> int:
    """Print one line each."""
    rows = KINDS[parsed.kind]()
    if parsed.json:
        print_json({parsed.kind: rows})
        return 0
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        print(f"{row['name']:{width}}  {row['hint']}")
    return 0
