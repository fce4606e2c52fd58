"""Values of settings as people type them."""

from rnnviz.declare import Value
from rnnviz.lab.setting_words import choice_text
from rnnviz.lab.settings import declarations
from rnnviz.refusal import Refusal

TRUE, FALSE = ("true", "on"), ("false", "off")


def typed_value(name: str, text: str) -> Value:
    """A setting's value as it was typed, by name or as forms call it; refuses what it cannot be.

    An optional setting is unset by "none", or by what forms call that.
    """
    declared = declarations()[name]
    words = text.strip().lower()
    if declared.optional and words in (declared.unset, "none"):
        return None
    if declared.kind == "flag" and words in TRUE + FALSE:
        return words in TRUE
    for choice in declared.choices:
        if words in (choice.lower(), choice_text(name, choice)[0].lower()):
            return choice
    return declared.check(text.strip())


def typed_values(name: str, text: str) -> tuple[Value, ...]:
    """The values of a setting with commas between, each once; refuses where there is none."""
    parts = [part for part in (part.strip() for part in text.split(",")) if part]
    if not parts:
        raise Refusal(f"{declarations()[name].label} has no values yet; write some with commas.")
    return tuple(dict.fromkeys(typed_value(name, part) for part in parts))


def written(name: str, value: Value) -> str:
    """A value as `typed_value` reads it."""
    if value is None:
        return declarations()[name].unset
    if isinstance(value, bool):
        return (TRUE if value else FALSE)[1]
    return f"{value:g}" if isinstance(value, float) else str(value)
