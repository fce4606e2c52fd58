"""What a training begins with on the command line: its settings, and the text that it learns."""

import argparse
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from rnnviz.cli.flags import PREFIX
from rnnviz.cli.tables import read_numbers
from rnnviz.cli.texts import read_corpus
from rnnviz.lab.setting_words import because, usual_texts
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.usual_settings import PRESETS, preset, with_usual
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.material import Material
from rnnviz.tasks.numbers import Numbers
from rnnviz.tasks.which_text import WhichText


def add_corpus(parser: argparse.ArgumentParser) -> None:
    """The names of what is learned."""
    parser.add_argument(
        "corpus",
        metavar="CORPUS",
        nargs="*",
        help="text files, joined in this order (- is standard input), or a built-in text's name; "
        "with --task which_text two or more of either; "
        "with --task numbers a table (CSV, TSV) or a built-in table's name; "
        "none with a --task that draws its sequences",
    )


def add_preset(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """The flag for the settings to start from."""
    parser.add_argument("--preset", choices=tuple(PRESETS), help="start from these settings")


def given_settings(parsed: argparse.Namespace) -> dict[str, Any]:
    """The settings that flags name, as they were typed."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in vars(parsed).items()
        if name.startswith(PREFIX)
    }


def first_settings(preset_name: str | None, given: Mapping[str, Any]) -> Settings:
    """The settings of a preset with what flags say; refuses those that mean nothing together."""
    settings = preset(preset_name or "default").change(**with_usual(given))
    check_meaning(settings, given)
    return settings


def tell_of_usual(settings: Settings, preset_name: str | None, given: Mapping[str, Any]) -> None:
    """Say on stderr which numbers came along with what was chosen."""
    start = preset(preset_name or "default")
    came = {n for n in with_usual(given) if n not in given and settings.value(n) != start.value(n)}
    for name, words in usual_texts(settings, came):
        print(f"{words} {declarations()[name].flag} sets another.", file=sys.stderr)


def check_meaning(settings: Settings, given: Iterable[str]) -> None:
    """Refuse flags that nothing which was chosen takes any notice of."""
    for name in given:
        if name not in settings.rows():
            owner, choices = settings.users(name)
            declared, chosen = declarations()[owner], settings.value(owner)
            raise Refusal(
                f"{declarations()[name].flag} has no meaning for the {declared.label.lower()} "
                f"{chosen}{because(settings, name)}; leave it out, or choose {declared.flag} "
                f"{' or '.join(choices)}."
            )


def check_prime(settings: Settings, corpus: Material | None) -> None:
    """Refuse a prime that the text's alphabet lacks."""
    if isinstance(corpus, Corpus):
        corpus.coding.encode(settings.prime, "--prime")


def corpus_for(names: list[str], settings: Settings, encoding: str | None) -> Material | None:
    """The text, or the numbers, to learn, where the task wants some."""
    if settings.task in DRAWN:
        if names:
            raise Refusal(
                f"The task {settings.task} draws its sequences; leave {' '.join(names)} out."
            )
        if encoding is not None:
            raise Refusal(f"The task {settings.task} reads no text; leave --encoding out.")
        return None
    if settings.task == Numbers.name:
        return read_numbers(names, settings.column, encoding)
    if not names:
        raise Refusal("A text is missing: give a file or the name of a built-in text.")
    folding, several = (
        Folding.named(settings.fold, settings.symbols),
        settings.task == WhichText.name,
    )
    return read_corpus(names, folding, encoding, several)
