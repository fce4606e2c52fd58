"""A mistake in the program itself is a sentence on the command line, and a traceback in the log."""

import errno

import pytest

from rnnviz import cli
from rnnviz.lab.trainer import Trainer
from rnnviz.log_file import log_path

ERRORS = {
    "mistake": (ZeroDivisionError("a made-up mistake"), "ZeroDivisionError: a made-up mistake"),
    "disk": (OSError(errno.EIO, "Input/output error"), "Input/output error"),
}


@pytest.mark.parametrize("kind", list(ERRORS))
def test_train_says_so_in_a_sentence_and_logs_the_traceback(capsys, monkeypatch, kind):
    error, words = ERRORS[kind]

    def fail(*_):
        raise error

    monkeypatch.setattr(Trainer, "_validate", fail)
    assert cli.main(["train", "hello", "--steps", "20"]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert str(log_path()) in said
    assert "Traceback" not in said
    assert "in _run" in log_path().read_text(encoding="utf-8")


def test_a_training_that_goes_well_leaves_no_log(capsys):
    assert cli.main(["train", "hello", "--steps", "5", "--json"]) == 0
    assert not log_path().exists()
