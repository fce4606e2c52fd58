"""A run is saved with its past where that is wanted, and comes back with all of it."""

import json

import numpy as np
import pytest
from in_turn import in_turn
from past.same import REQUESTS, difference
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
from trainers import CORPUS, assert_same, make_run, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.past.fork import fork
from rnnviz.lab.run import EARLIER, Run
from rnnviz.lab.runs import past_layout, run_layout
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.snapshot import Request
from rnnviz.refusal import Refusal


def run_of(task, **changes):
    return make_run(**changes) if task == "text" else make_run(None, task=task, **changes)


def saved(run, path):
    save_run(run.trainer, path, past=run.past.moments)
    return path


def resumed(path, corpus=CORPUS, past=True):
    found = load_run(path, past=past)
    run = Run(found.resume(corpus))
    run.past.take(found.moments(run.trainer))
    return run


def shown(run, step):
    facts = vars(run.snapshot(run.measure(REQUESTS, at=step), at=step)).copy()
    facts["settings"] = facts["settings"].as_dict()  # others mean nothing and are in no file
    return {name: value for name, value in facts.items() if name not in ("run", "moments")}


@pytest.mark.parametrize(("cell", "task"), in_turn(CELLS, ["text", "adding", "copying"]))
def test_every_moment_comes_back(tmp_path, task, cell):
    run = train(run_of(task, cell=cell, layers=2, steps=130), 30)
    run.trainer.write()
    run.change(run.settings.change(lr=0.02, clip="value", clip_threshold=3.0))
    train(run)
    again = resumed(saved(run, tmp_path / "run.safetensors"))
    assert again.past.steps == run.past.steps
    assert again.past.bytes == run.past.bytes
    for step in (*run.past.steps[::9], 30, 31):
        assert difference(shown(again, step), shown(run, step)) == "", step
    run.trainer.goal = again.trainer.goal = 140
    assert_same(train(again).trainer, train(run).trainer)
    assert again.past.steps[-1] == run.past.steps[-1] > 130


def test_a_moment_of_a_file_is_gone_on_from_as_it_was(tmp_path):
    run = train(make_run(steps=90))
    again = resumed(saved(run, tmp_path / "run.safetensors"))
    assert_same(train(fork(again, 30)).trainer, run.trainer)


def test_the_early_moments_of_a_saved_run_are_those_of_its_past(tmp_path):
    run = train(make_run(steps=120))
    asked = Request(EARLIER, (("of", "decay"),))
    again = resumed(saved(run, tmp_path / "run.safetensors"))
    found, then = again.measure([asked])[asked], run.measure([asked])[asked]
    assert [moment.step for moment in found] == [0, 100]
    for moment, other in zip(found, then, strict=True):
        assert difference(moment.found, other.found) == ""


def test_a_moment_that_was_changed_by_hand_is_still_one(tmp_path):
    run = train(make_run(steps=120), 57)
    run.intervene("orthogonal")
    again = resumed(saved(train(run), tmp_path / "run.safetensors"))
    assert [moment.step for moment in again.past.moments if moment.by_hand] == [57]


def test_a_file_without_its_past_is_what_it_was_before(tmp_path):
    run = train(make_run(steps=20))
    save_run(run.trainer, tmp_path / "plain.safetensors")
    save_run(run.trainer, tmp_path / "past.safetensors", past=run.past.moments)
    plain, with_past = (load_file(tmp_path / f"{n}.safetensors") for n in ("plain", "past"))
    added = {name for name in with_past if name not in plain}
    assert added
    assert all(name.startswith("past.") for name in added)
    for name, array in plain.items():
        np.testing.assert_array_equal(array, with_past[name])
    descriptions = []
    for name in ("plain", "past"):
        with safe_open(tmp_path / f"{name}.safetensors", "numpy") as file:
            descriptions.append(file.metadata())
    assert json.loads(descriptions[1].pop("past"))[0]["progress"]["step"] == 0
    assert descriptions[0] == descriptions[1]


def test_a_reader_that_does_not_ask_for_the_past_reads_none_of_it(tmp_path):
    run = train(make_run(steps=20))
    path = saved(run, tmp_path / "run.safetensors")
    found = load_run(path)
    assert not any(name.startswith("past.") for name in found.arrays)
    assert resumed(path, past=False).past.steps == ()


