"""Reads the imports of a package's modules, wherever in the file they stand."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Import:
    """One imported module: where the line stands and what it names, always in full."""

    importer: str
    target: str
    line: int
    function: str  # the outermost function around the line, "" at module level


@dataclass(frozen=True)
class Module:
    """One source file. `package` is true for an `__init__.py`."""

    name: str
    source: str
    package: bool = False

    @cached_property
    def syntax(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.source, filename=self.name)


@dataclass(frozen=True)
class Tree:
    """All modules of the program, by name."""

    modules: dict[str, Module]

    @classmethod
    def read(cls, package: Path) -> "Tree":
        """Every Python file under the folder `package`."""
        modules = {}
        for path in sorted(package.rglob("*.py")):
            parts = path.relative_to(package.parent).with_suffix("").parts
            is_package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if is_package else parts)
            modules[name] = Module(name, path.read_text(encoding="utf-8"), is_package)
        return cls(modules)

    @classmethod
    def made_up(cls, sources: dict[str, str]) -> "Tree":
        """A small tree from sources, as in `made_up({"core.bptt": "import os"})`."""
        names = {f"rnnviz.{name}": text for name, text in sources.items()}
        packages = {name.rpartition(".")[0] for name in names}
        modules = {name: Module(name, text, name in packages) for name, text in names.items()}
        for name in packages - modules.keys():
            modules[name] = Module(name, "", package=True)
        return cls(modules)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """What every module imports, in order."""
        return tuple(found for module in self.modules.values() for found in self._of(module))

    def _of(self, module: Module) -> Iterator[Import]:
        for node, function in walk_with_function(module.syntax):
            for target in self._targets(module, node):
                yield Import(module.name, target, node.lineno, function)

    def _targets(self, module: Module, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute_base(module, node)
            for alias in node.names:
                yield self.named(base, alias.name)

    def named(self, base: str, name: str) -> str:
        """`from base import name`: a module of the tree, or the name inside a foreign one."""
        full = base if name == "*" else f"{base}.{name}"
        ours = base.partition(".")[0] == "rnnviz"
        return base if ours and full not in self.modules else full


def absolute_base(module: Module, node: ast.ImportFrom) -> str:
    """The full name of the module after `from`, relative dots resolved."""
    if node.level == 0:
        return node.module or ""
    parts = module.name.split(".") if module.package else module.name.split(".")[:-1]
    parts = parts[: len(parts) - (node.level - 1)]
    return ".".join([*parts, *([node.module] if node.module else [])])


def walk_with_function(node: ast.AST, function: str = "") -> Iterator[tuple[ast.AST, str]]:
    """Every node below `node`, each with the name of the outermost function around it."""
    for child in ast.iter_child_nodes(node):
        yield child, function
        inner = function
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = function or child.name
        yield from walk_with_function(child, inner)


def registered(module: Module) -> set[str] | None:
    """The names that the REGISTRY of a family's `__init__` lists; None when it has no REGISTRY."""
    values = dict(_assignments(module.syntax))
    if "REGISTRY" not in values:
        return None
    found: set[str] = set()
    waiting = ["REGISTRY"]
    while waiting:
        value = values.get(waiting.pop())
        names = {n.id for n in ast.walk(value) if isinstance(n, ast.Name)} if value else set()
        waiting.extend(names - found)
        found |= names
    return found


def _assignments(syntax: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for statement in syntax.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            if statement.value is not None:
                yield statement.target.id, statement.value
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    yield target.id, statement.value


DECLARED_BELOW = {"rnnviz.gui.panels": "rnnviz.lab.panels"}
"""Where the members of a family are listed by name that is imported late."""


def members(tree: Tree, family: str) -> set[str]:
    """The modules of a family that are its registered members; the others are shared.

    A registry imports its members, or those are named by a list that stands below them.
    """
    package = tree.modules.get(family)
    if package is None:
        return set()
    listed = registered(package)
    declaring = tree.modules.get(DECLARED_BELOW.get(family, family), package)
    named = {n.value for n in ast.walk(declaring.syntax) if isinstance(n, ast.Constant)}
    found = {f"{family}.{name}" for name in named if f"{family}.{name}" in tree.modules}
    for node, _ in walk_with_function(package.syntax):
        if not isinstance(node, ast.ImportFrom):
            continue
        base = absolute_base(package, node)
        for alias in node.names:
            target = tree.named(base, alias.name)
            wanted = listed is None or (alias.asname or alias.name) in listed
            if wanted and target.startswith(family + ".") and not target.endswith(".base"):
                found.add(".".join(target.split(".")[: family.count(".") + 2]))
    return found
