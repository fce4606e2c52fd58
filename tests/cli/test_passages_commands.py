"""Tasks that read passages of a text, on the command line."""

import pytest

SMALL = ("--hidden", 6, "--batch", 8, "--length", 12)


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "sea.txt"
    path.write_text("the old sea is grey and the moon goes over it\n" * 40)
    return path


def test_missing_spaces_are_found_and_the_run_goes_on(rnnviz, text, tmp_path):
    path = tmp_path / "run.safetensors"
    small = ("--task", "missing_spaces", *SMALL)
    answer = rnnviz("train", text, *small, "--steps", 60, "--lr", 0.01, "--out", path)
    assert answer.code == 0
    assert "mean of 132 held-out answers" in answer.out
    whole = rnnviz("train", text, *small, "--steps", 80, "--lr", 0.01, "--json").json
    for more in ((text,), ()):
        again = rnnviz("train", *more, "--resume", path, "--steps", 20, "--json").json
        assert again["score"] == whole["score"]
        assert again["heldout"] == whole["heldout"]
    refused = rnnviz("sample", path)
    assert refused.code == 2
    assert "learned the task missing_spaces" in refused.err


def test_a_built_in_text_will_do_and_races_and_sweeps(rnnviz, tmp_path):
    task = ("--task", "missing_spaces", *SMALL, "--steps", 5)
    assert rnnviz("train", "verse", *task).code == 0
    race = rnnviz("race", "hello", *task, "--contestant", "lr=0.1", "--contestant", "lr=0.01")
    assert race.code == 0
    assert "F1" in race.out
    swept = rnnviz(
        "sweep", "hello", *task, "--vary", "lr=0.1", "--jobs", 1, "--out", tmp_path / "s"
    )
    assert swept.code == 0


def test_texts_are_told_apart_that_are_named_one_after_the_other(rnnviz, text, tmp_path):
    other, path = tmp_path / "room.txt", tmp_path / "run.safetensors"
    other.write_text("a man came in and sat down by the fire\n" * 40)
    task = ("--task", "which_text", *SMALL)
    answer = rnnviz("train", text, other, *task, "--steps", 20, "--out", path, "--json")
    assert answer.json["heldout_count"] == 2 * (156 // 12)
    assert 0 <= answer.json["score"] <= 1
    again = rnnviz("train", text, other, "--resume", path, "--steps", 3)
    assert again.code == 0
    assert rnnviz("train", "hello", "sums", *task, "--steps", 3).code == 0
    for names, words in (
        ((text,), "sea.txt is one text, and several are to be told apart"),
        ((text, "hello"), "hello is a built-in text, which stands alone"),
    ):
        refused = rnnviz("train", *task, *names)
        assert refused.code == 2
        assert words in refused.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "A text is missing"),
        (("{text}", "--window", "5"), "--window has no meaning for the task missing_spaces"),
        (("{text}", "--length", "1000"), "choose a smaller Length"),
        (("{text}", "--validation", "0"), "Hold out more"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(rnnviz, text, arguments, words):
    arguments = tuple(one.format(text=text) for one in arguments)
    answer = rnnviz("train", "--task", "missing_spaces", *arguments)
    assert answer.code == 2
    assert words in answer.err
    assert "Traceback" not in answer.err
