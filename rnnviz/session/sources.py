"""Where a corpus comes from, kept so that it can be read again with another folding."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rnnviz.lab.checkpoint import Run
from rnnviz.refusal import Refusal
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.progress import Callback
from rnnviz.tasks.text import read_files, read_text


@dataclass(frozen=True)
class Source:
    """A text by what makes it: its files, a built-in's name, or what was pasted."""

    label: str
    read: Callable[[Folding, Callback], Corpus]
    files: tuple[str, ...] = ()
    builtin: str = ""


def from_files(paths: list[str]) -> Source:
    """One file, or several that are joined in this order."""
    label = Path(paths[0]).name if len(paths) == 1 else f"{len(paths)} files"

    def read(folding: Folding, report: Callback) -> Corpus:
        return read_files(paths, folding, report)

    return Source(label, read, files=tuple(paths))


def from_builtin(name: str) -> Source:
    """A built-in text; refuses an unknown name."""
    if name not in BUILTIN:
        raise Refusal(f"There is no built-in text {name!r}; there are: {', '.join(BUILTIN)}.")

    def read(folding: Folding, report: Callback) -> Corpus:
        return BUILTIN[name].load(folding)

    return Source(BUILTIN[name].title, read, builtin=name)


def from_text(text: str, name: str) -> Source:
    """A pasted text."""

    def read(folding: Folding, report: Callback) -> Corpus:
        return read_text(text, name, folding)

    return Source(name, read)


def source_of_run(run: Run) -> Source:
    """The source of the text that a run was trained on; refuses one that was only pasted."""
    name, files = str(run.corpus.get("name", "")), run.corpus.get("files") or []
    if files:
        return from_files([str(path) for path in files])
    if name in BUILTIN:
        return from_builtin(name)
    raise Refusal(
        f"{run.path.name} was trained on {name}, which is not at hand. Open that text (fold: "
        f"{run.settings.fold}) first, then open the run."
    )
