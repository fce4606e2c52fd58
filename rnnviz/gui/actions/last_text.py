"""Which text was open last, as the settings file knows it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from rnnviz.lab.runs.source import Source
    from rnnviz.tasks.decoding import Wish

FIRST_TEXT, FIRST_TEXTS = "verse", "verse+tales"


def last_text(known: Mapping[str, Any], task: str) -> Source:
    """Return the text that is `known` to be the last, or else the first one.

    For a task that tells texts apart it is several.
    """
    from rnnviz.lab.runs.source import from_builtin, from_files  # not at the start
    from rnnviz.tasks.builtin import builtins_of
    from rnnviz.tasks.which_text import WhichText

    least = 2 if task == WhichText.name else 1
    files, names = known.get("files", ()), str(known.get("builtin"))
    if len(files) >= least and all(map(is_file, files)):
        return from_files(list(files), _encodings(known))
    if len(builtins_of(names)) >= least:
        return from_builtin(names)
    return from_builtin(FIRST_TEXT if least == 1 else FIRST_TEXTS)


def is_file(path: str) -> bool:
    """Whether there is a file of that name."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):  # no system could have a file of this name
        return False


def _encodings(known: Mapping[str, Any]) -> Wish:
    """How the files of the last text were decoded."""
    from rnnviz.tasks.decoding import Wish
    from rnnviz.tasks.decoding.names import codec_named

    try:
        return Wish(tuple(map(codec_named, known.get("encodings", ()))))
    except Refusal:
        return Wish()
