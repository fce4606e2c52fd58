"""Settings and numbers as they are typed within a flag: "forget_bias=2", "3"."""

from typing import Any

from rnnviz.lab.settings import declarations
from rnnviz.lab.typed_values import typed_value
from rnnviz.nearest import nearest
from rnnviz.refusal import Refusal


def typed_settings(flag: str, words: str) -> dict[str, Any]:
    """The settings of "cell=lstm,forget_bias=2"; refuses what is none, or is said twice.

    An optional setting is unset by "none", or by what forms call that.
    """
    found: dict[str, Any] = {}
    for word in filter(None, (part.strip() for part in words.split(","))):
        name, equals, value = word.partition("=")
        name = name.strip().lstrip("-").replace("-", "_")
        if not equals:
            raise Refusal(f"{flag} {words}: {word} has no value; write it as in cell=lstm.")
        if name not in declarations():
            meant = nearest(name, declarations())
            end = f"did you mean {meant}?" if meant else "rnnviz train --help lists them all."
            raise Refusal(f"{flag} {words}: there is no setting called {name}; {end}")
        if name in found:
            raise Refusal(f"{flag} {words}: {name} is there twice; leave one of them out.")
        try:
            found[name] = typed_value(name, value)
        except Refusal as refusal:
            raise Refusal(f"{flag} {words}: {refusal}") from None
    return found


def whole(flag: str, text: str, most: int) -> int:
    """A number of things from 1 to `most`."""
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise Refusal(f"{flag} is a whole number from 1 to {most:,}, not {text!r}.")
    return int(text)
