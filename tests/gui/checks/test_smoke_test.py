"""The program's test of itself: it passes, leaves pictures, and finds what does not work."""

import pytest
from PySide6.QtGui import QColor, QImage

import rnnviz
from rnnviz.gui.checks import smoke_test as smoke
from rnnviz.gui.panels.loss import LossPanel
from rnnviz.lab.panels import PANELS
from rnnviz.refusal import Refusal
from rnnviz.session.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_it_trains_looks_saves_and_is_ready(qapp, tmp_path, own_settings):
    verdict = smoke.smoke_test(tmp_path / "shots")
    assert verdict.code == 0, verdict.lines
    assert verdict.lines[-1] == f"rnnviz {rnnviz.__version__} is ready"
    names = {path.stem for path in (tmp_path / "shots").iterdir()}
    assert names == {"window", *PANELS}
    for path in (tmp_path / "shots").iterdir():
        assert len(smoke._colours(QImage(str(path)))) >= smoke.FEWEST_COLOURS


def test_a_panel_that_does_not_draw_is_found(qapp, monkeypatch):
    monkeypatch.setattr(LossPanel, "show_snapshot", _draw_nothing)
    verdict = smoke.smoke_test()
    assert verdict.code == 1
    assert "the panel loss looks as if nothing had been trained" in verdict.lines[0]


def _draw_nothing(panel, snapshot):
    """A panel that forgot to draw."""


def test_a_run_that_cannot_be_saved_is_found(qapp, monkeypatch):
    monkeypatch.setattr("rnnviz.lab.runs.checkpoint.save_run", _refuse)
    monkeypatch.setattr(smoke._Test, "look", lambda test: None)  # which comes before and takes long
    assert smoke.smoke_test() == smoke.Verdict(1, ("The smoke test failed: There is no room.",))


def _refuse(*_given, **_options):
    raise Refusal("There is no room.")


def test_training_that_does_not_start_is_found_in_time(qapp, monkeypatch):
    monkeypatch.setattr(Session, "toggle", _draw_nothing_session)
    monkeypatch.setattr(smoke, "PATIENCE", 4.0)
    verdict = smoke.smoke_test()
    assert verdict.code == 1
    assert "did not end within 4 seconds" in verdict.lines[0]


def _draw_nothing_session(session):
    """A session that does not run."""


def test_a_plain_picture_is_blank_and_the_same_as_itself():
    plain = QImage(300, 200, QImage.Format.Format_RGB32)
    plain.fill(QColor("white"))
    assert len(smoke._colours(plain)) == 1
    assert smoke._changed(plain, plain) == 0.0
