"""Lessons: reading them, refusing them with file, line and reason, and rehearsing them."""

from pathlib import Path

import numpy as np
import pytest
from lesson_trainers import on_text

from rnnviz.lab.settings import Settings
from rnnviz.lessons import measures
from rnnviz.lessons.check import Rehearsal, check
from rnnviz.lessons.files import is_lesson, lesson_path
from rnnviz.lessons.layout import names
from rnnviz.lessons.reading import parse_lesson, read_lesson
from rnnviz.lessons.step import Hand, Step
from rnnviz.refusal import Refusal

SMALL = """+++
title = "Small"
minutes = 3
corpus = "hello"
panels = ["loss", ["samples", "decay"]]
settings = { hidden = 5, window = 6 }

[[steps]]
restart = true
point = "loss"
expect = [{ what = "loss", above = 1.0 }]

[[steps]]
set = { lr = 1e-2 }
run = 20
expect = [
  { what = "smoothed", below = "uniform" },
  { what = "decay at 3", above = 0 },
]

[[steps]]
intervene = { name = "spectral_radius", value = 0.5 }
undo = false
+++
Before all steps.

## First

Ask **this**.

### Answer

So it is.

## Second

```
## no heading within code
```

## Third
"""


def parsed(text: str = SMALL, folder: Path = Path()):
    return parse_lesson(text, "small.md", folder)


def refusal(text: str, folder: Path = Path()) -> str:
    with pytest.raises(Refusal) as caught:
        parsed(text, folder)
    return str(caught.value)


def test_a_lesson_is_read_with_its_steps_texts_and_answers():
    lesson = parsed()
    assert (lesson.name, lesson.title, lesson.minutes) == ("small", "Small", 3)
    assert lesson.panels == ("loss", ("samples", "decay"))
    assert lesson.intro == "Before all steps."
    assert [step.title for step in lesson.steps] == ["First", "Second", "Third"]
    assert lesson.steps[0].text == "Ask **this**."
    assert lesson.steps[0].answer == "So it is."
    assert lesson.steps[1].answer == ""
    assert "## no heading within code" in lesson.steps[1].text
    assert lesson.steps[2].hand == Hand("spectral_radius", 0.5)
    assert lesson.settings_at(-1).lr == Settings().lr
    assert lesson.settings_at(1).lr == 0.01


def test_a_step_begins_where_a_new_network_does():
    text = SMALL.replace("undo = false", "set = { hidden = 7 }")
    assert [parsed().begins(n) for n in range(3)] == [0, 0, 0]
    assert [parsed(text).begins(n) for n in range(3)] == [0, 0, 2]


