"""What is known of a text, in words: its length, its alphabet, and how much is held out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rnnviz.captions import losses
from rnnviz.captions.loss_units import NATS, chosen
from rnnviz.captions.number_format import percent
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.tasks.corpus import Corpus


def captions(corpus: Corpus, choice: str = NATS) -> dict[str, str]:
    """Return by name what is known about a text; what is not there is empty.

    Its entropy is told in the chosen unit of losses.
    """
    unit = chosen(losses.NATS_PER_CHARACTER, choice)
    return {
        "Length": counted(corpus.characters, "character"),
        "Alphabet": counted(corpus.alphabet, "symbol"),
        "Encoding": f"read as {corpus.encoding}" if corpus.could_be else corpus.encoding,
        "Entropy": f"{losses.briefly(corpus.entropy, unit)}, of single characters",
        "Folded": corpus.folded,
        "Note": " ".join(corpus.notes),
    }


def encoding_name(codec: str) -> str:
    """Return what people call an encoding."""
    from rnnviz.tasks.decoding.names import label_of  # the start, with a text in UTF-8, needs none

    return label_of(codec)


def short_encoding_name(codec: str) -> str:
    """Return what people call an encoding, without the languages that it is for."""
    return encoding_name(codec).partition(",")[0]


def all_encodings() -> tuple[str, ...]:
    """Return the codecs of all encodings that have a name, in a useful order."""
    from rnnviz.tasks.decoding.names import LABELS

    return tuple(LABELS)


def guess_caption(corpus: Corpus) -> str:
    """Return how a text of files was read where that was guessed, and how to have it otherwise."""
    if not corpus.could_be:
        return ""
    other = f", such as {corpus.could_be[1]}" if len(corpus.could_be) > 1 else ""
    return (
        f"{corpus.name} was read as {corpus.encoding}, which fits best. If it reads wrongly, name "
        f"another encoding{other}, with --encoding."
    )


def held_out_caption(corpus: Corpus, validation: float, apart: bool = False) -> str:
    """Return which part of a text is never learned from, or of several that are told `apart`."""
    if apart and validation > 0:
        return f"the last {percent(validation)} of each of {len(corpus.parts)} texts"
    _, held_out = corpus.split(validation)
    return f"the last {counted(len(held_out), 'character')}" if len(held_out) else "nothing"


def missing_glyphs_caption(missing: Sequence[str], alphabet: int, *, all_known: bool) -> str:
    """Return what to say of symbols that no font shows, "" if there are none.

    `all_known` says whether all symbols of the alphabet were looked for.
    """
    if not missing:
        return ""
    more = "" if all_known else "or more "
    return (
        f"No installed font has {len(missing):,} {more}of the text's {alphabet:,} symbols "
        f"(one is U+{ord(missing[0]):04X}): boxes stand for them, and what is learned is the same. "
        "Install a font with these characters to read them."
    )
