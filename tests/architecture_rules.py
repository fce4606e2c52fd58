"""The directions that imports may take, each rule a function that yields sentences."""

import ast
import re
import sys
from collections.abc import Iterator

from architecture_imports import Import, Module, Tree, members, walk_with_function

FLOORS = ("core", "probes", "lab", "captions", "lessons", "session", "gui", "bench", "cli")
"""The rooms from the ground up; each knows those below it, and tasks, which stand on the core."""
BELOW = {
    "tasks": {"tasks", "core"},
    **{room: {"tasks", *FLOORS[: floor + 1]} for floor, room in enumerate(FLOORS)},
    "core": {"core"},
    "probes": {"probes", "core"},
    "__main__": {"cli"},
    "": set(),
}
BELOW["cli"].remove("session")
COMMON = {"counts", "nearest", "refusal", "declare", "resources", "log_file", "settings_folder"}
FAMILIES = {
    "rnnviz.core.cells": "cell",
    "rnnviz.core.initializers": "initializer",
    "rnnviz.core.optimizers": "optimizer",
    "rnnviz.tasks": "task",
    "rnnviz.gui.panels": "panel",
}
THIRD_PARTY = {
    "core": ("numpy",),
    "tasks": ("numpy", "charset_normalizer"),
    "probes": ("numpy",),
    "lab": ("numpy", "safetensors", "distributed"),
    "captions": ("numpy",),
    "lessons": ("numpy",),
    "bench": ("numpy", "PySide6"),
    "cli": ("numpy",),
    "session": ("numpy", "PySide6.QtCore"),
    "gui": ("numpy", "PySide6", "shiboken6", "pyqtgraph", "PIL"),
}
PLOTTING = "rnnviz.gui.plotting"
DOORS = tuple(f"{PLOTTING}.{package}" for package in ("live_plot", "heat_map", "triangle"))
USERS_OF_PLOTS = (PLOTTING, "rnnviz.gui.panels")
INSIDES_OF_A_PLOT = {"overlay", "_overlay", "content", "_content"}
CORE_STANDARD_LIBRARY = {
    *("__future__", "abc", "collections", "dataclasses", "enum", "functools"),
    *("itertools", "math", "operator", "types", "typing"),
}
RANDOM_TYPES = {"Generator", "BitGenerator"}
WINDOW_DOOR = "open_window"  # the one function of the command line that may import the window
CAPTION = re.compile(r"(\w+_)?(captions?|in_words)")
WINDOW_ROOMS = {"gui", "bench"}


def room(module: str) -> str:
    """The first folder or file under rnnviz: `core` for rnnviz.core.bptt, "" for rnnviz itself."""
    return module.split(".")[1] if "." in module else ""


def _says(found: Import, why: str) -> str:
    return f"{found.importer}, line {found.line}, imports {found.target}: {why}"


def direction(tree: Tree) -> Iterator[str]:
    """cli -> bench -> gui -> session -> lessons -> captions -> lab -> tasks, probes -> core."""
    for found in tree.imports:
        if found.target.partition(".")[0] != "rnnviz" or found.target == "rnnviz":
            continue
        source, target = room(found.importer), room(found.target)
        if target in COMMON:
            if source == "core" and target in {"resources", "log_file"}:
                yield _says(found, "the core reads no files.")
        elif source in COMMON:
            yield _says(found, f"{source} stands below every room and knows none.")
        elif source == "cli" and target in WINDOW_ROOMS:
            if found.function != WINDOW_DOOR:
                yield _says(found, f"only {WINDOW_DOOR}() of the command line opens the window.")
        elif target not in BELOW.get(source, set()):
            rooms = ", ".join(sorted(BELOW.get(source, set()))) or "nothing"
            yield _says(found, f"{source or 'rnnviz'} may import only from {rooms}.")


def sideways(tree: Tree) -> Iterator[str]:
    """No member of a family imports another; what both need is a shared module beside them."""
    for family, kind in FAMILIES.items():
        listed = members(tree, family)
        for found in tree.imports:
            source, target = (_member(name, family) for name in (found.importer, found.target))
            if source in listed and target in listed and source != target:
                yield _says(found, f"no {kind} imports another {kind}.")
            elif source == f"{family}.base" and target in listed:
                yield _says(found, f"the base knows no particular {kind}.")
            elif source in listed and found.target == family:
                yield _says(found, f"no {kind} imports the list of them all.")


def _member(name: str, family: str) -> str:
    if not name.startswith(family + "."):
        return ""
    return ".".join(name.split(".")[: family.count(".") + 2])