def test_a_step_says_what_it_does():
    changes = {"lr": 0.1, "chrono": None, "cell": "lstm", "steps": 5000, "prime": "so "}
    step = Step("x", changes=changes, hand=Hand("sigma_1", 0.5), run=1500)
    assert step.doing == (
        "Learning rate 0.1; Chrono horizon off; Cell LSTM; Steps 5,000; Prime “so ”; "
        "Largest singular value 0.5; run to step 1,500"
    )
    assert Step("x").doing == ""


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("+++\ntitle", "title", 1, "begins with a line +++"),
        ("hello", "hallo", 4, "'hallo' is neither built in"),
        ('title = "Small"', "title = ", 2, "Invalid value"),
        ('title = "Small"', 'titel = "Small"', 2, "a lesson has no 'titel'"),
        ('title = "Small"', "title = 3", 2, "title is a text in quotes, not 3"),
        ("minutes = 3", "minutes = 0", 3, "minutes is a whole number from 1 to 1,000, not 0"),
        ('["samples", "decay"]', "7", 5, "panels is a list of names"),
        ("hidden = 5", "hiden = 5", 6, "there is no setting called 'hiden'; did you mean hidden?"),
        ("hidden = 5", "hidden = 0", 6, "Hidden units must lie between 1 and 4,096; 0 does not"),
        ("restart = true", "restrat = true", 9, "step 1 has no 'restrat'"),
        ("restart = true", "restart = 1", 9, "restart is true or false, not 1"),
        ('what = "loss"', 'what = "los"', 11, "'los' cannot be expected"),
        ("above = 1.0", 'above = "chance"', 11, "'chance' is no line to compare with"),
        ("above = 1.0", "equals = 1.0", 11, "'loss' needs above or below"),
        ("lr = 1e-2", "lr = 99.0", 14, "Learning rate must lie"),
        ("run = 20", "run = 1.5", 15, "run is a whole number from 1 to 100,000,000, not"),
        ("run = 20", "run = 3000000000", 15, "run is a whole number from 1 to 100,000,000, not 3"),
        ("decay at 3", "decay at three", 18, "'decay at three' cannot be expected"),
        ("spectral_radius", "radius", 22, "no intervention is called 'radius'"),
        ("value = 0.5", "value = -1", 22, "must lie"),
        ("spectral_radius", "identity", 22, "identity takes no value"),
        ('{ what = "loss", above = 1.0 }', "{ }", 11, "'' cannot be expected; there are: loss"),
        (
            '{ name = "spectral_radius", value = 0.5 }',
            "{}",
            22,
            "is called ''; there are: spectral",
        ),
        ("## Second", "## Second\n\n## More", 43, "'Third' is number 4"),
        ("## Third", "Third", 21, "3 [[steps]], but there are only 2 headings"),
        ('corpus = "hello"', "", 6, 'needs a text, as in corpus = "verse"'),
        ('corpus = "hello"', "corpus = 7", 4, "corpus is a name or a list of files"),
        ('corpus = "hello"', 'corpus = ["hello", "x"]', 4, "'hello' is neither built in"),
        ('["samples", "decay"]', '["samples", "dekay"]', 5, "no panel is called 'dekay'; there"),
        ('["samples", "decay"]', '["samples", "loss"]', 5, "loss cannot stand in two places"),
        ('["samples", "decay"]', '["samples", "decay | dekay"]', 5, "is called 'dekay'"),
        ('point = "loss"', 'point = "lost"', 10, "no panel is called 'lost'"),
        ('point = "loss"', "choose = 1", 10, "choose is a table"),
        ('point = "loss"', 'choose.los.state = "c"', 10, "no panel is called 'los'"),
        ('point = "loss"', 'choose.loss.state = "c"', 10, "has no choice 'state'; it has none"),
        ('point = "loss"', 'choose.decay.stat = "c"', 10, "no choice 'stat'; there are: state"),
        ('point = "loss"', "choose.decay.state = 1", 10, "decay.state is a text in quotes"),
        ('point = "loss"', 'choose.decay.state = "x"', 10, "State cannot be 'x'; choose one"),
        ('point = "loss"', 'choose.decay.state = "c"', 10, "a Vanilla RNN has no memory c"),
        ('point = "loss"', 'choose.decay.layer = "2"', 10, "one layer has no layer 2 for decay"),
        ('point = "loss"', 'choose.decay.layer = "0"', 10, "Layer cannot be '0'; choose one of"),
        ('point = "loss"', 'choose.hidden_units.signal = "f"', 10, "the Vanilla RNN has no gate f"),
        ("undo = false", "undo = true", 23, "nothing has been done by hand before"),
        ('"spectral_radius", value = 0.5', '"keep_bias"', 22, "has no gate that keeps the past"),
        ("lr = 1e-2", "forget_bias = 1.0", 14, "has no gate that keeps the past"),
        ("hidden = 5", "forget_bias = 1.0", 6, "has no gate that keeps the past"),
        ('what = "loss", above', 'what = "keep horizon", above', 11, "no gate that keeps"),
        ('what = "loss", above', 'what = "score", above', 11, "for tasks that draw"),
        ("lr = 1e-2", 'task = "adding"', 17, "'uniform' cannot be compared with here: it is for"),
        ("above = 1.0", 'above = "baseline"', 11, "it is for tasks that draw their sequences"),
    ],
)
def test_a_lesson_with_an_error_is_refused_with_file_line_and_reason(old, new, line, reason):
    assert old in SMALL
    sentence = refusal(SMALL.replace(old, new, 1))
    assert sentence.startswith(f"small.md, line {line}: "), sentence
    assert reason in sentence


def test_a_word_of_the_title_does_not_stand_for_the_setting_of_that_name():
    text = SMALL.replace('"Small"', '"Explode and clip"').replace(
        "window = 6", "window = 6, clip = 7"
    )
    assert refusal(text).startswith("small.md, line 6: Clipping cannot be 7")


def test_only_a_line_end_ends_a_line():
    text = SMALL.replace("Before all", "Before\x0c\u2028\x85all").replace(
        "## Third", "## Third\n## X"
    )
    assert refusal(text).startswith("small.md, line 42: the heading 'X'")


def test_texts_cannot_be_expected_of_numbers():
    text = SMALL.replace('corpus = "hello"\n', "").replace(
        "hidden = 5, window", "task = 'adding', length"
    )
    text = text.replace('what = "loss"', 'what = "real words"')
    assert refusal(text).startswith(
        "small.md, line 10: 'real words' cannot be expected here: it is for texts"
    )


