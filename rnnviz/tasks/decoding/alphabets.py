"""The letters beyond ASCII that languages are written with, in the alphabets that have capitals."""

from collections import Counter

_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщьюя"
_LETTERS = {
    "Catalan": "àçèéíïòóúü",
    "Croatian": "čćđšž",
    "Czech": "áčďéěíňóřšťúůýž",
    "Danish": "æøåé",
    "Dutch": "ëïéèöüó",
    "Esperanto": "ĉĝĥĵŝŭ",
    "Estonian": "äõöüšž",
    "Finnish": "äöåšž",
    "French": "éèêàçùûîôâœëïæüÿ",
    "German": "äöüß",
    "Hungarian": "áéíóöőúüű",
    "Icelandic": "ðþæöáéíóúý",
    "Italian": "àèéìòùî",
    "Latvian": "āčēģīķļņšūž",
    "Lithuanian": "ąčęėįšųūž",
    "Polish": "ąćęłńóśźż",
    "Portuguese": "ãõçáéíóúâêôàü",
    "Romanian": "ăâîşţșț",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Slovene": "čšž",
    "Spanish": "ñáéíóúü",
    "Swedish": "åäöé",
    "Turkish": "çğıöşüâî",
    "Vietnamese": "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    "Belarusian": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "Bulgarian": _CYRILLIC + "ъѝ",
    "Russian": _CYRILLIC + "ъыэё",
    "Serbian": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "Greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
}
_ALPHABETS = tuple(frozenset(letters) for letters in _LETTERS.values())
_END = "\u0530"
"""The first code point after the alphabets above, but for a block of Vietnamese and Greek."""


def foreign_share(text: str) -> float:
    """The share of the letters beyond ASCII that no single language of these would have.

    It is 0 for a text without such letters, and for one in another script.
    """
    letters = Counter[str]()
    for symbol, times in Counter(text).items():
        if not symbol.isascii() and symbol.isalpha():
            letters[symbol.lower()] += times
    total = letters.total()
    ours = sum(n for letter, n in letters.items() if letter < _END or "\u1e00" <= letter < "\u2000")
    if 2 * ours <= total:
        return 0.0
    known = (sum(n for letter, n in letters.items() if letter in one) for one in _ALPHABETS)
    return 1 - max(known) / total


def capital_share(text: str) -> float:
    """By how much more of the letters beyond ASCII are capitals than is usual, from 0 to 0.75."""
    beyond, plain, capitals, plain_capitals = 0, 0, 0, 0
    for symbol, times in Counter(text).items():
        if symbol.lower() == symbol.upper():
            continue
        if symbol.isascii():
            plain += times
            plain_capitals += times * symbol.isupper()
        else:
            beyond += times
            capitals += times * symbol.isupper()
    if not beyond:
        return 0.0
    usual = plain_capitals / plain if plain > beyond else 0.1
    return max(0.0, capitals / beyond - usual - 0.25)