def doors(tree: Tree) -> Iterator[str]:
    """A package behind a door is imported as a whole; what a plot is made of is its own affair."""
    for found in tree.imports:
        for door in DOORS:
            is_inner = _is_within(found.target, door) and found.target != door
            if is_inner and not _is_within(found.importer, door):
                yield _says(found, f"outside {door} only the package itself is imported.")
    for module in tree.modules.values():
        if not _uses_plots(tree, module) or _is_within(module.name, DOORS[0]):
            continue
        for node, _ in walk_with_function(module.syntax):
            if isinstance(node, ast.Attribute) and node.attr in INSIDES_OF_A_PLOT:
                name = _dotted(node)
                yield f"{module.name}, line {node.lineno}, reaches for {name}: ask the plot itself."


def _is_within(name: str, package: str) -> bool:
    return f"{name}.".startswith(f"{package}.")


def _uses_plots(tree: Tree, module: Module) -> bool:
    if any(_is_within(module.name, room) for room in USERS_OF_PLOTS):
        return True
    return any(one.importer == module.name and one.target == DOORS[0] for one in tree.imports)


def third_party(tree: Tree) -> Iterator[str]:
    """Each room uses its own few packages: no Qt below session, only QtCore in session."""
    for found in tree.imports:
        top = found.target.partition(".")[0]
        if top == "rnnviz" or top in sys.stdlib_module_names:
            continue
        source = room(found.importer)
        allowed = THIRD_PARTY.get(source, ())
        if not any(f"{found.target}.".startswith(f"{name}.") for name in allowed):
            words = " and ".join(allowed) or "nothing but the standard library"
            yield _says(found, f"{source or 'rnnviz'} uses {words}.")


def hidden_imports(tree: Tree) -> Iterator[str]:
    """No import that these rules cannot read; a registry may import its own members by name."""
    for module, node in _calls(tree):
        if module.name in FAMILIES and _within(node):
            continue
        name = _dotted(node.func).rpartition(".")[2]
        if name in {"import_module", "__import__"}:
            yield f"{module.name}, line {node.lineno}, calls {name}: write an import statement."


def _within(node: ast.Call) -> bool:
    """Whether the module that is imported by name can only be one of the family's own."""
    path = node.args[0] if len(node.args) == 1 else None
    return ast.unparse(path).startswith("f'{__name__}.") if path is not None else False


def pure_core(tree: Tree) -> Iterator[str]:
    """The core has no files, threads, clocks or prints, and draws from no global randomness."""
    for found in tree.imports:
        if room(found.importer) != "core":
            continue
        top = found.target.partition(".")[0]
        if top in sys.stdlib_module_names and top not in CORE_STANDARD_LIBRARY:
            yield _says(found, "the core computes; it has no files, threads, clocks or randomness.")
        if found.target.startswith("numpy.random.") and not _is_random_type(found.target):
            yield _says(found, "randomness comes to the core as a Generator argument.")
    yield from _impure_names(tree)


def _impure_names(tree: Tree) -> Iterator[str]:
    for module in tree.modules.values():
        if room(module.name) != "core":
            continue
        for node, _ in walk_with_function(module.syntax):
            if isinstance(node, ast.Call) and _dotted(node.func) in {"print", "open", "input"}:
                yield f"{module.name}, line {node.lineno}, calls {_dotted(node.func)}."
            name = _dotted(node) if isinstance(node, ast.Attribute) else ""
            if name.startswith(("np.random.", "numpy.random.")) and not _is_random_type(name):
                yield f"{module.name}, line {node.lineno}, uses {name}: pass a Generator."


def _is_random_type(name: str) -> bool:
    return name.rpartition(".")[2] in RANDOM_TYPES


def _calls(tree: Tree) -> Iterator[tuple[Module, ast.Call]]:
    for module in tree.modules.values():
        for node, _ in walk_with_function(module.syntax):
            if isinstance(node, ast.Call):
                yield module, node


def captions(tree: Tree) -> Iterator[str]:
    """What was measured is put in words in rnnviz/captions alone; probes find numbers, no words."""
    for module in tree.modules.values():
        if room(module.name) == "captions":
            continue
        for node, _ in walk_with_function(module.syntax):
            if isinstance(node, ast.FunctionDef) and CAPTION.fullmatch(node.name):
                yield f"{module.name}, line {node.lineno}, defines {node.name}: put it in captions."
            if room(module.name) == "probes" and _declares_words(node):
                yield f"{module.name}, line {node.lineno}: give the facts, and let captions speak."


def _declares_words(node: ast.AST) -> bool:
    """Whether a class keeps a sentence in a field."""
    is_field = isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    return is_field and node.target.id in {"words", "sentence", "caption"}


def _dotted(node: ast.expr) -> str:
    """`a.b.c` as text; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value)
        return f"{base}.{node.attr}" if base else f".{node.attr}"
    return ""


RULES = (direction, sideways, doors, third_party, hidden_imports, pure_core, captions)