def test_an_undo_is_allowed_once_for_every_edit_before_it():
    steps = """+++
title = "x"
corpus = "hello"

[[steps]]
run = 10
[[steps]]
set = { clip = "none" }
[[steps]]
intervene = { name = "identity" }
[[steps]]
undo = true
[[steps]]
undo = true
+++
"""
    text = steps + "".join(f"## {n}\n" for n in range(5))
    lesson = parsed(text)
    assert [lesson.settings_at(n).clip for n in range(5)] == [
        "norm",
        "none",
        "none",
        "none",
        "norm",
    ]
    assert "line 14: nothing" in refusal(text.replace("run = 10", "restart = true"))
    rehearsal = Rehearsal(lesson)
    for number, step in enumerate(lesson.steps):
        rehearsal.perform(step)
        assert rehearsal.trainer.settings == lesson.settings_at(number)


def test_a_layout_is_nested_as_it_is_written():
    given = '[["loss", ["samples | task", "decay"]], "spectrum"]'
    lesson = parsed(SMALL.replace('["loss", ["samples", "decay"]]', given))
    assert lesson.panels == (("loss", ("samples | task", "decay")), "spectrum")
    assert names(lesson.panels) == ("loss", "samples", "task", "decay", "spectrum")


def test_a_missing_end_of_the_front_matter_is_refused():
    assert "that ends the settings is missing" in refusal("+++\ntitle = 'x'\n")


def test_a_text_of_ones_own_is_looked_for_beside_the_lesson(tmp_path):
    (tmp_path / "mine.txt").write_text("to be or not to be " * 40)
    text = SMALL.replace('corpus = "hello"', 'corpus = "mine.txt"')
    lesson = parsed(text, tmp_path)
    assert Rehearsal(lesson).trainer.corpus.characters == 760
    assert "mine.txt" in refusal(text, tmp_path / "elsewhere")


def test_only_markdown_with_front_matter_is_a_lesson(tmp_path):
    for name, text, expected in (
        ("a.md", SMALL, True),
        ("b.md", "\ufeff" + SMALL, True),
        ("c.md", "# A text\n\n+++\n", False),
        ("d.txt", SMALL, False),
        ("e.md", "", False),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert is_lesson(tmp_path / name) is expected, name
    assert not is_lesson(tmp_path / "missing.md")


def test_files_that_are_no_text_are_refused_by_name(tmp_path):
    (tmp_path / "x.md").write_bytes(b"+++\n\xff\xfe\n")
    with pytest.raises(Refusal, match=r"x\.md is not UTF-8"):
        read_lesson(tmp_path / "x.md")
    with pytest.raises(Refusal, match=r"y\.md cannot be read"):
        read_lesson(tmp_path / "y.md")


def test_a_built_in_lesson_is_known_with_and_without_its_number():
    assert lesson_path("vanish") == lesson_path("2-vanish")
    with pytest.raises(Refusal, match="no lesson 'vanished'"):
        lesson_path("vanished")


def test_a_rehearsal_equals_a_plain_training():
    lesson = parsed()
    rehearsal = Rehearsal(lesson)
    for step in lesson.steps[:2]:
        rehearsal.perform(step)
    plain = on_text(window=6, lr=1e-2)
    plain.goal = 20
    assert list(plain) == list(range(1, 21))
    assert np.array_equal(rehearsal.trainer.network.flat, plain.network.flat)


def test_a_rehearsal_intervenes_and_undoes():
    rehearsal = Rehearsal(parsed())
    before = rehearsal.trainer.network.flat.copy()
    rehearsal.perform(Step("x", hand=Hand("spectral_radius", 3.0)))
    assert measures.measure(rehearsal.trainer, "spectral radius") == pytest.approx(3.0, rel=1e-5)
    rehearsal.perform(Step("x", undo=True))
    assert np.array_equal(rehearsal.trainer.network.flat, before)


def test_a_check_reports_every_step_and_what_could_not_be_done(tmp_path):
    (tmp_path / "mine.txt").write_text("to be or not to be " * 40)
    text = SMALL.replace("undo = false", "set = { window = 1000 }")
    text = text.replace('"hello"', '"mine.txt"')
    results = list(check(parsed(text, tmp_path)))
    assert [result.passed for result in results] == [True, True, False]
    assert "two windows of 1,000" in results[2].trouble
    assert [outcome.wanted for outcome in results[1].outcomes] == ["below uniform", "above 0"]
