"""Whatever stands in a lesson's file: it is a lesson that can be written again, or refused."""

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rnnviz.lessons.files import builtin_names, lesson_path
from rnnviz.lessons.reading import parse_lesson, read_lesson
from rnnviz.lessons.writing import lesson_text
from rnnviz.refusal import Refusal

FUZZ = settings.get_profile("fuzz")
BUILTIN = [lesson_path(name).read_text(encoding="utf-8") for name in builtin_names()]
PIECES = [
    *("+++\n", "[[steps]]\n", "[settings]\n", "## One\n", "### Answer\n", "```\n", "\n", "# "),
    *('title = "T"\n', "minutes = 5\n", 'corpus = "verse"\n', 'panels = [["loss"], "samples"]\n'),
    *("restart = true\n", "undo = true\n", "pause = true\n", "run = 10\n", 'point = "loss"\n'),
    *("set = { lr = 0.1 }\n", 'set = { cell = "lstm" }\n', 'set = { task = "adding" }\n'),
    *('intervene = { name = "spectral_radius", value = 0.5 }\n', "choose.loss = {}\n"),
    *('expect = [{ what = "loss", above = 1.0 }]\n', 'expect = [{ what = "contains" }]\n'),
    *("choose.hidden_units.layer = 3\n", "hidden = 7\n", 'corpus = ["../a.txt", "\\u0000"]\n'),
    *('choose = { loss = { view = "x" } }\n', 'hidden = "' + "9" * 400 + '"\n', "lr = nan\n"),
]
NASTY = [
    *("9" * 5000, "0x" + "f" * 5000, "1e999", "-inf", "nan", "1979-05-27T07:32:00Z", "07:32:00"),
    *("[" * 2000, "]" * 2000, "{a=" * 900, ".a" * 20_000, "a." * 20_000, "'''", '"""', "\\", '"'),
    *(
        "[" * 60_000,
        "|" * 9000,
        "#" * 9000,
        " " * 60_000,
        "\0",
        "\x1b[2J",
        "\ufeff",
        "\u2028",
        "\r",
    ),
    *("true", '"off"', '""', "[]", "{}", "-1", "9223372036854775808", "'", "=", ",", "\ud800"),
]


@st.composite
def damaged(draw):
    """A built-in lesson with some of its parts cut out, doubled, swapped or made nasty."""
    text = draw(st.sampled_from(BUILTIN))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        other = draw(st.sampled_from(["", text[start:end] * 2, *NASTY, *PIECES]))
        text = text[:start] + other + text[end:]
    return text


@st.composite
def changed_values(draw):
    """A built-in lesson in which a value is another."""
    lines = draw(st.sampled_from(BUILTIN)).split("\n")
    places = [place for place, line in enumerate(lines) if "=" in line]
    for place in draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        key = lines[place].partition("=")[0]
        lines[place] = f"{key}= {draw(st.sampled_from(NASTY) | st.text(max_size=12))}"
    return "\n".join(lines)


built = st.lists(st.sampled_from(PIECES * 3 + NASTY), max_size=24).map(
    lambda parts: '+++\ntitle = "T"\n' + "".join(parts)
)


@FUZZ
@given(damaged() | changed_values() | built | st.text(max_size=200))
@example('+++\ntitle = "T"\ncorpus = "hello"\n[[steps]]\n+++\n## A\n' + "[" * 300_000)
def test_a_lesson_is_one_or_is_refused(bounded, text):
    try:
        with bounded(len(text)):
            lesson = parse_lesson(text, "x.md", Path())
    except Refusal as refusal:
        assert str(refusal).startswith("x.md")
        assert len(str(refusal)) < 2000
        return
    again = parse_lesson(lesson_text(lesson), "x.md", Path())
    assert lesson_text(again) == lesson_text(lesson)


@FUZZ
@given(st.binary(max_size=200) | st.text(max_size=60).map(lambda text: f"+++\n{text}\n+++".encode(
    "utf-8", "surrogatepass")))  # fmt: skip
def test_a_file_is_a_lesson_or_is_refused(bounded, content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.md")
        path.write_bytes(content)
        try:
            with bounded(len(content)):
                read_lesson(path)
        except Refusal as refusal:
            assert str(refusal).startswith("x.md")
