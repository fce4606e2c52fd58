"""Every lesson, opened at every step: its numbers are those on the screen, its promises kept."""

import re
from functools import partial

import pytest
from lesson_screen import OFF_SCREEN, Screen
from windows import PATIENCE

from rnnviz.gui.controls.lesson_words import GAPS
from rnnviz.lab.settings import declarations
from rnnviz.lessons.check import judge
from rnnviz.lessons.contestants import Field, parted
from rnnviz.lessons.files import builtin_names
from rnnviz.lessons.words import MEASURED, as_written, pieces

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LONG = 300_000
"""Milliseconds that one step may take on a machine that has much else to do."""
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def measured(lesson, index):
    """Every number in the words of a step that is measured, once: what, and how it is written."""
    step = lesson.steps[index]
    words = "\n\n".join([lesson.intro if index == 0 else "", step.text, step.answer])
    found = {(p.inside, p.form) for p in pieces(words) if p.kind == MEASURED}
    return sorted(one for one in found if parted(one[0], lesson.names)[1] not in declarations())


def on_screen(screen, lesson, index, whole):
    """What panels show of a measure; None for what they do not, as that of a run not in focus."""
    name, what = parted(whole, lesson.names)
    hidden = what in OFF_SCREEN or name not in ("", lesson.focus_at(index))
    return None if hidden else screen.shows(what)


def field_of(runs):
    """The trainers, which stand, by the names that a lesson has for them."""
    focus = runs.focus
    if focus.entry is None:
        return Field.of(focus.trainer)
    named = {run.entry.name: run.trainer for run in runs.race_of(focus)}
    return Field(named, focus.entry.name)


def last_digit(written):
    """A written number and how much its last digit counts: 1.76 and 0.01; 8 % and 0.01."""
    power = re.fullmatch(r"(?:(-?[\d.]+)·)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", written)
    if power:
        scale = 10.0 ** int(power[2].translate(SUPERSCRIPTS))
        value = float(power[1] or 1.0) * scale
        return value, 9 * value if power[1] is None else scale  # a power of ten: the exponent
    part = 0.01 if written.endswith("%") else 1.0
    digits = written.removesuffix("%").strip().replace(",", "")
    if "." in digits:
        unit = 10.0 ** -len(digits.partition(".")[2])
    else:
        unit = 10.0 ** (len(digits) - len(digits.rstrip("0")) if float(digits) else 0)
    return float(digits) * part, unit * part


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [("1.76", 1.76, 0.01), ("8 %", 0.08, 0.01), ("0.3 %", 0.003, 0.001), ("80,000", 8e4, 1e4),
     ("10⁻²⁹", 1e-29, 9e-29), ("5·10⁻²³", 5e-23, 1e-23), ("-1.2", -1.2, 0.1), ("0", 0.0, 1.0)],
)  # fmt: skip
def test_the_last_digit_of_a_number_is_found(written, value, unit):
    assert last_digit(written) == (pytest.approx(value), pytest.approx(unit))


def judged(field, expected):
    return [judge(field, wanted) for wanted in expected]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", builtin_names())
def test_the_numbers_of_a_lesson_are_those_on_the_screen(open_window, qtbot, name):
    window = open_window()
    dock, player = window.lesson, window.lesson.player
    dock.open_builtin(name)
    qtbot.waitUntil(lambda: not player.playing, timeout=PATIENCE)
    screen, compared, broken = Screen(window, qtbot), 0, []
    for index, step in enumerate(player.lesson.steps):
        dock.view.turn_to(index)
        if step.does and player.done < index:
            dock.view.do.click()
            window.hide()  # what nobody sees is not drawn, and trains in less time
            qtbot.waitUntil(lambda: not player.playing, timeout=LONG)
            window.show()
        assert player.done == index
        screen.settle()
        dock.view.reveal.click()
        text = dock.view.text.toPlainText()
        assert GAPS.strip("*") not in text
        assert "{" not in text
        for what, form in measured(player.lesson, index):
            value = {**player.lines[index], **player.found[index]}[what]
            written = as_written(value, form)
            assert written in text.replace("\n", " ")
            shown = on_screen(screen, player.lesson, index, what)
            if shown is not None:
                said, unit = last_digit(written)
                compared += 1
                if abs(said - shown) > unit * (1 + 1e-6):
                    broken.append(f"{index + 1}. {what}: {written}, on the screen {shown:.6g}")
        field = field_of(window.session.runs)
        assert (field.focus, tuple(field.trainers)) == (
            player.lesson.focus_at(index), player.lesson.names)  # fmt: skip
        outcomes = screen.in_its_thread(partial(judged, field, step.expect))
        broken += [f"{index + 1}. {o.what} = {o.value}, wanted {o.wanted}"
                   for o in outcomes if not o.passed]  # fmt: skip
    assert broken == []
    assert compared >= len(player.lesson.steps) / 2
