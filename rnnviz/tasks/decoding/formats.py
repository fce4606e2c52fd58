"""Tells documents, archives and pictures by how their files begin, and how to get text out."""

import re
from dataclasses import dataclass

HEAD = 1 << 16
"""Bytes from the beginning of a file that are looked at."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it `is`, how text comes `out` of it, and whether it is read as text.

    What is read as text, its tags and commands included, may be learned by who wants that.
    """

    is_a: str
    out: str
    as_text: bool = False


_SAVE_AS_TEXT = "open it and save it as plain text (.txt), and open that"
_UNPACK = "unpack it and open the text files in it"
PDF = Kind(
    "a PDF document",
    "get its text with pdftotext, or copy it out of a viewer, and open or paste that",
)
RTF = Kind("a Rich Text document (RTF)", _SAVE_AS_TEXT, as_text=True)
HTML = Kind(
    "a web page (HTML), whose tags would be learned with its words",
    "save it from a browser as text, or copy its text and paste it here",
    as_text=True,
)
POSTSCRIPT = Kind("a PostScript program", "get its text with ps2ascii, and open that", as_text=True)
WORD = Kind("a Word document (docx)", _SAVE_AS_TEXT)
SHEET = Kind("a workbook (xlsx)", "open it and save the sheet as CSV, and open that")
SLIDES = Kind("a presentation (pptx)", "copy its text and paste it here")
OLD_OFFICE = Kind("an older Office document (doc, xls or ppt)", _SAVE_AS_TEXT)
OPEN_DOCUMENT = Kind("an OpenDocument file (odt, ods or odp)", _SAVE_AS_TEXT)
EPUB = Kind("an electronic book (EPUB)", "convert it to plain text, as Calibre does, and open that")
ZIP = Kind("a ZIP archive", _UNPACK)
ARCHIVE = Kind("a packed file or an archive", _UNPACK)
PICTURE = Kind("a picture", "have its text recognized (OCR) and saved as plain text, if it has any")
RECORDING = Kind(
    "a recording of sound or film", "write its words down as plain text, and open that"
)
PROGRAM = Kind("a compiled program", "open its source code instead")
DATA = Kind("a file of data in a format of its own", "export its text as plain text or CSV")

_BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (b"%!PS", POSTSCRIPT),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"\x1f\x8b\x08", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\xfd7zXZ\0", ARCHIVE),
    (b"\x28\xb5\x2f\xfd", ARCHIVE),
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"\x89PNG\r\n\x1a\n", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF87a", PICTURE),
    (b"GIF89a", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"ID3", RECORDING),
    (b"OggS\0", RECORDING),
    (b"fLaC", RECORDING),
    (b"\x1aE\xdf\xa3", RECORDING),
    (b"\x7fELF", PROGRAM),
    (b"SQLite format 3\0", DATA),
    (b"\x93NUMPY", DATA),
    (b"\x89HDF\r\n\x1a\n", DATA),
)
_PATTERNS: tuple[tuple[re.Pattern[bytes], Kind], ...] = (
    (re.compile(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)"), ARCHIVE),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), PICTURE),
    (re.compile(rb"RIFF....(WAVE|AVI )", re.DOTALL), RECORDING),
    (re.compile(rb"....ftyp(heic|heix|mif1|avif)", re.DOTALL), PICTURE),
    (re.compile(rb"....ftyp", re.DOTALL), RECORDING),
    (re.compile(rb"BM.{4}\0\0\0\0.{4}[\x0c\x28\x6c\x7c]\0\0\0", re.DOTALL), PICTURE),
    (re.compile(rb".{257}ustar[\0 ]", re.DOTALL), ARCHIVE),
    (re.compile(rb".{60}(BOOKMOBI|TEXtREAd)", re.DOTALL), EPUB),
    (re.compile(rb"MZ.{58}.\0\0\0?", re.DOTALL), PROGRAM),
    (re.compile(rb".{7}\0\{\s*\"", re.DOTALL), DATA),
)
_ZIPPED = (
    (b"mimetypeapplication/epub+zip", EPUB),
    (b"mimetypeapplication/vnd.oasis.opendocument", OPEN_DOCUMENT),
    (b"word/", WORD),
    (b"xl/", SHEET),
    (b"ppt/", SLIDES),
)
_WEB_PAGE = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]{0,200}\?>\s*)?(<!--.{0,2000}?-->\s*)*(<!doctype\s+html|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)


def kind_of(head: bytes) -> Kind | None:
    """The kind of a file that begins so, if it is known and no plain text."""
    if head.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _ZIPPED if mark in head), ZIP)
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if _WEB_PAGE.match(head):
        return HTML
    return next((kind for pattern, kind in _PATTERNS if pattern.match(head)), None)
