"""Reads the texts that people drop, paste or pick, and refuses what is no text."""

from collections.abc import Sequence
from pathlib import Path

from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import normalise
from rnnviz.tasks.corpus import Corpus, check_length
from rnnviz.tasks.decoding import BEFORE, FIND, PIECE, Wish
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.progress import Callback, Cancelled, Progress
from rnnviz.tasks.reading import Reading, printable

__all__ = [
    "Cancelled",
    "Corpus",
    "Folding",
    "check_length",
    "file_size",
    "read_files",
    "read_text",
    "read_texts",
]

LARGEST = 1 << 30
"""Bytes that are taken of a text, of all its files together."""
_NAMED_AT_MOST = 10


def read_files(
    paths: Sequence[str | Path],
    folding: Folding | None = None,
    progress: Callback | None = None,
    to_learn: bool = True,
    wish: Wish = FIND,
) -> Corpus:
    """The corpus of one file, or of several joined in the given order with a newline between.

    `progress` is called with a share from 0 to 1 and returns False to stop, which raises
    Cancelled. Memory stays below three times the file. Refuses, with the file's name, the reason
    and the way out, what is not there, not readable, empty or no text; and, where it is
    `to_learn`, what repeats one symbol or is blank. The corpus' `files` are absolute paths.
    """
    if not all(str(path) for path in paths):
        raise Refusal("The name of a file is empty; give the name of a text file.")
    files = [Path(path).absolute() for path in paths]
    if not files:
        raise Refusal("No file was given; name at least one text file.")
    size = sum(file_size(path) for path in files)
    if size > LARGEST:
        raise Refusal(f"{_joined_name(files)}: over 1 GB is too much text; cut out a part of it.")
    meter = Progress(progress, 3 * size)
    reading = Reading(folding or Folding(), to_learn, wish)
    for name, path in zip(_names_apart(files), files, strict=True):
        reading.begin(name)
        reading.add_file(path, meter)
    if len(files) > 1:
        reading.notes.append(_order(files))
    return reading.corpus(
        _joined_name(files),
        source=", ".join(printable(path) for path in files),
        files=tuple(str(path) for path in files),
        progress=meter,
        work=size,
    )


def read_text(
    text: str,
    name: str,
    folding: Folding | None = None,
    source: str = "pasted text",
    clean: bool = True,
) -> Corpus:
    """The corpus of a text in memory; refuses one that is empty, whitespace or binary.

    Unless it is taken as it is, zero bytes and commands to a terminal are left out (`clean`).
    """
    return read_texts([(name, text)], name, folding, source, clean)


def read_texts(
    texts: Sequence[tuple[str, str]],
    name: str,
    folding: Folding | None = None,
    source: str = "pasted texts",
    clean: bool = True,
) -> Corpus:
    """The corpus of texts in memory by what each is called, joined with a newline between.

    Refuses what `read_text` does.
    """
    reading = Reading(folding or Folding(), wish=FIND if clean else BEFORE)
    for called, text in texts:
        whole = normalise(text)
        reading.begin(called)
        reading.add((whole[at : at + PIECE] for at in range(0, len(whole), PIECE)), called)
    return reading.corpus(name, source, files=(), progress=Progress(None, 1), work=1)


def file_size(path: Path) -> int:
    """The size of a regular file in bytes; refuses what is not one."""
    name = printable(path.name or path)
    try:
        if path.is_dir():
            raise Refusal(f"{name} is a folder; drop the text files in it instead.")
        if not path.exists():
            folder = printable(path.parent)
            raise Refusal(f"{name} is not there; check the name and its folder, {folder}.")
        if not path.is_file():
            from rnnviz.tasks.file_kind import not_a_file  # the start need not wait for it

            raise Refusal(f"{name} {not_a_file(path)}; save its contents as a text file.")
        size = path.stat().st_size
        if size == 0:
            raise Refusal(_empty(path, name))
        return size
    except (OSError, ValueError) as error:
        raise Refusal(f"{name} cannot be found ({error}); check its folder.") from error


def _empty(path: Path, name: str) -> str:
    """The sentence for a file without a byte; what the system makes may never end, or never come.

    Files of /proc are said to be empty, and some keep whoever reads them waiting.
    """
    if path.resolve().parts[1:2] in (("proc",), ("sys",)):
        return f"{name} is made by the system while it is read; save its contents as a text file."
    return f"{name} is empty; choose a file with text in it."


def _joined_name(files: list[Path]) -> str:
    more = len(files) - 1
    return printable(files[0].name) + (f" and {more} more" if more else "")


def _names_apart(files: list[Path]) -> list[str]:
    """What files are called; those of one name have their folder's before it."""
    names = [printable(path.name) for path in files]
    return [
        printable(f"{path.parent.name}/{path.name}") if names.count(name) > 1 else name
        for path, name in zip(files, names, strict=True)
    ]


def _order(files: list[Path]) -> str:
    names = [printable(path.name) for path in files[:_NAMED_AT_MOST]]
    if len(files) > _NAMED_AT_MOST:
        names.append(f"and {len(files) - _NAMED_AT_MOST} more")
    return f"{len(files)} files were joined in this order: {', '.join(names)}."
