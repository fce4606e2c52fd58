"""The settings of a run: the declared rows with what is chosen, checked and compared."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.declare import Declaration, Value
from rnnviz.lab.setting_rows import SettingRows
from rnnviz.nearest import meant
from rnnviz.refusal import Refusal
from rnnviz.tasks import READING
from rnnviz.tasks import REGISTRY as TASKS
from rnnviz.tasks.numbers import Numbers

PARTS: dict[str, Mapping[str, Any]] = {
    "task": TASKS,
    "cell": CELLS,
    "optimizer": OPTIMIZERS,
    "init": INITIALIZERS,
}
"""The settings whose choices declare options of their own."""
TEXT_ONLY = frozenset(
    (
        *("window", "state", "fold", "symbols", "validation"),
        *("temperature", "top_k", "prime", "sample_length"),
    )
)
"""The settings that mean nothing to tasks that draw their sequences."""
OF_TABLES = frozenset(("column", "validation"))
"""The settings beside a task's own that mean something to one that learns a table."""
TABLES_ONLY = frozenset(("column",))
FED_BACK_ONLY = frozenset(("own_outputs",))
"""The settings that mean nothing to tasks whose outputs are no later inputs."""
OF_READING = frozenset(("fold", "symbols", "validation"))
"""The settings beside a task's own that mean something to one that reads passages of a text."""


STACKED_ONLY = frozenset(("skip", "dropout"))
"""The settings that mean nothing to a single layer."""
GATED_ONLY = frozenset(("forget_bias", "chrono"))
"""The settings that mean nothing to cells without a gate that keeps the past."""
UNGATED_ONLY = frozenset(("spectral_radius",))
"""The settings that mean nothing to cells whose W_hh is not one square matrix."""
FUTURE_ONLY = frozenset(("bidirectional",))
"""The settings that mean nothing where a network may not see what comes later."""


@dataclass(frozen=True)
class Settings(SettingRows):
    """Everything a run depends on besides its text; equal settings, text and seed, equal curve."""

    def change(self, **changes: object) -> "Settings":
        """These settings with some changed, each checked by its declaration; refuses others."""
        known = declarations()
        for name in changes:
            if name not in known:
                raise Refusal(f"There is no setting called {name!r}{meant(name, known)}")
        own = {n: known[n].check(v) for n, v in changes.items() if n in _field_names()}
        # Types of fields cannot be told from names: each value was checked by its declaration.
        chosen = replace(self, **own)  # type: ignore[arg-type]
        known = known | chosen.rows()  # options of one name may have other bounds elsewhere
        others = {n: known[n].check(v) for n, v in changes.items() if n not in own}
        return replace(chosen, options=tuple(sorted((dict(self.options) | others).items())))

    def value(self, name: str) -> Value:
        """The present value of any declared setting."""
        if name in _field_names():
            return getattr(self, name)  # type: ignore[no-any-return]  # a field's, by its name
        chosen = {d.name: d for part in PARTS for d in self._options_of(part)}
        declared = chosen.get(name, declarations()[name])
        return dict(self.options).get(name, declared.default)

    @property
    def stack(self) -> tuple[int, int]:
        """How many layers lie on top of each other, and in how many directions each reads."""
        return self.layers, 2 if self.bidirectional and TASKS[self.task].sees_future else 1

    @property
    def keep_bias(self) -> float | None:
        """The keep gate's bias at the start, named or usual; None where there is no one bias."""
        cell = CELLS[self.cell]
        if cell.keep_gate is None:
            return None
        usual = None if self.chrono is not None else cell.usual_keep_bias
        return usual if self.forget_bias is None else self.forget_bias

    def effects(self, before: "Settings") -> set[str]:
        """What going on from `before` needs (see `Declaration.effect`); {"now"} if nothing more."""
        rows = before.rows() | self.rows()
        differing = (name for name in rows if self.value(name) != before.value(name))
        return {rows[name].effect for name in differing} or {"now"}

    def check_acts_now(self, before: "Settings") -> None:
        """Raise Refusal if going on from `before` with these needs a new network."""
        for name, declaration in self.rows().items():
            if self.value(name) != before.value(name) and declaration.effect != "now":
                raise Refusal(f"{declaration.label} can only change with a new network.")

    def as_dict(self) -> dict[str, Value]:
        """All values by name, as files keep them."""
        return {name: self.value(name) for name in self.rows()}

    def rows(self) -> dict[str, Declaration]:
        """The declarations that matter now: the common ones and those of what is chosen."""
        return self._rows_without(self._meaningless())

    def rows_of_form(self) -> dict[str, Declaration]:
        """The rows, and those that a form shows though their task forbids what they would do."""
        return self._rows_without(self._meaningless() - FUTURE_ONLY)

    def _rows_without(self, meaningless: frozenset[str]) -> dict[str, Declaration]:
        rows: dict[str, Declaration] = {}
        for name in _field_names():
            if name in meaningless:
                continue
            rows[name] = declarations()[name]
            rows |= {option.name: option for option in self._options_of(name)}
        return rows

    def users(self, name: str) -> tuple[str, tuple[str, ...]]:
        """Which setting would have to be another for `name` to matter, and which values do."""
        for owner, registry in PARTS.items():
            # As in `change`: the owner's name is that of a field of type str.
            others = {choice: replace(self, **{owner: choice}) for choice in registry}  # type: ignore[arg-type]
            choices = tuple(choice for choice, other in others.items() if name in other.rows())
            if choices:
                return owner, choices
        if name in STACKED_ONLY:
            return "layers", ("2",)
        raise Refusal(f"{declarations()[name].label} has no meaning with these settings.")

    def _meaningless(self) -> frozenset[str]:
        """The settings that do nothing with the chosen task and cell."""
        names = TABLES_ONLY if self.task == "text" else TEXT_ONLY | TABLES_ONLY
        names = names - OF_TABLES if self.task == Numbers.name else names
        names = names - OF_READING if self.task in READING else names
        cell = CELLS[self.cell]
        rules = (
            (bool(cell.keep_gate), GATED_ONLY),
            (len(cell.gates) == 1 and cell.has("W_hh"), UNGATED_ONLY),
            (TASKS[self.task].fed_back, FED_BACK_ONLY),
            (self.layers > 1, STACKED_ONLY),
            (TASKS[self.task].sees_future, FUTURE_ONLY),
        )
        return names.union(*(only for holds, only in rules if not holds))

    def _options_of(self, name: str) -> tuple[Declaration, ...]:
        part = PARTS[name][getattr(self, name)] if name in PARTS else None
        return tuple(_owned(option, name) for option in part.options) if part else ()

    def options_of(self, name: str) -> dict[str, Any]:
        """The option values of the chosen "cell", "optimizer" or "init"."""
        return {d.name: self.value(d.name) for d in self._options_of(name)}


@cache
def _field_names() -> tuple[str, ...]:
    return tuple(f.name for f in fields(Settings) if f.name != "options")


@cache
def _owned(option: Declaration, owner: str) -> Declaration:
    """A part's option as a setting: beside its part, and like it only for a new network."""
    field_of_owner = next(f for f in fields(Settings) if f.name == owner)
    group = field_of_owner.metadata.get("group", Declaration.group)
    return replace(option, group=group, effect="new network")


@cache
def declarations() -> dict[str, Declaration]:
    """Every declared setting by name: the fields above, then what registered parts declare."""
    known = {f.name: Declaration(name=f.name, **f.metadata) for f in fields(Settings) if f.metadata}
    for owner, registry in PARTS.items():
        for part in registry.values():
            for option in part.options:
                known.setdefault(option.name, _owned(option, owner))
    return known
