"""Reads the options that an initializer or an optimizer declares."""

from collections.abc import Mapping

from rnnviz.declare import Declaration
from rnnviz.refusal import Refusal


def read_options(
    owner: str, declarations: tuple[Declaration, ...], given: Mapping[str, float]
) -> dict[str, float]:
    """Every declared option's value, checked: the given one or the default.

    Raises Refusal for a name that `owner` does not declare and for a value out of bounds.
    """
    names = [declaration.name for declaration in declarations]
    for name in given:
        if name not in names:
            has = ", ".join(names) or "none"
            raise Refusal(f"{owner} has no option {name!r}; its options: {has}.")
    return {d.name: _number(d, given.get(d.name, d.default)) for d in declarations}


def _number(declaration: Declaration, value: object) -> float:
    checked = declaration.check(value)
    if not isinstance(checked, int | float):
        raise TypeError(
            f"option {declaration.name} is declared as {declaration.kind}, not a number"
        )
    return checked
