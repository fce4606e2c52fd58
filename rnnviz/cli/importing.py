"""rnnviz import: weights that were trained in PyTorch become a run."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rnnviz.captions.exported import imported_caption, suspicious_caption, taken_as_caption
from rnnviz.cli.beginning import check_meaning, corpus_for, given_settings
from rnnviz.cli.flags import add_settings
from rnnviz.cli.output import print_json
from rnnviz.cli.saving import check_out
from rnnviz.cli.texts import add_encoding, read_corpus, tell_of
from rnnviz.declare import WrongValue
from rnnviz.lab.pytorch.folder import TEXT
from rnnviz.lab.pytorch.imported import Arrays, imported, own_text, settings_beside
from rnnviz.lab.pytorch.told import check_shapes, told_by
from rnnviz.lab.pytorch.vocabulary import folding_of, is_text, sorted_by_code, vocabulary_for
from rnnviz.lab.pytorch.weights import Weights, read_weights
from rnnviz.lab.runs.checkpoint import save_run
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.trainer import Trainer
from rnnviz.lab.usual_settings import with_usual
from rnnviz.lab.validation import text_loss
from rnnviz.refusal import Refusal
from rnnviz.tasks import READING
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.corpus import Corpus, check_length
from rnnviz.tasks.text_task import TextTask
from rnnviz.tasks.which_text import WhichText

NAME = "import"
HELP = "make a run of weights trained in PyTorch"
LOOKED_AT = 2_000
"""Characters of its text that the network is tried on."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The weights, their symbols, a text, and the settings that shapes do not tell."""
    parser.usage = "%(prog)s WEIGHTS [--vocabulary FILE] [--text TEXT] [--SETTING VALUE] --out RUN"
    parser.add_argument(
        "weights",
        metavar="WEIGHTS",
        type=Path,
        help="a .safetensors file with the state_dict of a model of two modules, rnn (nn.RNN, "
        "nn.GRU or nn.LSTM, or that of an exported model.py) and decoder (nn.Linear)",
    )
    files = parser.add_argument_group("symbols, text and run")
    files.add_argument(
        "--vocabulary",
        type=Path,
        metavar="FILE",
        help="a JSON list of the characters, code 0 first, or a text, whose distinct characters "
        "in code point order are the symbols; not needed for weights that an exported model.py "
        "has saved",
    )
    files.add_argument(
        "--text",
        metavar="TEXT",
        action="append",
        default=[],
        help="what the run is looked at with and trained on: a text file or a built-in text's "
        "name (with --task numbers a table), several files with a --text each; without it the "
        "text of --vocabulary, or the built-in text that was learned, or else what the network "
        "writes",
    )
    files.add_argument("--out", type=Path, metavar="RUN", required=True, help="the run's file")
    files.add_argument("--json", action="store_true", help="one JSON object on the last line")
    add_encoding(files)
    add_settings(parser)


def run(parsed: argparse.Namespace) -> int:
    """Read the weights, and save them as a run."""
    given = given_settings(parsed)
    check_out(parsed.out, parsed.text)
    weights = read_weights(parsed.weights)
    settings = _settings(weights, given)
    check_meaning(settings, given)
    if settings.task in (TextTask.name, *READING):
        corpus, arrays = _text(parsed, weights, settings)
        trainer = imported(settings, corpus, arrays, weights.path.name)
        tell_of(corpus)
    else:
        _check_no_symbols(parsed, settings)
        material = corpus_for(parsed.text, settings, parsed.encoding)
        trainer = imported(settings, material, weights.arrays, weights.path.name)
    save_run(trainer, parsed.out)
    named = (*given, *(beside.as_dict() if (beside := settings_beside(weights)) else ()))
    for words in filter(None, (taken_as_caption(settings, named), _suspicion(trainer))):
        print(words, file=sys.stderr)
    if parsed.json:
        print_json({"run": str(parsed.out), **settings.as_dict(), "inputs": trainer.feed.inputs})
    else:
        print(imported_caption(trainer.settings, trainer.feed.inputs, parsed.out, trainer.material))
    return 0


def _suspicion(trainer: Trainer) -> str:
    """What to say where the network makes nothing of its text."""
    corpus = trainer.corpus
    if corpus is None or trainer.settings.task != TextTask.name:
        return ""
    nats = text_loss(trainer.network, corpus.codes[:LOOKED_AT])
    return suspicious_caption(nats, corpus.alphabet, corpus.name)


def _settings(weights: Weights, given: Mapping[str, Any]) -> Settings:
    """What stands beside the weights, what flags say, and what names and shapes tell."""
    beside = settings_beside(weights)
    told = told_by(weights, given.get("cell"), beside.cell if beside else "")
    chosen = (beside or Settings()).change(**with_usual(given))
    for name, value in told.items():
        if name in given and chosen.value(name) != value:
            raise Refusal(
                f"{declarations()[name].flag} {given[name]} does not fit {weights.path.name}, "
                f"whose shapes tell {value}; leave it out."
            )
    try:
        settings = chosen.change(**told)
    except WrongValue as wrong:
        raise Refusal(f"The network in {weights.path.name} cannot be a run: {wrong}") from None
    check_shapes(weights, settings)
    return settings


def _check_no_symbols(parsed: argparse.Namespace, settings: Settings) -> None:
    if parsed.vocabulary is not None:
        raise Refusal(f"The task {settings.task} has no text's symbols; leave --vocabulary out.")


def _text(
    parsed: argparse.Namespace, weights: Weights, settings: Settings
) -> tuple[Corpus, Arrays]:
    """The text that the run goes on with, coded by the network's symbols, and the weights so."""
    writes = settings.task == TextTask.name
    symbols = vocabulary_for(weights, parsed.vocabulary, settings.fold, writes)
    arrays, vocabulary = sorted_by_code(dict(weights.arrays), symbols, writes)
    coding = Coding(vocabulary, folding_of(vocabulary, settings.fold, settings.symbols))
    found = _given_text(parsed, weights, settings, coding)
    if found is None and not writes:
        raise Refusal(f"The task {settings.task} reads a text: name one with --text.")
    if found is None:
        return own_text(settings, coding, arrays, weights.path.name), arrays
    return found.among(vocabulary), arrays


def _given_text(
    parsed: argparse.Namespace, weights: Weights, settings: Settings, coding: Coding
) -> Corpus | None:
    """The text of --text, else that of --vocabulary if it is long enough, else the built-in one."""
    if parsed.text:
        several = settings.task == WhichText.name
        return read_corpus(parsed.text, coding.folding, parsed.encoding, several)
    if parsed.vocabulary is not None and is_text(parsed.vocabulary):
        try:
            found = read_corpus([str(parsed.vocabulary)], coding.folding, parsed.encoding)
            check_length(found, settings.window, settings.validation, settings.batch)
        except Refusal:  # it was read before, as a list of characters
            return None
        return found
    name = weights.metadata.get(TEXT)
    return BUILTIN[name].load(coding.folding) if name in BUILTIN else None
