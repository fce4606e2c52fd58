"""The guards that every test runs under do catch what they are for."""

import os
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

pytest_plugins = ["pytester"]

CAREFUL = """
import threading
from PySide6.QtCore import QThread, QTimer

def test_careful(qapp):
    thread = threading.Thread(target=int)
    thread.start()
    worker = QThread()
    worker.start()
    timer = QTimer()
    timer.start(10_000)
    timer.stop()
    worker.quit()
    worker.wait()

def test_careful_about_a_parent(qtbot):
    from PySide6.QtWidgets import QWidget
    widget = QWidget()
    qtbot.addWidget(widget)
    QTimer(widget).start(10_000)

def test_a_thread_that_is_about_to_end():
    threading.Timer(0.1, int).start()
"""

CARELESS = """
import threading
from PySide6.QtCore import QObject, QThread, QTimer

KEPT = []

def test_leaves_a_thread():
    KEPT.append(threading.Event())
    threading.Thread(target=KEPT[0].wait, name="forgotten", daemon=True).start()

def test_leaves_a_qthread(qapp):
    KEPT.append(QThread(objectName="forgotten worker"))
    KEPT[-1].start()

def test_leaves_a_timer(qapp):
    KEPT.append(QTimer())
    KEPT[-1].start(1234)

def test_leaves_a_timer_of_an_object_without_a_widget(qapp):
    KEPT.append(QObject())
    QTimer(KEPT[-1]).start(4321)

def test_after_them_is_not_blamed(qapp):
    KEPT[0].set()
    KEPT[1].quit()
    KEPT[1].wait()
"""


def run_under_our_conftest(pytester, source):
    conftest = (Path(__file__).parent / "conftest.py").read_text(encoding="utf-8")
    pytester.makeconftest(conftest.replace("PATIENCE = 2.0", "PATIENCE = 0.3"))
    pytester.makepyfile(source)
    return pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")


def test_a_test_that_cleans_up_passes(pytester):
    run_under_our_conftest(pytester, CAREFUL).assert_outcomes(passed=3)


def test_threads_and_timers_left_behind_fail_their_test(pytester):
    result = run_under_our_conftest(pytester, CARELESS)
    result.assert_outcomes(passed=5, errors=4)
    result.stdout.fnmatch_lines(
        [
            "The test left running: the Thread 'forgotten'",
            "The test left running: the QThread 'forgotten worker'",
            "The test left running: a QTimer of 1234 ms that belongs to nobody",
            "The test left running: a QTimer of 4321 ms that belongs to QObject",
        ]
    )


def test_the_users_settings_are_out_of_reach(own_settings):
    for settings in (
        QSettings("rnnviz", "rnnviz"),
        QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "rnnviz", "rnnviz"),
    ):
        assert settings.fileName().startswith(own_settings)
    config = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    assert config == own_settings == os.environ["XDG_CONFIG_HOME"]


def test_each_test_finds_no_settings(own_settings):
    assert not Path(own_settings).exists()


def test_blas_has_one_thread():
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
