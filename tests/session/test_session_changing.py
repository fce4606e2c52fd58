"""Changing settings: at once where that is possible, else with a new network, or not at all."""

import numpy as np
import pytest


def test_the_learning_rate_changes_at_once_in_the_same_run(watched):
    session = watched.open(schedule="constant", lr=0.01)
    watched.run_to(10)
    before = watched.step
    session.change(lr=0.002)
    watched.run_to(before + 10)
    rates = session.snapshot().curves.lr
    np.testing.assert_allclose(rates[:before], 0.01, rtol=1e-6)
    np.testing.assert_allclose(rates[before:], 0.002, rtol=1e-6)
    assert session.settings.lr == 0.002


def test_the_learning_rate_changes_while_it_runs(watched):
    session = watched.open(schedule="constant", lr=0.01)
    session.run()
    watched.until_step(10)
    session.change(lr=0.002)
    watched.until(lambda: session.snapshot().curves.lr[-1] == np.float32(0.002))
    assert session.state == "running"
    assert session.snapshot().settings.lr == 0.002


def test_another_number_of_units_is_a_new_network(watched):
    session = watched.open()
    watched.run_to(10)
    session.change(hidden=9)
    watched.until(lambda: watched.step == 0 and session.snapshot().settings.hidden == 9)
    assert session.state == "ready"
    watched.run_to(5)


@pytest.mark.parametrize(
    ("change", "words"),
    [({"lr": -1}, "rate"), ({"hidden": "many"}, "Hidden"), ({"nonsense": 1}, "nonsense")],
    ids=str,
)
def test_a_bad_value_is_a_notice_and_changes_nothing(watched, change, words):
    session = watched.open()
    settings = session.settings
    session.change(**change)
    assert words in watched.notices[-1].text
    assert watched.notices[-1].kind == "error"
    assert session.settings == settings
    watched.run_to(5)


def test_a_prime_that_the_text_lacks_is_a_notice(watched):
    session = watched.open()
    session.change(prime="QUEEN")
    assert "'Q'" in watched.notices[-1].text
    assert session.settings.prime == ""
    session.change(prime="the ")
    session.sample_now()
    watched.until(lambda: session.snapshot().samples)
    assert session.snapshot().samples[-1].prime == "the "


def test_interventions_and_undo_reach_the_network(watched):
    session = watched.open()
    watched.run_to(5)
    session.intervene("orthogonal")
    watched.until(lambda: session.snapshot().events)
    assert session.snapshot().undo
    session.undo()
    watched.until(lambda: len(session.snapshot().events) == 2)
    session.undo()
    watched.until(lambda: watched.notices)
    assert "undo" in watched.notices[-1].text
    assert session.state == "paused"


def test_undone_clipping_comes_back_in_the_settings(watched):
    session = watched.open()
    watched.run_to(5)
    session.change(clip="value", clip_threshold=0.5)
    watched.until(lambda: session.snapshot().undo)
    told = []
    session.settings_changed.connect(told.append)
    session.undo()
    session.change(lr=0.25)
    watched.until(lambda: session.settings.clip == "norm")
    assert (told[-1].clip, told[-1].clip_threshold, told[-1].lr) == ("norm", 100.0, 0.25)
    watched.until(lambda: session.snapshot().settings == session.settings)


def test_settings_changed_while_a_text_is_read_hold_for_that_text(watched):
    session = watched.session
    session.open_text("a text of some words " * 50, "words")
    session.change(lr=0.25, hidden=7)
    watched.until(lambda: (newest := session.snapshot()) and newest.settings.hidden == 7)
    watched.until(lambda: watched.step == 0)
    assert session.corpus.name == "words"
    assert (session.settings.lr, session.snapshot().settings.lr) == (0.25, 0.25)
    watched.run_to(3)


@pytest.mark.parametrize("change", [{"lr": 0.25}, {"hidden": 7}], ids=str)
def test_settings_changed_while_another_text_is_read_do_not_lose_it(watched, change):
    session = watched.open()
    watched.run_to(5)
    session.open_text("another text of other words " * 50, "other")
    session.change(**change)
    watched.until(lambda: session.corpus.name == "other" and watched.step == 0)
    name, value = next(iter(change.items()))
    watched.until(lambda: session.snapshot().settings.value(name) == value)
    assert session.settings.value(name) == value


def test_a_window_too_large_for_the_text_is_refused_and_the_run_stays(watched):
    session = watched.open()
    watched.run_to(5)
    session.change(window=1000)
    watched.until(lambda: watched.notices)
    assert "too short" in watched.notices[-1].text
    assert session.settings.window == 6
    watched.run_to(10)


def test_a_setting_changed_while_a_bad_file_is_read_holds_for_what_is_there(watched, tmp_path):
    session = watched.open()
    watched.run_to(5)
    session.open_files([str(tmp_path / "missing.txt")])
    session.change(lr=0.25)
    watched.until(lambda: watched.notices)
    assert session.settings.lr == 0.25
    watched.until(lambda: session.snapshot().settings.lr == 0.25)
    assert watched.step >= 5
