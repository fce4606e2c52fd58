"""What nobody catches is logged with its traceback, told once, and ends nothing."""

import sys
import threading

import pytest
from PySide6.QtCore import QObject, Signal, qWarning
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel

from rnnviz.gui.faults import Faults, attempt
from rnnviz.gui.window.about import about
from rnnviz.gui.window.notices import Notices
from rnnviz.log_file import log, log_path
from rnnviz.refusal import Refusal

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Source(QObject):
    happened = Signal()


def break_(*_args):
    raise ZeroDivisionError("a made-up mistake")


def logged():
    return log_path().read_text(encoding="utf-8") if log_path().exists() else ""


@pytest.fixture
def notices(qtbot):
    shown = Notices()
    qtbot.addWidget(shown)
    return shown


@pytest.fixture
def faults(notices):
    taken = Faults()
    taken.tell_in(notices)
    taken.begin()
    yield taken
    taken.end()


def test_a_slot_that_fails_is_told_with_its_details_and_the_next_slot_runs(faults, notices, qtbot):
    source, ran = Source(), []
    source.happened.connect(break_)
    source.happened.connect(lambda: ran.append(True))
    source.happened.emit()
    assert ran == [True]
    (words,) = notices.texts
    assert "ZeroDivisionError: a made-up mistake" in words
    notices._banners[0].copy.click()
    assert "Traceback" in QGuiApplication.clipboard().text()
    assert "in break_" in logged()


def test_what_fails_again_and_again_is_told_once_and_hardly_logged(faults, notices):
    def fail_again():
        attempt(break_)

    for _ in range(250):
        fail_again()
    assert len(notices.texts) == 1
    notices.clear()
    assert len(notices.texts) == 1  # it stays until it was read
    notices._banners[0]._close.click()
    fail_again()
    assert notices.texts == ()
    assert logged().count("Traceback") == 3
    assert "100 times" in logged()


def test_a_thread_that_fails_is_told_in_the_window(faults, notices, qtbot):
    thread = threading.Thread(target=break_)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(notices.texts))
    assert "a made-up mistake" in logged()


def test_a_refusal_that_nobody_caught_is_its_sentence_and_no_fault(faults, notices):
    def refuse():
        raise Refusal("That text is too short.")

    attempt(refuse)
    assert notices.texts == ("That text is too short.",)
    assert notices._banners[0].details == ""
    assert "Traceback" not in logged()


def test_an_interrupt_goes_where_it_went_before(faults, monkeypatch):
    seen = []
    with monkeypatch.context() as patch:
        patch.setattr(faults, "_before", (lambda *what: seen.append(what), None))
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert seen[0][0] is KeyboardInterrupt
    assert "KeyboardInterrupt" not in logged()


def test_a_notice_that_cannot_be_shown_does_not_go_round_in_circles(faults, notices, monkeypatch):
    monkeypatch.setattr(notices, "show_notice", break_)
    attempt(break_)
    assert 2 <= logged().count("Traceback") <= 3  # and then it is known


@pytest.mark.no_qt_log
def test_warnings_of_qt_are_in_the_log(faults, notices):
    for _ in range(20):
        qWarning("a made-up warning")
    assert logged().count("a made-up warning") == 2
    assert "warning: Qt says: a made-up warning" in logged()
    assert notices.texts == ()


def test_what_failed_before_there_was_a_window_is_told_in_it(notices):
    early = Faults()
    early.begin()
    try:
        attempt(break_)
        early.tell_in(notices)
        assert len(notices.texts) == 1
    finally:
        early.end()


def test_the_hooks_are_given_back():
    before, faults = (sys.excepthook, threading.excepthook), Faults()
    faults.begin()
    assert sys.excepthook != before[0]
    faults.end()
    assert (sys.excepthook, threading.excepthook) == before


def test_the_window_says_where_the_log_is_and_opens_it(window, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    window.commands.log.trigger()
    assert "no log yet" in window.notices.texts[-1]
    log("That failed.")
    window.commands.log.trigger()
    assert [url.toLocalFile() for url in opened] == [str(log_path())]
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    window.commands.log.trigger()
    assert str(log_path()) in window.notices.texts[-1]
    words = " ".join(label.text() for label in about(window).findChildren(QLabel))
    assert str(log_path()) in words
