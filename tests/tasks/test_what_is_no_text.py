"""Documents, archives and pictures are called what they are; logs with stray bytes are texts."""

import bz2
import gzip
import io
import lzma
import random
import re
import tarfile
import zipfile

import pytest

from rnnviz.refusal import Refusal
from rnnviz.tasks.decoding import Wish, file_pieces
from rnnviz.tasks.decoding.question import UnclearEncoding
from rnnviz.tasks.text import read_files, read_text

LINE = "the lamp above the harbour burns all night\n"
PAGE = f"<!DOCTYPE html>\n<html><body>{LINE * 20}</body></html>\n"


def text_of(corpus):
    return corpus.decode(corpus.codes)


def zipped(*names, stored=""):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        if stored:
            archive.writestr("mimetype", stored)
        for name in names:
            archive.writestr(name, LINE * 50)
    return packed.getvalue()


def tarred():
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(LINE)
        archive.addfile(info, io.BytesIO(LINE.encode()))
    return packed.getvalue()


NOISE = random.Random(1).randbytes(3000)
FILES = {
    "PDF": (b"%PDF-1.7\n" + NOISE, "a PDF document: get its text with pdftotext"),
    "docx": (zipped("word/document.xml"), r"a Word document \(docx\): .* as plain text"),
    "xlsx": (zipped("xl/workbook.xml"), r"a workbook \(xlsx\): .* CSV"),
    "odt": (
        zipped("content.xml", stored="application/vnd.oasis.opendocument.text"),
        "an OpenDocument file .* as plain text",
    ),
    "epub": (zipped("a.xhtml", stored="application/epub+zip"), "an electronic book .* plain text"),
    "zip": (zipped("a.txt"), "a ZIP archive: unpack it"),
    "gz": (gzip.compress(LINE.encode() * 99), "a packed file or an archive: unpack it"),
    "bz2": (bz2.compress(LINE.encode() * 99), "a packed file or an archive: unpack it"),
    "xz": (lzma.compress(LINE.encode() * 99), "a packed file or an archive: unpack it"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4" + NOISE, "a packed file or an archive: unpack it"),
    "tar": (tarred(), "a packed file or an archive: unpack it"),
    "PNG": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + NOISE, "a picture: have its text recognized"),
    "JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF" + NOISE, "a picture: have its text recognized"),
    "MP3": (b"ID3\4\0\0\0\0" + NOISE, "a recording of sound or film: write its words down"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "an older Office document"),
    "program": (b"\x7fELF\2\1\1\0" + NOISE, "a compiled program: open its source"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_another_kind_is_called_what_it_is_with_the_way_to_its_text(read_bytes, kind):
    data, words = FILES[kind]
    with pytest.raises(Refusal, match=rf"^odd\.txt is {words}"):
        read_bytes(data, name="odd.txt")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (PAGE.encode(), "a web page (HTML), whose tags would be learned with its words. Save it"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n" + PAGE.encode(), "a web page (HTML)"),
        (rb"{\rtf1\ansi " + LINE.encode() * 20 + b"}", "a Rich Text document (RTF). Open it"),
    ],
    ids=["HTML", "XHTML", "RTF"],
)
def test_text_with_tags_is_refused_with_the_way_to_learn_it_as_it_is(read_bytes, data, words):
    with pytest.raises(UnclearEncoding) as asked:
        read_bytes(data, name="page.txt")
    assert str(asked.value).startswith(f"page.txt is {words}")
    assert str(asked.value).endswith("as it is, with --encoding utf-8.")
    assert asked.value.codecs == ("utf-8",)


def test_a_web_page_is_learned_as_it_is_where_that_is_wanted(tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    for wish in (Wish(("utf-8",)), Wish(unclear=("utf-8",))):
        assert text_of(read_files([tmp_path / "page.html"], wish=wish)) == PAGE


@pytest.mark.parametrize(
    "text", ["BM is a bookmark\n", "MZ and PK are letters\n", "html is <html>, a tag\n", "ID: 3\n"]
)
def test_a_text_that_begins_a_little_like_something_else_is_a_text(read_bytes, text):
    assert text_of(read_bytes((text * 30).encode())) == text * 30


def test_stray_zero_bytes_in_a_log_are_left_out_and_that_is_said(read_bytes):
    corpus = read_bytes((LINE * 20 + "\0" + LINE).encode(), name="boot.log")
    assert text_of(corpus) == LINE * 21
    assert corpus.warnings == ("1 zero byte in boot.log was left out.",)


def test_commands_to_a_terminal_are_left_out_and_that_is_said(read_bytes):
    line = "\x1b[1;32mok\x1b[0m \x1b]8;;http://a.b\x1b\\link\x1b]8;;\x07 \x1b(B" + LINE
    corpus = read_bytes((line * 30).encode(), name="test.log")
    assert text_of(corpus) == ("ok link " + LINE) * 30
    assert corpus.warnings == (
        "150 commands to a terminal, such as colours, in test.log were left out.",
    )


@pytest.mark.parametrize("size", range(1, 12))
def test_what_is_left_out_may_be_parted_between_pieces(read_bytes, size, monkeypatch):
    text = f"\ufeff{LINE}\x1b[31mred\x1b[0m\x1b]0;title\x07 \ufeff{LINE}é\x1b[K."
    monkeypatch.setattr(file_pieces, "PIECE", size)
    corpus = read_bytes(text.encode())
    assert text_of(corpus) == f"{LINE}red {LINE}é."
    assert "1 byte order mark in" in corpus.warnings[0]


def test_an_escape_that_begins_nothing_stays(read_bytes):
    assert text_of(read_bytes(f"{LINE}\x1b".encode())) == f"{LINE}\x1b"


def test_marks_of_joined_files_are_left_out_and_that_is_said(read_bytes):
    mark = b"\xef\xbb\xbf"
    joined = read_bytes(mark + LINE.encode() + mark + LINE.encode() * 2, name="both.txt")
    assert text_of(joined) == LINE * 3
    assert joined.warnings == ("1 byte order mark in both.txt was left out.",)
    assert read_bytes(mark + LINE.encode()).warnings == ()


def test_a_pasted_text_is_cleaned_alike():
    corpus = read_text(f"\x1b[1m{LINE}\x1b[m\0" * 9, "pasted text")
    assert text_of(corpus) == LINE * 9
    assert [re.sub(r"\D", "", words) for words in corpus.warnings] == ["9", "18"]
