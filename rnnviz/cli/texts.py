"""Finds the text that a command line names."""

import sys
from pathlib import Path

from rnnviz.cli.parser import nearest
from rnnviz.cli.streams import suppress_full
from rnnviz.refusal import Refusal
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.text import read_files


def read_corpus(name: str, fold: str) -> Corpus:
    """The corpus of a file, or of a built-in text where there is no such file."""
    folding = Folding.named(fold)
    if name in BUILTIN and not Path(name).is_file():
        return BUILTIN[name].load(folding)
    if not is_there(name):
        meant = nearest(name, BUILTIN)
        raise Refusal(
            f"There is no file {name!r} in {Path.cwd()}, and no such built-in text"
            f"{f' (did you mean {meant}?)' if meant else ''}; those are: {', '.join(BUILTIN)}."
        )
    return read_files([name], folding)


def is_there(name: str) -> bool:
    """Whether there is a file or folder of that name."""
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):  # no system could have a file of this name
        return False


def tell_of(corpus: Corpus | None) -> None:
    """Say on stderr what somebody should know of a text before it is used."""
    for warning in corpus.warnings if corpus is not None else ():
        with suppress_full():
            print(warning, file=sys.stderr)
