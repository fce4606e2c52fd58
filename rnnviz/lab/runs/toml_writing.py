"""Values as TOML has them."""

import json
import re

UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029]")
"""Characters that JSON leaves as they are: TOML forbids some, editors take others for line ends."""


def toml(value: object) -> str:
    """A value as TOML has it; JSON's strings, numbers, booleans and lists are TOML's, too."""
    if value is None:
        return '"off"'
    return UNSEEN.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
