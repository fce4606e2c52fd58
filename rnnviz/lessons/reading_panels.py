"""What a lesson's file says of panels: their layout, what they show, and which to look at."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.declare import quoted
from rnnviz.lab.panels import GATES, MEMORY, PANELS, STATE, TOP
from rnnviz.lab.settings import Settings
from rnnviz.lessons.layout import Layout, names
from rnnviz.lessons.source import TomlTable
from rnnviz.refusal import Refusal


def read_panels(front: TomlTable) -> tuple[Layout, ...]:
    """The layout; refuses panels that are not there, and such as stand there twice."""
    given = front.values.get("panels", [])
    try:
        layout = _layout(given)
    except TypeError:
        layout = ""
    if isinstance(layout, str):
        reason = (
            "panels is a list of names, or of rows of names, as in "
            'panels = [["loss", "samples | task"], ["gradient_flow"]].'
        )
        raise front.wrong(reason, "panels")
    for name, count in Counter(names(layout)).items():
        _check_name(front, name)
        if count > 1:
            raise front.wrong(f"the panel {name} cannot stand in two places.", name)
    return layout


def _layout(given: Any) -> Layout:
    """Lists as tuples; empty ones are left out. Raises TypeError for what is no name."""
    if isinstance(given, str) and given:
        return given
    if not isinstance(given, list):
        raise TypeError
    return tuple(part for part in map(_layout, given) if part)


def read_panel(step: TomlTable, key: str) -> str:
    """The panel that a step names as its `key` says, "" if none; refuses one that is not there."""
    name = step.text(key)
    if name:
        _check_name(step, name)
    return name


def _check_name(table: TomlTable, name: str) -> None:
    if name not in PANELS:
        raise table.wrong(
            f"no panel is called {quoted(name)}; there are: {', '.join(PANELS)}.", name
        )


def read_choices(step: TomlTable) -> Mapping[str, Mapping[str, str]]:
    """What panels shall show; refuses choices that a panel does not have."""
    given = step.table("choose")
    chosen = {}
    for panel in given.values:
        _check_name(given, panel)
        chosen[panel] = _choices(panel, given.table(panel))
    return chosen


def why_unavailable(settings: Settings, name: str, value: str) -> str:
    """Why a network with these settings has nothing that a choice could show, "" if it has."""
    cell = CELLS[settings.cell]
    if name == "layer" and value != TOP:
        return _no_layer(settings, value)
    if name not in ("state", "signal", "gate") or value in (STATE, GATES[0]):
        return ""
    if value == MEMORY:
        return "" if cell.has_c else f"a {cell.label} has no memory c"
    gates = cell.gates if len(cell.gates) > 1 else ()
    return "" if value in gates else f"the {cell.label} has no gate {value}"


def _no_layer(settings: Settings, value: str) -> str:
    """Why a network has no layer "3", "1 backward" or "1 both", "" if it has."""
    number, _, which = value.partition(" ")
    if int(number) > settings.layers:
        layers = "one layer" if settings.layers == 1 else f"{settings.layers} layers"
        return f"a network of {layers} has no layer {number}"
    if which and settings.stack[1] == 1:
        return f"a network that reads in one direction has no layer {value}"
    return ""


def _choices(panel: str, given: TomlTable) -> Mapping[str, str]:
    known = {declared.name: declared for declared in PANELS[panel].choices}
    for name, value in given.values.items():
        if name not in known:
            there = f"there are: {', '.join(known)}" if known else "it has none for lessons"
            raise given.wrong(f"the panel {panel} has no choice {quoted(name)}; {there}.", name)
        if not isinstance(value, str):
            raise given.wrong(f"{panel}.{name} is a text in quotes, not {quoted(value)}.", name)
        try:
            known[name].check(value)
        except Refusal as refusal:
            raise given.wrong(str(refusal), name) from None
    return dict(given.values)
