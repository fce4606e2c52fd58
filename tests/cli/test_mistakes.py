"""A mistake in the program itself is a sentence on the command line, and a traceback in the log."""

import errno
import json

import pytest

from rnnviz import cli
from rnnviz.lab import report as report_module
from rnnviz.lab.feeds import TextFeed
from rnnviz.lab.runs import checkpoint
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

    monkeypatch.setattr(Trainer, "_learn", fail)
    assert cli.main(["train", "hello", "--steps", "20"]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert str(log_path()) in said
    assert "Traceback" not in said
    assert "in _run" in log_path().read_text(encoding="utf-8")


def test_a_training_that_goes_well_leaves_no_log(capsys):
    assert cli.main(["train", "hello", "--steps", "5", "--json"]) == 0
    assert not log_path().exists()


def lack(*_):
    raise MemoryError


def test_a_held_out_loss_that_fails_costs_neither_the_training_nor_its_report(capsys, monkeypatch):
    monkeypatch.setattr(TextFeed, "estimate", lack)
    monkeypatch.setattr(TextFeed, "every", 5)
    monkeypatch.setattr(report_module, "text_loss", lack)
    assert cli.main(["train", "hello", "--steps", "20", "--json"]) == 0
    said = capsys.readouterr()
    report = json.loads(said.out.splitlines()[-1])
    assert (report["steps"], report["heldout"]) == (20, None)
    assert said.err.count("not enough memory") == 1


def test_a_run_that_cannot_be_copied_is_reported_and_said_to_be_unsaved(
    capsys, monkeypatch, tmp_path
):
    out = tmp_path / "run.safetensors"
    monkeypatch.setattr(checkpoint, "arrays_of", lack)
    assert cli.main(["train", "hello", "--steps", "20", "--json", "--out", str(out)]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out.splitlines()[-1])["steps"] == 20
    assert "not enough memory" in said.err
    assert "The run is not saved." in said.err
    assert not out.exists()
