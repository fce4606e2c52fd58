"""On the command line, what is not clear ends with exit code 2, candidates and --encoding NAME."""

import pytest

SMALL = ("--hidden", "6", "--window", "6")
FRENCH = "L'été où la rivière gela, le maître prêta sa charrette à l'école.\n" * 12
RUSSIAN = "Мельник жил за мостом, там, где река поворачивает и течёт медленнее.\n" * 12


@pytest.fixture
def french(here):
    (here / "gel.txt").write_bytes(FRENCH.encode("mac-roman"))
    return "gel.txt"


def test_what_is_not_clear_is_refused_with_candidates_and_the_flag(rnnviz, french):
    answer = rnnviz("train", french, "--steps", 1)
    assert answer.code == 2
    assert "mac-roman (“" in answer.err
    assert "--encoding NAME" in answer.err


def test_a_guess_is_told(rnnviz, here):
    (here / "mill.txt").write_bytes(RUSSIAN.encode("koi8-r"))
    answer = rnnviz("train", "mill.txt", *SMALL, "--steps", 1)
    assert answer.code == 0
    assert "mill.txt was read as KOI8-R, Russian, which fits best." in answer.err
    assert "--encoding" in answer.err


def test_a_run_goes_on_and_is_evaluated_in_the_encoding_that_was_named(rnnviz, french):
    out = ("--out", "run.safetensors")
    begun = rnnviz("train", french, "--encoding", "macroman", *SMALL, "--steps", 3, *out)
    assert (begun.code, begun.err.count("fits best")) == (0, 0)
    resumed = rnnviz("train", "--resume", "run.safetensors", "--steps", 2, "--json")
    assert resumed.json["steps"] == 5
    named = rnnviz("train", french, "--resume", "run.safetensors", "--steps", 2, "--json")
    assert named.json["loss"] == resumed.json["loss"]
    evaluated = rnnviz("evaluate", "run.safetensors", french, "--json")
    assert evaluated.json["characters"] == len(FRENCH)


def test_another_text_is_evaluated_as_the_runs_own_where_it_is_not_clear(rnnviz, french, here):
    out = ("--out", "run.safetensors")
    rnnviz("train", french, "--encoding", "mac-roman", *SMALL, "--steps", 3, *out)
    (here / "other.txt").write_bytes(FRENCH[:500].encode("mac-roman"))
    assert rnnviz("evaluate", "run.safetensors", "other.txt", "--json").json["characters"] == 500
    (here / "utf.txt").write_text(FRENCH[:600], encoding="utf-8")
    assert rnnviz("evaluate", "run.safetensors", "utf.txt", "--json").json["characters"] == 600


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("gel.txt", "--encoding", "koi-8r"), "There is no encoding 'koi-8r'; did you mean koi8-r"),
        (("gel.txt", "--encoding", "utf-8"), "gel.txt is not in UTF-8 (utf-8)"),
        (("verse", "--encoding", "utf-8"), "verse is a built-in text; leave --encoding out."),
        (("--task", "copying", "--encoding", "utf-8"), "reads no text; leave --encoding out."),
    ],
)
def test_an_encoding_that_cannot_be_is_refused(rnnviz, french, given, words):
    answer = rnnviz("train", *given, "--steps", 1)
    assert answer.code == 2
    assert words in answer.err


def test_a_web_page_is_learned_with_its_tags_where_that_is_wanted(rnnviz, here):
    (here / "page.html").write_text("<!doctype html><p>" + "some words of a page\n" * 20)
    refused = rnnviz("train", "page.html", *SMALL, "--steps", 1)
    assert (refused.code, "web page" in refused.err) == (2, True)
    assert rnnviz("train", "page.html", *SMALL, "--steps", 1, "--encoding", "utf-8").code == 0


def test_a_lesson_names_the_encoding_of_its_text(rnnviz, french, here):
    lesson = '+++\ntitle = "T"\ncorpus = "gel.txt"\n{}\n[[steps]]\nrun = 2\n+++\n\n## One\n\nDo.\n'
    (here / "a.md").write_text(lesson.format(""))
    unclear = rnnviz("lesson", "a.md", "--check")
    assert unclear.code == 1
    assert 'name it in the lesson, as in encoding = "mac-roman".' in unclear.out
    (here / "a.md").write_text(lesson.format('encoding = "mac-roman"'))
    assert rnnviz("lesson", "a.md", "--check").code == 0
    (here / "a.md").write_text(lesson.format('encoding = "no-such"'))
    wrong = rnnviz("lesson", "a.md")
    assert wrong.code == 2
    assert "a.md, line 4: " in wrong.err
    assert "no encoding 'no-such'" in wrong.err
    (here / "a.md").write_text(lesson.format('encoding = ["utf-8", "utf-8"]'))
    assert "2 encodings for 1 files" in rnnviz("lesson", "a.md").err
