"""Finds the text that a command line names."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rnnviz.captions.corpus import guess_caption
from rnnviz.captions.table import table_caption
from rnnviz.cli.standard_input import STANDARD_INPUT, as_files, from_nowhere
from rnnviz.cli.streams import suppress_full
from rnnviz.nearest import nearest
from rnnviz.refusal import Refusal
from rnnviz.tasks.builtin import BUILTIN, JOINED, builtins_of, load_builtins
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.decoding import FIND, Wish
from rnnviz.tasks.decoding.names import codec_named
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.material import Material
from rnnviz.tasks.text import read_files


def add_encoding(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """The flag for the encoding of a text's file."""
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help="how the text's file is encoded, as cp1251 or shift_jis; found if it is not given",
    )


def wish_for(encoding: str | None) -> Wish:
    """What is known of a file's encoding; refuses a name that none has."""
    return FIND if encoding is None else Wish((codec_named(encoding),))


def read_corpus(
    names: Sequence[str], folding: Folding, encoding: str | None = None, several: bool = False
) -> Corpus:
    """The corpus of files, joined in this order, or of a built-in text where no file is called so.

    Where `several` texts are told apart, built-in ones may be joined, too. A name of - stands for
    standard input.
    """
    wish = wish_for(encoding)
    builtin = [name for name in names if name in BUILTIN and not Path(name).is_file()]
    if several and len(builtin) == len(names) > 1 and encoding is None:
        return load_builtins(builtins_of(JOINED.join(dict.fromkeys(names))), folding)
    if builtin and len(names) > 1:
        raise Refusal(f"{builtin[0]} is a built-in text, which stands alone; join files only.")
    if builtin:
        if encoding is not None:
            raise Refusal(f"{builtin[0]} is a built-in text; leave --encoding out.")
        return BUILTIN[builtin[0]].load(folding)
    for name in names:
        _check_there(name)
    with as_files(names) as files:
        return from_nowhere(read_files(files, folding, wish=wish), names)


def _check_there(name: str) -> None:
    if name == STANDARD_INPUT or is_there(name):
        return
    meant = nearest(name, BUILTIN)
    raise Refusal(
        f"There is no file {name!r} in {Path.cwd()}, and no such built-in text"
        f"{f' (did you mean {meant}?)' if meant else ''}; those are: {', '.join(BUILTIN)}."
    )


def is_there(name: str) -> bool:
    """Whether there is a file or folder of that name."""
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):  # no system could have a file of this name
        return False


def tell_of(material: Material, *more: str) -> None:
    """Say on stderr what somebody should know of a text, or a table, before it is used."""
    if isinstance(material, Corpus):
        told = (guess_caption(material), *material.notes, *material.warnings)
    else:
        told = (table_caption(material), *material.warnings)
    for words in filter(None, (*told, *more)):
        with suppress_full():
            print(words, file=sys.stderr)
