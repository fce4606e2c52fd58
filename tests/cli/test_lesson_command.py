"""rnnviz lesson and rnnviz list lessons: printing, checking, refusing."""

import pytest

from rnnviz.lessons.files import builtin_names

LESSON = """+++
title = "Mine"
corpus = "hello"
settings = { hidden = 5, window = 6 }

[[steps]]
run = 5
expect = [{ what = "loss", below = LIMIT }, { what = "diverged", equals = false }]
+++
## Only step

Look?

### Answer

Yes.
"""


@pytest.fixture
def lesson(here):
    def write(limit):
        (here / "mine.md").write_text(LESSON.replace("LIMIT", str(limit)))
        return "mine.md"

    return write


def test_a_lesson_that_keeps_its_promises_passes(rnnviz, lesson):
    answer = rnnviz("lesson", lesson(9), "--check", "--json")
    assert answer.code == 0, answer.err
    report = answer.json
    assert (report["lesson"], report["passed"]) == ("mine", True)
    (step,) = report["steps"]
    assert (step["step"], step["title"]) == (1, "Only step")
    assert step["seconds"] > 0
    loss, diverged = step["expectations"]
    assert loss["what"] == "loss"
    assert loss["wanted"] == "below 9"
    assert 0 < loss["value"] < 9
    assert loss["passed"] is True
    assert diverged["value"] is False


def test_a_lesson_that_does_not_keep_them_fails_with_exit_code_1(rnnviz, lesson):
    answer = rnnviz("lesson", lesson(0.1), "--check", "--json")
    assert answer.code == 1
    assert answer.json["passed"] is False
    words = rnnviz("lesson", lesson(0.1), "--check")
    assert "FAILED loss = " in words.out
    assert words.out.endswith("mine: failed\n")


def test_without_a_check_the_lesson_is_printed(rnnviz, lesson):
    out = rnnviz("lesson", lesson(9)).out
    assert out.startswith("# Mine (10 minutes)")
    assert "## 1. Only step" in out
    assert "[run to step 5]" in out
    assert "### Answer\n\nYes." in out
    assert rnnviz("lesson", lesson(9), "--json").json["steps"] == ["Only step"]


def test_errors_are_refused_with_their_line(rnnviz, here):
    (here / "bad.md").write_text(LESSON.replace("LIMIT", "9").replace("run =", "runs ="))
    answer = rnnviz("lesson", "bad.md", "--check")
    assert answer.code == 2
    assert "bad.md, line 7: step 1 has no 'runs'" in answer.err
    assert "no lesson 'nothing'" in rnnviz("lesson", "nothing").err


def test_all_lessons_are_listed(rnnviz):
    rows = rnnviz("list", "lessons", "--json").json["lessons"]
    assert [row["name"] for row in rows] == list(builtin_names())
    assert len(rows) >= 8
    assert all(row["label"] and "minutes" in row["hint"] for row in rows)


FAR = """+++
title = "A \\u001b[2Jtitle"
corpus = "../far.txt"
[[steps]]
+++
## One \x1b]0;x\x07
"""


def test_a_text_elsewhere_is_read_when_that_is_allowed(rnnviz, here):
    (here / "lessons").mkdir()
    (here / "far.txt").write_text("far and away\n" * 40)
    (here / "lessons" / "far.md").write_text(FAR)
    answer = rnnviz("lesson", "lessons/far.md")
    assert (answer.code, answer.out) == (2, "")
    assert "far.md, line 3: the text '../far.txt' is not in the lesson's folder" in answer.err
    assert "--outside" in answer.err
    assert rnnviz("lesson", "lessons/far.md", "--outside", "--check").code == 0


def test_a_lesson_does_not_command_the_terminal(rnnviz, here):
    (here / "x.md").write_text(FAR.replace("../far.txt", "hello"))
    for flags in ((), ("--check",), ("--json",)):
        answer = rnnviz("lesson", "x.md", *flags)
        assert answer.code == 0
        assert "\x1b" not in answer.out
        assert "\x07" not in answer.out
