"""Finds the encoding of a text file, asks where that is not clear, and refuses what is no text."""

from dataclasses import replace
from pathlib import Path

from rnnviz.refusal import Refusal
from rnnviz.tasks.decoding.before import find_as_before
from rnnviz.tasks.decoding.cleaning import CONTROL_SHARE
from rnnviz.tasks.decoding.encoding import Encoding, encoding_of
from rnnviz.tasks.decoding.file_pieces import Advance, damage, first_bad
from rnnviz.tasks.decoding.formats import HEAD, Kind, kind_of
from rnnviz.tasks.decoding.names import label_of
from rnnviz.tasks.decoding.question import UnclearEncoding, unclear
from rnnviz.tasks.decoding.sample import LARGEST, sample_of
from rnnviz.tasks.decoding.seven_bit import Glance
from rnnviz.tasks.decoding.unicode_forms import (
    east_asian_utf16,
    marked,
    nearly_obeyed,
    obeyed,
    unmarked,
)
from rnnviz.tasks.decoding.wish import Wish

DAMAGED_SHARE = 0.05
"""The share of characters that may be damaged in an encoding that was named."""
SPOILT_SHARE = 0.01
"""The share that may be where it was guessed."""


def find(path: Path, name: str, wish: Wish, number: int, advance: Advance) -> Encoding | None:
    """The encoding of a file, as `find_encoding` says it."""
    if wish.before:
        return find_as_before(path, advance)
    if chosen := wish.of(number):
        return _chosen(path, name, chosen, advance)
    with path.open("rb") as file:
        head = file.read(HEAD)
    kind = kind_of(head)
    if kind is not None and not kind.as_text:
        raise Refusal(f"{name} is {kind.is_a}: {kind.out}.")
    try:
        found = _of_unicode(path, head, advance)
        if found is None and not marked(head):
            found = _guessed(path, name, wish, advance)
    except UnclearEncoding as question:
        if kind is None:
            return _preferred(question, wish)
        return _preferred(_tagged(path, name, kind, question.codecs, head), wish)
    if kind is not None and found is not None:
        return _preferred(_tagged(path, name, kind, (found.codec, *found.others), head), wish)
    return found


def _tagged(
    path: Path, name: str, kind: Kind, codecs: tuple[str, ...], head: bytes
) -> UnclearEncoding:
    """The question whether to learn a file with all the tags that it has."""
    usable = tuple("utf-8" if codec == "utf-8-sig" else codec for codec in codecs)
    way_out = (
        f"{kind.out[0].upper()}{kind.out[1:]}; or have it learned as it is, with --encoding "
        f"{usable[0]}."
    )
    return UnclearEncoding(path, f"{name} is {kind.is_a}.", usable, head[:LARGEST], way_out)


def _preferred(question: UnclearEncoding, wish: Wish) -> Encoding:
    """What was wished for where it is not clear, or else the question."""
    for codec in wish.unclear:
        if codec in question.codecs:
            return encoding_of(codec)
    raise question


def _of_unicode(path: Path, head: bytes, advance: Advance) -> Encoding | None:
    """What the file is if it is in some encoding of Unicode, or in one of ASCII alone."""
    if mark := marked(head):
        return obeyed(path, mark, advance) or nearly_obeyed(path, mark, advance)
    wide = unmarked(head)
    if wide and (found := obeyed(path, wide, advance)):
        return found
    utf8, glance = encoding_of("utf-8"), Glance()
    if found := obeyed(path, utf8, advance, glance.see):
        return glance.encoding(path, advance) or found
    if found := nearly_obeyed(path, utf8, advance):
        return found
    east = east_asian_utf16(head)
    return east and obeyed(path, east, lambda _: advance(0))


def _guessed(path: Path, name: str, wish: Wish, advance: Advance) -> Encoding | None:
    """The likeliest national encoding; None for bytes that are no text in any."""
    from rnnviz.tasks.decoding.guess import guess  # only for what is no UTF-8

    sample = sample_of(path, advance)
    if sample.controls > CONTROL_SHARE:
        return None
    found = guess(sample.data, sample.beyond)
    if not found.codecs:
        return None
    question = unclear(path, name, found.codecs, sample.data)
    if wish.ask or not found.clear:
        raise question
    best = replace(encoding_of(found.codecs[0]), guessed=True, others=found.codecs[1:])
    read = obeyed(path, best, lambda _: advance(0)) or _damaged(path, best, SPOILT_SHARE, advance)
    if read is None:
        raise question
    return read


def _chosen(path: Path, name: str, codec: str, advance: Advance) -> Encoding:
    """The encoding that was named for a file; refuses one that most of the file does not obey."""
    named = encoding_of(codec)
    read = obeyed(path, named, advance) or _damaged(path, named, DAMAGED_SHARE, advance)
    if read is None:
        raise Refusal(
            f"{name} is not in {label_of(codec)} ({codec}): too much in it is no character there, "
            f"from byte {first_bad(path, codec):,} on. Name another encoding, or none to have it "
            "found."
        )
    return read


def _damaged(path: Path, encoding: Encoding, most: float, advance: Advance) -> Encoding | None:
    """The encoding with its damaged places, None if they are more than this share."""
    bad, characters = damage(path, encoding.codec, lambda _: advance(0))
    if bad > most * characters:
        return None
    return replace(encoding, bad=bad, first_bad=first_bad(path, encoding.codec))
