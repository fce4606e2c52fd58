"""What every test gets: no window on the screen, one BLAS thread, own settings, nothing left."""

import itertools
import os
import sys
import tempfile
import threading
import time

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser):
    help_ = "how many inputs every fuzzer tries of each format (200 unless told; a quarter of runs)"
    seeds = "with how many seeds besides its own every lesson is checked (1 unless told)"
    parser.addoption("--seeds", type=int, default=1, metavar="K", help=seeds)
    parser.addoption("--fuzz", type=int, default=200, metavar="N", help=help_)


def pytest_configure(config):
    """Let every fuzzer (the tests in tests/fuzz) try as many inputs as are wanted."""
    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    settings.register_profile(
        "fuzz", max_examples=config.getoption("--fuzz"), suppress_health_check=slow
    )


PATIENCE = 2.0  # seconds that a stopped thread may take to end


@pytest.fixture(scope="session")
def settings_folders():
    """Names of folders that no test has used yet; they appear when something is written."""
    with tempfile.TemporaryDirectory() as root:
        yield (f"{root}/{number}" for number in itertools.count())


@pytest.fixture(autouse=True)
def own_settings(settings_folders, monkeypatch):
    """Keep the user's settings out of the test, here and in the programs that it starts."""
    folder = next(settings_folders)
    monkeypatch.setenv("XDG_CONFIG_HOME", folder)
    monkeypatch.setenv("APPDATA", folder)
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QSettings

        for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
            QSettings.setPath(form, QSettings.Scope.UserScope, folder)
    return folder


@pytest.fixture(autouse=True)
def nothing_left_running():
    """Fail a test that leaves a thread or a running timer behind."""
    before = {id(thing): thing for thing in (*python_threads(), *qt_threads_and_timers())}
    yield
    left = left_running(before)
    deadline = time.monotonic() + PATIENCE
    while left and time.monotonic() < deadline:
        time.sleep(0.01)
        left = left_running(before)
    if left:
        pytest.fail("The test left running: " + ", ".join(map(describe, left)), pytrace=False)


def left_running(before):
    """The threads and timers of now that were not there before."""
    now = (*python_threads(), *qt_threads_and_timers())
    return [thing for thing in now if id(thing) not in before]


def python_threads():
    """Living threads. Python's stand-ins for foreign threads outlive them and do not count."""
    return [t for t in threading.enumerate() if not isinstance(t, threading._DummyThread)]


def qt_threads_and_timers():
    """Running QThreads and QTimers that Python has a hand on, with a parent or without one."""
    if "PySide6.QtCore" not in sys.modules:
        return []
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    main = QThread.currentThread()
    wrappers = shiboken6.getAllValidWrappers()
    threads = [w for w in wrappers if isinstance(w, QThread) and w != main and w.isRunning()]
    return threads + [w for w in wrappers if isinstance(w, QTimer) and w.isActive()]


def describe(thing):
    """A thread or a timer in words."""
    name = type(thing).__name__
    if isinstance(thing, threading.Thread):
        return f"the {name} {thing.name!r}"
    if hasattr(thing, "interval"):
        owner = type(thing.parent()).__name__ if thing.parent() else "nobody"
        return f"a {name} of {thing.interval()} ms that belongs to {owner}"
    return f"the {name} {thing.objectName()!r}"