def test_a_file_has_room_for_a_reader_of_the_first_version(tmp_path, monkeypatch):
    monkeypatch.setattr(past_layout, "ARRAYS_AT_MOST", 100)
    run = train(make_run(steps=130))
    path = saved(run, tmp_path / "run.safetensors")
    assert sum(name.startswith("past.") for name in load_file(path)) <= 100
    steps = resumed(path).past.steps
    assert {0, 100, run.past.steps[-1]} < set(steps) < set(run.past.steps)


def test_lists_that_a_file_cuts_short_end_where_they_did(tmp_path, monkeypatch):
    monkeypatch.setitem(run_layout.LISTS, "samples", 5)
    run = make_run(steps=60)
    for _ in run:
        run.trainer.write()
    again = resumed(saved(run, tmp_path / "run.safetensors"))
    assert [sample.step for sample in again.history.samples] == [56, 57, 58, 59, 60]
    kept = [step for step in run.past.steps if step >= 54]
    for step in kept:
        wanted = list(range(56, step))
        assert [sample.step for sample in again.at(step).history.samples] == wanted


@pytest.fixture
def contents(tmp_path):
    path = saved(train(make_run(steps=6, hidden=3)), tmp_path / "whole.safetensors")
    with safe_open(path, "numpy") as file:
        return load_file(path), file.metadata()


def refusal_of(tmp_path, arrays, metadata):
    path = tmp_path / "wrong.safetensors"
    save_file(arrays, path, metadata)
    with pytest.raises(Refusal) as refused:
        resumed(path)
    sentence = str(refused.value)
    assert sentence.startswith("wrong.safetensors is damaged")
    return sentence


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("past.3.window.inputs", lambda a: a + 1000),
        ("past.3.window.inputs", lambda a: a[:-1]),
        ("past.3.window.targets", lambda a: a - 1000),
        ("past.3.window.targets", lambda a: a.astype(np.float32)),
        ("past.3.weights", lambda a: a[:-1]),
        ("past.3.before", lambda a: a.astype(np.float64)),
        ("past.3.optimizer.m", lambda a: a[None]),
        ("past.3.state.h", lambda a: a[:, :1]),
        ("past.3.window.state.h", lambda a: a[0]),
    ],
)
def test_arrays_that_fit_no_moment_are_refused(tmp_path, contents, name, wrong):
    arrays, metadata = contents
    refusal_of(tmp_path, arrays | {name: np.ascontiguousarray(wrong(arrays[name]))}, metadata)


@pytest.mark.parametrize("name", ["weights", "window.inputs", "state.h", "optimizer.v"])
def test_a_moment_without_all_that_makes_it_is_refused(tmp_path, contents, name):
    arrays, metadata = contents
    arrays.pop(f"past.3.{name}")
    refusal_of(tmp_path, arrays, metadata)


def changed(key, value, within="progress"):
    def change(entry):
        (entry[within] if within else entry)[key] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        changed("step", 4),
        changed("step", 99),
        changed("position", 10**9),
        changed("recent", [[1.0] * 9, []]),
        changed("hidden", 5, "settings"),
        changed("colour", 5, "settings"),
        changed("later", [10**6, 0, 0, 0], None),
        changed("later", [0, 0], None),
        changed("later", [0, 0, -1, 0], None),
        changed("looked", [1, 0], None),
        changed("by_hand", None, None),
        changed("random_state", {}, None),
        lambda entry: entry["progress"].pop("recent"),
        lambda entry: entry.clear(),
    ],
)
def test_what_no_moment_can_have_been_is_refused(tmp_path, contents, change):
    arrays, metadata = contents
    entries = json.loads(metadata["past"])
    change(entries[3])
    refusal_of(tmp_path, arrays, metadata | {"past": json.dumps(entries)})


@pytest.mark.parametrize("wrong", ["{}", "[[]]", "null", "[1, 2", json.dumps([{}] * 2000)])
def test_a_past_that_is_none_is_refused(tmp_path, contents, wrong):
    arrays, metadata = contents
    refusal_of(tmp_path, arrays, metadata | {"past": wrong})
