"""The texts that are always there, one click each."""

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rnnviz import resources
from rnnviz.refusal import Refusal
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.text import read_text, read_texts

SOURCE_CHARACTERS = 1_000_000
_SUMS = 11_500  # lines, about 100 KB
_HELLOS = 3_500  # words, about 20 KB
JOINED = "+"
"""Stands between the names of several built-in texts that are one."""


@dataclass(frozen=True)
class Builtin:
    """A text by its name on the command line, its title in the window and where it comes from."""

    name: str
    title: str
    origin: str
    text: Callable[[], str]

    def load(self, folding: Folding | None = None) -> Corpus:
        """The corpus of this text; refuses one that this installation cannot provide."""
        return read_text(self.text(), self.name, folding, source=self.origin)


def builtins_of(name: str) -> tuple[Builtin, ...]:
    """The built-in texts that a name, or names joined by a +, stand for; () if one is unknown."""
    names = name.split(JOINED)
    known = all(one in BUILTIN for one in names) and len(set(names)) == len(names)
    return tuple(BUILTIN[one] for one in names) if known else ()


def load_builtins(texts: Sequence[Builtin], folding: Folding | None = None) -> Corpus:
    """The corpus of a built-in text, or of several that are joined in this order."""
    if len(texts) == 1:
        return texts[0].load(folding)
    pieces = [(text.name, text.text()) for text in texts]
    origin = " ".join(text.origin for text in texts)
    return read_texts(pieces, JOINED.join(text.name for text in texts), folding, source=origin)


def _resource(name: str) -> Callable[[], str]:
    def text() -> str:
        try:
            return resources.read_text("corpora", name)
        except OSError as error:
            raise Refusal(
                f"{name} is missing from this installation; install rnnviz again."
            ) from error

    return text


def _python_docs() -> str:
    try:
        from pydoc_data.topics import topics  # half a megabyte that the start does not need
    except ImportError as error:
        raise Refusal(
            "This Python has no pydoc_data.topics, so its documentation cannot be learned; "
            "choose another built-in text."
        ) from error
    return "\n".join(topics[topic] for topic in sorted(topics))


def _python_source() -> str:
    return python_source(Path(os.__file__).parent)


def python_source(folder: Path) -> str:
    """The modules (*.py) of a folder in order of name, joined up to SOURCE_CHARACTERS."""
    texts: list[str] = []
    missing = SOURCE_CHARACTERS
    for path in sorted(folder.glob("*.py")):
        try:
            texts.append(path.read_text(encoding="utf-8")[:missing])
        except (OSError, UnicodeDecodeError):
            continue
        missing -= len(texts[-1])
        if missing <= 0:
            break
    if not texts:
        raise Refusal(
            "This program comes without the sources of Python's standard library; choose "
            "another built-in text, or open a source file of your own."
        )
    return "".join(texts)


def _sums() -> str:
    generator = random.Random(17)
    # random() is the one method whose sequence Python promises to keep
    pairs = [(int(generator.random() * 100), int(generator.random() * 100)) for _ in range(_SUMS)]
    return "".join(f"{a}+{b}={a + b}\n" for a, b in pairs)


def _hello() -> str:
    return "hello " * _HELLOS


_ALL = (
    Builtin(
        "verse",
        "Verse",
        "Poems in sonnet form, written for this program.",
        _resource("verse.txt"),
    ),
    Builtin(
        "tales",
        "Tales",
        "Prose tales, written for this program.",
        _resource("tales.txt"),
    ),
    Builtin(
        "python-docs",
        "Python documentation",
        "The help topics of the Python that runs this program (pydoc_data.topics).",
        _python_docs,
    ),
    Builtin(
        "python-source",
        "Python source code",
        "The first million characters of the standard library's modules, by name.",
        _python_source,
    ),
    Builtin("sums", "Sums", "Sums of two numbers below 100, drawn at random once.", _sums),
    Builtin("hello", "hello", "The word hello, repeated.", _hello),
)

BUILTIN: dict[str, Builtin] = {builtin.name: builtin for builtin in _ALL}
