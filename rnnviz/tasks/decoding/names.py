"""The encodings that people's texts are in, by the names that people and Python have for them."""

import codecs

from rnnviz.refusal import Refusal

LABELS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16 with byte order mark",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32": "UTF-32 with byte order mark",
    "utf-32-le": "UTF-32 LE",
    "utf-32-be": "UTF-32 BE",
    "utf-7": "UTF-7",
    "cp1252": "Windows-1252",
    "iso8859-1": "Latin-1",
    "iso8859-15": "Latin-9 (ISO-8859-15)",
    "mac-roman": "Mac Roman",
    "cp437": "DOS 437",
    "cp850": "DOS 850",
    "cp1250": "Windows-1250, Central European",
    "iso8859-2": "ISO-8859-2, Central European",
    "cp852": "DOS 852, Central European",
    "mac-latin2": "Mac Central European",
    "iso8859-16": "ISO-8859-16, Romanian",
    "cp1251": "Windows-1251, Cyrillic",
    "koi8-r": "KOI8-R, Russian",
    "koi8-u": "KOI8-U, Ukrainian",
    "cp866": "DOS 866, Cyrillic",
    "cp1125": "DOS 1125, Ukrainian",
    "cp855": "DOS 855, Cyrillic",
    "iso8859-5": "ISO-8859-5, Cyrillic",
    "mac-cyrillic": "Mac Cyrillic",
    "kz1048": "KZ-1048, Kazakh",
    "cp1253": "Windows-1253, Greek",
    "iso8859-7": "ISO-8859-7, Greek",
    "cp737": "DOS 737, Greek",
    "cp869": "DOS 869, Greek",
    "mac-greek": "Mac Greek",
    "cp1254": "Windows-1254, Turkish",
    "iso8859-9": "ISO-8859-9, Turkish",
    "cp857": "DOS 857, Turkish",
    "mac-turkish": "Mac Turkish",
    "cp1255": "Windows-1255, Hebrew",
    "iso8859-8": "ISO-8859-8, Hebrew",
    "cp862": "DOS 862, Hebrew",
    "cp1256": "Windows-1256, Arabic",
    "iso8859-6": "ISO-8859-6, Arabic",
    "cp720": "DOS 720, Arabic",
    "cp1257": "Windows-1257, Baltic",
    "iso8859-13": "ISO-8859-13, Baltic",
    "iso8859-4": "ISO-8859-4, Baltic",
    "cp775": "DOS 775, Baltic",
    "iso8859-10": "ISO-8859-10, Nordic",
    "iso8859-3": "ISO-8859-3, Esperanto and Maltese",
    "cp1258": "Windows-1258, Vietnamese",
    "cp874": "Windows-874, Thai",
    "cp860": "DOS 860, Portuguese",
    "cp861": "DOS 861, Icelandic",
    "cp863": "DOS 863, Canadian French",
    "cp865": "DOS 865, Nordic",
    "gb18030": "GB18030, Chinese",
    "hz": "HZ, Chinese",
    "big5": "Big5, Chinese",
    "cp950": "Windows-950, Chinese",
    "big5hkscs": "Big5-HKSCS, Chinese",
    "cp932": "Shift-JIS, Japanese",
    "euc_jp": "EUC-JP, Japanese",
    "iso2022_jp": "ISO-2022-JP, Japanese",
    "iso2022_jp_2": "ISO-2022-JP-2, Japanese",
    "iso2022_jp_ext": "ISO-2022-JP-EXT, Japanese",
    "cp949": "EUC-KR, Korean",
    "johab": "Johab, Korean",
    "iso2022_kr": "ISO-2022-KR, Korean",
}
"""What people read, by the name that Python has for the codec."""
NO_TEXTS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem"}
"""Codecs of Python that no text is encoded in, or that only one system has."""
ALIKE = 0.6
"""How much of two names must agree, from 0 to 1, for one to be meant by the other."""
LONGEST = 40


def codec_named(name: str) -> str:
    """Python's name for an encoding, however it is written; refuses what is none."""
    try:
        found = codecs.lookup(name.strip()[:LONGEST]) if "\0" not in name else None
    except (LookupError, ValueError):  # the latter for names that are no ASCII
        found = None
    if found is None or not _is_of_texts(found):
        raise Refusal(_unknown(name))
    return "utf-8" if found.name in ("utf-8-sig", "ascii") else found.name


def _is_of_texts(found: codecs.CodecInfo) -> bool:
    return bool(getattr(found, "_is_text_encoding", True)) and found.name not in NO_TEXTS


def _unknown(name: str) -> str:
    """The sentence for a name that no encoding has."""
    from difflib import get_close_matches  # only where a name is wrong

    written = name.strip().lower().replace("_", "-").replace(" ", "-")[:LONGEST]
    known = {codec.replace("_", "-"): codec for codec in LABELS}
    known |= {label.partition(",")[0].lower().replace(" ", "-"): c for c, label in LABELS.items()}
    near = dict.fromkeys(known[key] for key in get_close_matches(written, known, 5, ALIKE))
    meant = f"did you mean {' or '.join(list(near)[:3])}? Others are" if near else "some are"
    return (
        f"There is no encoding {name[:LONGEST]!r}; {meant}: utf-8, cp1252, cp1251, koi8-r, "
        "shift_jis, gb18030."
    )


def label_of(codec: str) -> str:
    """What people call the encoding of a codec."""
    return LABELS.get(codec, codec)
