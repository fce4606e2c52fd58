"""Where a text or a table comes from, kept so that it can be read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.refusal import Refusal
from rnnviz.tasks.builtin import BUILTIN, builtins_of, load_builtins
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.decoding import FIND, Wish
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.numbers import Numbers
from rnnviz.tasks.progress import Callback
from rnnviz.tasks.table.builtin import TABLES
from rnnviz.tasks.text import read_files, read_text, read_texts

if TYPE_CHECKING:
    from rnnviz.lab.runs.checkpoint import SavedRun
    from rnnviz.lab.settings import Settings
    from rnnviz.tasks.material import Material
    from rnnviz.tasks.table.series import Series

ReadNumbers = Callable[[str, Callback | None], "Series"]
"""Reads the column that is called so."""


@dataclass(frozen=True)
class Source:
    """A text by what makes it: its files, a built-in's name, or what was pasted.

    `wish` is what is known of the encodings of its files. A table that is in no file of its own
    has a way to read its `numbers`.
    """

    label: str
    read: Callable[[Folding, Callback | None], Corpus]
    files: tuple[str, ...] = ()
    builtin: str = ""
    wish: Wish = FIND
    numbers: ReadNumbers | None = None

    def read_for(self, settings: Settings, report: Callback | None) -> Material:
        """What these settings learn of it: its text, or the numbers of a column."""
        if settings.task == Numbers.name:
            return self.read_column(settings.column, report)
        return self.read(Folding.named(settings.fold, settings.symbols), report)

    def read_column(self, column: str, report: Callback | None) -> Series:
        """The numbers of a column; refuses what is no table."""
        from rnnviz.tasks.table.reading import read_series  # for which the start need not wait

        if self.numbers is not None:
            return self.numbers(column, report)
        if len(self.files) != 1:
            what = f"are {len(self.files):,} files" if self.files else "is a text"
            raise Refusal(f"{self.label} {what}, and numbers are read from one table; open one.")
        return read_series(self.files[0], column, report)

    def settled(self, corpus: Material) -> Source:
        """The same text, which will be decoded as this corpus of it was."""
        if not isinstance(corpus, Corpus):
            return self
        if not self.files or len(corpus.encodings) != len(self.files):
            return self
        return from_files(list(self.files), Wish(corpus.encodings))


def from_files(paths: list[str], wish: Wish = FIND) -> Source:
    """One file, or several that are joined in this order; found again from any folder."""
    label = Path(paths[0]).name if len(paths) == 1 else f"{len(paths)} files"
    files = tuple(str(Path(path).absolute()) if path else path for path in paths)

    def read(folding: Folding, report: Callback | None) -> Corpus:
        return read_files(files, folding, report, wish=wish)

    return Source(label, read, files=files, wish=wish)


def is_builtin(name: str) -> bool:
    """Whether a built-in text or table is called so, or several texts are by names with a +."""
    return name in TABLES or bool(builtins_of(name))


def from_builtin(name: str) -> Source:
    """A built-in text, several joined by a +, or a table; refuses an unknown name."""
    if name in TABLES:
        return _from_table(name)
    texts = builtins_of(name)
    if not texts:
        raise Refusal(f"There is no built-in text {name!r}; there are: {', '.join(BUILTIN)}.")

    def read(folding: Folding, report: Callback | None) -> Corpus:
        return load_builtins(texts, folding)

    return Source(", ".join(text.title for text in texts), read, builtin=name)


def _from_table(name: str) -> Source:
    """A built-in table, which can also be read as the text that it is."""
    table = TABLES[name]

    def read(folding: Folding, report: Callback | None) -> Corpus:
        return replace(read_files([table.path], folding, report), name=name, files=())

    def numbers(column: str, report: Callback | None) -> Series:
        from rnnviz.tasks.table.reading import read_series

        series = read_series(table.path, column, report)
        return replace(series, name=name, source=table.origin, files=())

    return Source(table.title, read, builtin=name, numbers=numbers)


def from_text(text: str, name: str) -> Source:
    """A pasted text."""

    def read(folding: Folding, report: Callback | None) -> Corpus:
        return read_text(text, name, folding)

    return Source(name, read)


def from_run(run: SavedRun, corpus: Corpus) -> Source:
    """The text that a run's file carries, which knows it only as folded as it was learned."""
    name, known = corpus.name, corpus.folding

    def read(folding: Folding, report: Callback | None) -> Corpus:
        if folding.gives_up_less(known):
            few = f", with {known.symbols:,} symbols" if known.symbols is not None else ""
            raise Refusal(
                f"{run.path.name} carries {name} only as it was learned, folded by {known.name}"
                f"{few}. Open {name} itself to learn more of it."
            )
        texts = _texts_of(corpus)
        folded = folding.name == known.name
        left = Folding(form=folding.form, symbols=folding.symbols) if folded else folding
        again = read_texts(texts, name, left, corpus.source, clean=False)
        return replace(again, folding=folding, files=corpus.files, encodings=corpus.encodings)

    return Source(name, read)


def _texts_of(corpus: Corpus) -> list[tuple[str, str]]:
    """The texts that a corpus was joined from, without the newlines between, or the one it is."""
    if not corpus.parts:
        return [(corpus.name, corpus.decode(corpus.codes))]
    begins = [begin for _, begin in corpus.parts]
    ends = [begin - 1 for begin in begins[1:]] + [corpus.characters]
    return [
        (name, corpus.decode(corpus.codes[begin:end]))
        for (name, begin), end in zip(corpus.parts, ends, strict=True)
    ]


def from_series(series: Series) -> Source:
    """The numbers that a run's file carries, of which it has this column alone."""

    def read(folding: Folding, report: Callback | None) -> Corpus:
        raise Refusal(f"The run carries numbers of {series.name}; open {series.name} to read it.")

    def numbers(column: str, report: Callback | None) -> Series:
        if column in ("", series.column):
            return series
        raise Refusal(
            f"The run carries the column {series.column} of {series.name} alone; open "
            f"{series.name} itself to choose another."
        )

    return Source(series.name, read, numbers=numbers)
