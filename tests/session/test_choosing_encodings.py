"""A text whose encoding is not clear is asked about; the run that is there stays until then."""

import pytest

from rnnviz.lab.runs.sources import from_files
from rnnviz.lab.settings import Settings

FRENCH = "L'été où la rivière gela, le maître prêta sa charrette à l'école.\n" * 12
RUSSIAN = "Мельник жил за мостом, там, где река поворачивает и течёт медленнее.\n" * 12


@pytest.fixture
def asked(watched):
    """The questions that the session has asked."""
    questions = []
    watched.session.encodings.asked.connect(questions.append)
    return questions


@pytest.fixture
def french(tmp_path):
    path = tmp_path / "gel.txt"
    path.write_bytes(FRENCH.encode("mac-roman"))
    return path


def text_of(session):
    return session.corpus.decode(session.corpus.codes)


def test_the_answer_opens_the_text_and_folding_keeps_to_it(watched, asked, french):
    session = watched.session
    session.open_files([str(french)])
    watched.until(lambda: asked)
    assert (session.state, watched.notices) == ("empty", [])
    assert asked[0].codecs[0] == "mac-roman"
    session.encodings.answer("mac-roman")
    watched.until_state("ready")
    assert text_of(session) == FRENCH
    session.change(fold="case")
    watched.until(lambda: session.corpus.folding.case)
    assert text_of(session) == FRENCH.lower()
    assert len(asked) == 1


def test_no_answer_leaves_the_run_that_is_there(watched, asked, french):
    session = watched.open()
    before = session.corpus
    session.open_files([str(french)])
    watched.until(lambda: asked)
    session.encodings.give_up()
    assert session.corpus is before
    assert watched.notices[-1].text == "gel.txt was not read; open it again to choose its encoding."
    watched.run_to(3)


def test_one_answer_is_enough_for_files_of_a_kind_and_none_for_others(
    watched, asked, french, tmp_path
):
    second, third = tmp_path / "two.txt", tmp_path / "three.txt"
    second.write_bytes(FRENCH.encode("mac-roman"))
    third.write_bytes(RUSSIAN.encode("koi8-r"))
    watched.session.open_files([str(french), str(second), str(third)])
    watched.until(lambda: asked)
    watched.session.encodings.answer("mac-roman")
    watched.until_state("ready")
    assert text_of(watched.session) == "\n".join((FRENCH, FRENCH, RUSSIAN))
    assert watched.session.source.wish.by_file == ("mac-roman", "mac-roman", "koi8-r")


def test_a_guess_is_corrected_and_asked_about_again(watched, asked, tmp_path):
    path = tmp_path / "mill.txt"
    path.write_bytes(RUSSIAN.encode("koi8-r"))
    session = watched.session
    session.open_files([str(path)])
    watched.until_state("ready")
    assert text_of(session) == RUSSIAN
    session.encodings.read_as("cp1251")
    watched.until(lambda: session.corpus.encodings == ("cp1251",))
    session.encodings.ask()
    watched.until(lambda: asked)
    assert asked[0].codecs[0] == "koi8-r"
    session.encodings.give_up()
    assert session.corpus.encodings == ("cp1251",)
    session.encodings.ask()
    watched.until(lambda: len(asked) == 2)
    session.encodings.answer("koi8-r")
    watched.until(lambda: session.corpus.encodings == ("koi8-r",))
    assert watched.notices == []


def test_a_text_that_comes_with_settings_is_begun_with_them(watched, asked, french):
    settings = Settings().change(hidden=7, window=6)
    watched.session.begin(settings, from_files([str(french)]))
    watched.until(lambda: asked)
    watched.session.encodings.answer("mac-roman")
    watched.until_state("ready")
    assert watched.session.settings.hidden == 7
    assert text_of(watched.session) == FRENCH


def test_a_saved_run_comes_back_with_its_encoding(watched, asked, french, tmp_path):
    session = watched.session
    session.change(hidden=6, window=6, steps=100_000)
    session.open_files([str(french)])
    watched.until(lambda: asked)
    session.encodings.answer("mac-roman")
    watched.until_state("ready")
    watched.run_to(3)
    session.save(str(tmp_path / "run.safetensors"))
    watched.until((tmp_path / "run.safetensors").exists)
    session.open_text("other words of another text " * 20)
    watched.until(lambda: session.corpus.name == "pasted text")
    session.load_run(str(tmp_path / "run.safetensors"))
    watched.until(lambda: session.corpus.name == "gel.txt")
    assert text_of(session) == FRENCH
    assert session.source.wish.by_file == ("mac-roman",)
    assert len(asked) == 1
