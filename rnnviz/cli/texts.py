"""Finds the text that a command line names."""

from pathlib import Path

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
    if not Path(name).exists():
        known = ", ".join(BUILTIN)
        raise Refusal(f"There is no file {name}, and no such built-in text; those are: {known}.")
    return read_files([name], folding)
