"""Guesses which national encoding bytes are in, and says how sure that is."""

from dataclasses import dataclass

from rnnviz.tasks.decoding.alphabets import capital_share, foreign_share
from rnnviz.tasks.decoding.plausibility import oddness

USUAL = {
    "cp1252": -0.05,
    "iso8859-1": 0.03,
    "cp1250": 0.0,
    "iso8859-2": 0.0,
    "cp1251": 0.0,
    "koi8-r": 0.0,
    "cp866": 0.0,
    "iso8859-5": 0.0,
    "cp1253": 0.0,
    "iso8859-7": 0.0,
    "cp1254": 0.03,
    "cp1255": 0.0,
    "iso8859-8": 0.03,
    "cp1256": 0.0,
    "iso8859-6": 0.03,
    "cp874": 0.08,
    "koi8-u": 0.03,
    "gb18030": 0.0,
    "big5": 0.0,
    "cp932": 0.0,
    "euc_jp": 0.0,
    "cp949": 0.0,
}
"""Encodings that are taken where they fit clearly better, by what their rarity counts."""
ASKED = {
    **dict.fromkeys(("mac-roman", "cp437", "cp850", "cp852", "mac-latin2", "iso8859-15"), 0.03),
    **dict.fromkeys(("cp1125", "cp855", "mac-cyrillic", "cp737", "cp862"), 0.03),
    **dict.fromkeys(("cp950", "cp1257"), 0.03),
    **dict.fromkeys(("iso8859-16", "iso8859-13", "iso8859-4", "iso8859-10", "iso8859-3"), 0.08),
    **dict.fromkeys(("cp857", "cp775", "cp860", "cp861", "cp863", "cp865", "cp869"), 0.08),
    **dict.fromkeys(("mac-turkish", "mac-greek", "kz1048", "cp720", "big5hkscs", "johab"), 0.08),
    "cp1258": 0.15,
}
"""Those that are always asked about: they are rare, and their texts fit others, too."""
MARGIN = 0.06
"""By how much the best reading must be better than the next one to be taken unasked.

Of 1,009 texts of 120 characters and more, in 27 languages and 49 encodings, none was then taken
for another one; of 115 texts of 40 characters, two were.
"""
FEW = 0.25
"""How much more it must be better, divided by the characters beyond ASCII, of which few may lie."""
CLEAN = 0.12
"""How odd a text may be that is taken unasked; more if it is better by more than that."""
HOPELESS = 0.35
"""How odd a reading may be to be offered."""
MANY_BYTES = {"gb18030", "big5", "cp950", "big5hkscs", "cp932", "euc_jp", "cp949", "johab"}
FROM_A1 = {"gb18030", "cp949", "euc_jp"}
"""Those of them whose usual characters have no byte below 0xA1, but for ASCII."""
PAIRS = 0.4
"""What it counts for a language that bytes come in the pairs of one encoding of East Asia."""
UNPAIRED = 0.1
"""What it costs such an encoding if they do not."""
OFFERED = 6
WESTERN = "cp1252"
SPARSE, SPARSE_COST = 0.01, 0.5
BEGINNING = 600
"""Characters by which most readings are out of the question already."""
_CAPITALS, _LANGUAGE = 0.2, 0.3


@dataclass(frozen=True)
class Reading:
    """One way to read bytes: how `odd` the text is, and its `cost`, lower for likelier ones."""

    codec: str
    text: str
    odd: float
    cost: float


@dataclass(frozen=True)
class Guess:
    """The codecs that fit, the likeliest first, and whether that one is beyond doubt."""

    codecs: tuple[str, ...]
    clear: bool


def guess(data: bytes, share: float) -> Guess:
    """The encodings that these bytes, which are no UTF-8, can be in.

    `share` is that of the bytes beyond ASCII in the whole file: where they are few, most of it is
    English, say, and they are accents of its borrowed words, and signs of typographers.
    """
    readings = sorted(_readings(data), key=lambda reading: _total(reading, share))
    clear = bool(readings) and readings[0].codec in USUAL and _is_clear(readings, share)
    return Guess(tuple(reading.codec for reading in readings[:OFFERED]), clear)


def _total(reading: Reading, share: float) -> float:
    """What a reading costs in a file with this share of bytes beyond ASCII."""
    return reading.cost + (SPARSE_COST if share < SPARSE and reading.codec != WESTERN else 0.0)


def _is_clear(readings: list[Reading], share: float) -> bool:
    """Whether the first reading is so much likelier than the next that nobody need be asked."""
    first = readings[0]
    better = 1.0
    if len(readings) > 1:
        better = _total(readings[1], share) - _total(first, share)
    needed = MARGIN + FEW / max(_beyond_ascii(first.text), 1)
    allowed = better if first.codec in MANY_BYTES else better / 2
    return better >= needed and first.odd <= max(CLEAN, allowed)


def _beyond_ascii(text: str) -> int:
    return sum(not symbol.isascii() for symbol in text)


def _readings(data: bytes) -> list[Reading]:
    """Every text that these bytes can be, by the most usual of the codecs that make it."""
    known: set[str] = set()
    readings = []
    for codec, rarity in (*USUAL.items(), *ASKED.items()):
        text = _text(data, codec)
        if text is None or text in known:
            continue
        known.add(text)
        if oddness(text[:BEGINNING]) > 2 * HOPELESS:
            continue
        odd = oddness(text)
        if odd <= HOPELESS:
            readings.append(_judged(codec, text, odd, rarity))
    return [reading for reading in readings if reading.odd <= 1.0]


def _text(data: bytes, codec: str) -> str | None:
    """What the bytes read as; None if they cannot be in this encoding."""
    try:
        return data.decode(codec, "replace" if codec in MANY_BYTES else "strict")
    except UnicodeDecodeError:
        return None


def _judged(codec: str, text: str, odd: float, rarity: float) -> Reading:
    """The reading, with what charset-normalizer thinks of its disorder and its language."""
    from charset_normalizer import from_bytes  # takes 40 ms, which a text in UTF-8 need not pay

    sound = text.replace("\ufffd", "").encode(codec, "ignore")
    found = from_bytes(
        sound,
        steps=5,
        chunk_size=1024,
        threshold=9.0,
        cp_isolation=[codec],
        preemptive_behaviour=False,
        enable_fallback=False,
    ).best()
    disorder, language = (found.chaos, found.coherence) if found else (1.0, 0.0)
    odd += disorder + foreign_share(text)
    if codec in MANY_BYTES and _mostly_pairs(codec, sound, text):
        language = max(language, PAIRS)  # of East Asia's languages it knows but one
    elif codec in MANY_BYTES:
        rarity += UNPAIRED
    cost = odd + rarity + _CAPITALS * capital_share(text) - _LANGUAGE * language
    return Reading(codec, text, odd, cost)


def _mostly_pairs(codec: str, data: bytes, text: str) -> bool:
    """Whether nearly all characters beyond ASCII are two bytes, and those of usual characters."""
    beyond = _beyond_ascii(text)
    usual = sum(byte >= 0xA1 for byte in data) if codec in FROM_A1 else 2 * beyond
    return len(data) - len(text) >= 0.9 * beyond and usual >= 1.9 * beyond
