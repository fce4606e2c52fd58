"""Every panel, row of settings and fact has a help text, of the one form that is written down."""

import pytest

from rnnviz.captions.help.help_text import help_names, help_text, parse
from rnnviz.captions.help.names import FACTS, SETTINGS, fact, setting
from rnnviz.captions.help.numbers import Numbers, Present
from rnnviz.captions.run_columns import FIXED, help_of
from rnnviz.lab.panels import PANELS
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lessons.files import builtin_names
from rnnviz.refusal import Refusal

GOOD = """+++
title = "Decay"
formula = "r(d)"
numbers = ["T = {window}"]
lesson = "2-vanish"
+++
How much is left.

## What not to conclude

Not much.
"""
MOST_WORDS = 200
"""About half a minute's reading, with the formulas."""


@pytest.mark.parametrize("name", PANELS)
def test_every_panel_has_a_help_text(name):
    assert name in help_names()


@pytest.mark.parametrize("name", declarations())
def test_every_row_of_settings_has_a_help_text(name):
    assert setting(name) in help_names()


@pytest.mark.parametrize("column", FIXED, ids=lambda column: column.title)
def test_every_column_of_runs_has_a_help_text(column):
    assert help_of(column) in help_names()


@pytest.mark.parametrize("name", help_names())
def test_a_help_text_names_only_what_there_is(name):
    text = help_text(name)
    known = Numbers(Present(Settings()))
    assert set(text.placeholders) <= set(known)
    assert set(text.see) <= set(help_names()) - {name}
    assert not text.lesson or text.lesson in builtin_names()


@pytest.mark.parametrize("name", help_names())
def test_a_help_text_is_read_in_half_a_minute(name):
    text = help_text(name)
    assert len(f"{text.what} {text.warning}".split()) <= MOST_WORDS


def test_no_help_text_is_of_a_setting_that_there_is_not():
    named = {name.partition("/")[2] for name in help_names() if name.startswith(f"{SETTINGS}/")}
    assert named == set(declarations())


def test_every_fact_can_be_reached_from_another_text():
    linked = {name for text in map(help_text, help_names()) for name in text.see}
    facts = {name for name in help_names() if name.startswith(f"{FACTS}/")}
    shown = {"encoding", "validation", "folded", "note", "speed", "state", "run", "length"}
    assert facts - linked <= {fact(name) for name in shown}


def test_the_parts_of_a_help_text_are_read():
    text = parse(GOOD, "decay")
    assert (text.title, text.what, text.warning) == ("Decay", "How much is left.", "Not much.")
    assert (text.formula, text.numbers, text.lesson) == (("r(d)",), ("T = {window}",), "2-vanish")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("+++\ntitle", "title", "between two lines"),
        ('lesson = "', 'lesion = "', "no 'lesion'"),
        ("## What not", "## What", "needs the heading"),
        ("{window}", "{window", "a name in braces"),
        ("{window}", "{window + 1}", "a name in braces"),
        ("How much is left.", "How much.\n\nIs left.", "one paragraph"),
        ("How much is left.", "", "one paragraph"),
        ('title = "Decay"', "title = 3", "title is a text"),
        ('numbers = ["T', 'numbers = [3, "T', "a text or a list of texts"),
        ('title = "Decay"', "title = Decay", "Invalid value"),
    ],
)
def test_what_is_not_of_the_form_is_refused_with_a_reason(before, after, reason):
    assert before in GOOD
    with pytest.raises(Refusal, match=reason):
        parse(GOOD.replace(before, after, 1), "decay")
