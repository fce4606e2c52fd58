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


def test_seeds_other_than_its_own_are_tried_and_what_held_is_a_table(rnnviz, lesson):
    answer = rnnviz("lesson", lesson(9), "--check", "--seeds", "3")
    assert answer.code == 0, answer.err
    assert answer.out.startswith(
        "seeds 1, 2, 3\n1. Only step\n   ok     3 of 3  loss, wanted below 9"
    )
    assert "3 of 3  diverged, wanted equal to false: false\n" in answer.out
    assert rnnviz("lesson", lesson(0.1), "--check", "--seeds", "3").code == 1
    report = rnnviz("lesson", lesson(0.1), "--check", "--seeds", "2", "--json").json
    assert (report["passed"], report["seeds"]) == (False, [1, 2])
    loss, _diverged = report["expectations"]
    assert (loss["held"], len(set(loss["values"])), loss["passed"]) == (0, 2, False)


@pytest.mark.parametrize("flags", [("--check", "--seeds", "0"), ("--seeds", "2")])
def test_seeds_are_some_and_go_with_a_check(rnnviz, lesson, flags):
    answer = rnnviz("lesson", lesson(9), *flags)
    assert answer.code == 2
    assert "--seeds" in answer.err


def test_a_number_that_nobody_marked_is_refused_by_the_check_alone(rnnviz, lesson, here):
    (here / "old.md").write_text((here / lesson(9)).read_text() + "About 3.4 nats.\n")
    assert rnnviz("lesson", "old.md").out.endswith("About 3.4 nats.\n")
    answer = rnnviz("lesson", "old.md", "--check")
    assert (answer.code, answer.out) == (2, "")
    assert "old.md, line 17: '3.4' is not marked" in answer.err
    assert "{=3.4}" in answer.err


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
