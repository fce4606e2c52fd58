"""Runs whose description is JSON but not theirs: refused in plain words, never filled in."""

import json

import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
from trainers import CORPUS, make_trainer, train

from rnnviz.lab.runs.checkpoint import DESCRIPTION, load_run, save_run
from rnnviz.refusal import Refusal


@pytest.fixture
def changed(tmp_path):
    """A function that writes a good run with one entry of its description changed."""
    path = tmp_path / "run.safetensors"
    save_run(train(make_trainer(hidden=3, window=4), 4), path)
    with safe_open(path, "numpy") as file:
        metadata = file.metadata()
    arrays = load_file(path)

    def write(**entries):
        save_file(arrays, path, metadata | {n: json.dumps(v) for n, v in entries.items()})
        return path

    return write


def refusal_of(path):
    """The sentence that the run is refused with, "" if it is not."""
    try:
        load_run(path).resume(CORPUS)
    except Refusal as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize("settings", [{}, {"hidden": 3}, None, [], "x"], ids=str)
def test_a_run_without_its_settings_is_not_trained_with_others(changed, settings):
    sentence = refusal_of(changed(settings=settings))
    assert "run.safetensors is damaged" in sentence
    assert "settings" in sentence


def test_a_setting_out_of_bounds_is_named_as_in_the_form(changed):
    settings = make_trainer(hidden=3, window=4).settings.as_dict()
    sentence = refusal_of(changed(settings=settings | {"hidden": 0}))
    assert "(Hidden units must lie between 1 and 4,096; 0 does not)" in sentence


@pytest.mark.parametrize("name", [*DESCRIPTION, "deeds"])
@pytest.mark.parametrize("value", [None, [1], {"a": 1}, 5], ids=str)
def test_no_refusal_speaks_of_python(changed, name, value):
    sentence = refusal_of(changed(**{name: value}))
    assert "run.safetensors" in sentence
    for word in ("object", "NoneType", "argument", "indices", "iterable", "--", "Error"):
        assert word not in sentence
