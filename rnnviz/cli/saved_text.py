"""What a saved run learned from, found again for a command."""

from rnnviz.cli.beginning import corpus_for
from rnnviz.cli.standard_input import as_files, from_nowhere
from rnnviz.cli.tables import read_numbers
from rnnviz.lab.runs.checkpoint import SavedRun
from rnnviz.lab.runs.sources import find_text, read_for
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.material import Material
from rnnviz.tasks.numbers import Numbers


def corpus_of(
    saved: SavedRun, names: list[str], encoding: str | None, way_out: str
) -> Material | None:
    """What a saved run learned from: the text or table that is named, else its own."""
    if saved.settings.task in DRAWN or (names and (encoding or names[0] in BUILTIN)):
        return corpus_for(names, saved.settings, encoding)
    if names and saved.settings.task == Numbers.name:
        return read_numbers(names, str(saved.corpus["column"]), encoding)
    if names:
        with as_files(names) as files:
            found = read_for(saved, files) or corpus_for(files, saved.settings, encoding)
        return found and from_nowhere(found, names)
    if encoding is not None:
        raise Refusal("--encoding says how a text's file is read; name that text, too.")
    return find_text(saved, way_out)[1]
