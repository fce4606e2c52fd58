"""The texts that a lesson names: built in, beside it or below it; others must be allowed."""

from pathlib import Path

from rnnviz.declare import quoted
from rnnviz.lab.runs.source import is_builtin
from rnnviz.lessons.bounds import FILES
from rnnviz.lessons.files import is_within
from rnnviz.lessons.source import TomlTable
from rnnviz.refusal import Refusal
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.table.builtin import TABLES


class OutsideText(Refusal):
    """A lesson wants texts that are neither beside nor below it; `names` says which."""

    def __init__(self, sentence: str, names: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.names = names


def read_corpus_names(front: TomlTable, outside: bool) -> tuple[str, ...]:
    """One text or a list of files; refuses such as are neither built in nor there.

    Files that are not in the lesson's folder, or below it, are refused unless `outside`: a lesson
    that somebody sent must not read what is none of its business.
    """
    given = front.values.get("corpus", [])
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        reason = 'corpus is a name or a list of files, as in corpus = ["one.txt", "two.txt"].'
        raise front.wrong(reason, "corpus")
    wanted = [name for name in names if name]
    if len(wanted) == 1 and is_builtin(wanted[0]):
        return (wanted[0],)
    if len(wanted) > FILES:
        raise front.wrong(f"a text is joined from at most {FILES:,} files.", "corpus")
    if not outside:
        _check_inside(front, wanted)
    return tuple(str(_file(front, name)) for name in wanted)


def read_encodings(front: TomlTable, files: int) -> tuple[str, ...]:
    """The codec of each of so many files, from one name for all or a list; () if none is given."""
    given = front.values.get("encoding", [])
    names = [given] * files if isinstance(given, str) else given
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        reason = 'encoding is a name or a list of names, as in encoding = "koi8-r".'
        raise front.wrong(reason, "encoding")
    if names and len(names) != files:
        reason = f"there are {len(names):,} encodings for {files:,} files; give one for each."
        raise front.wrong(reason, "encoding")
    from rnnviz.tasks.decoding.names import codec_named  # for which the start need not wait

    try:
        return tuple(codec_named(name) for name in names)
    except Refusal as refusal:
        raise front.wrong(str(refusal), "encoding") from None


def _check_inside(front: TomlTable, wanted: list[str]) -> None:
    folder = front.source.folder
    far = tuple(name for name in wanted if not is_within(folder / name, folder))
    if far:
        sentence = front.wrong(
            f"the text {quoted(far[0])} is not in the lesson's folder; put it there, or allow the "
            "lesson to read it with --outside.",
            "corpus",
        )
        raise OutsideText(str(sentence), far)


def _file(front: TomlTable, name: str) -> Path:
    path = front.source.folder / name
    try:
        there = path.is_file()
    except (OSError, ValueError):  # no system could have a file of this name
        there = False
    if not there:
        raise front.wrong(
            f"the text {quoted(name)} is neither built in ({', '.join((*BUILTIN, *TABLES))}) nor a "
            f"file in {front.source.folder}.",
            "corpus",
        )
    return path
