"""rnnviz train: the report, the file it leaves, resuming, presets, Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from programs import RUNS, TELLS_WHEN_IT_TRAINS, Program
from safetensors import safe_open
from trainers import other_values

from rnnviz.cli.interruption import Interruption
from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.trainer import Trainer
from rnnviz.lab.usual_settings import PRESETS, preset
from rnnviz.tasks import DRAWN
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.text import read_files

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--hidden", 6, "--window", 6)
KEYS = {
    *("steps", "loss", "loss_ema", "heldout", "seconds", "chars_per_second"),
    *("parameters", "vocabulary", "loss_steps", "loss_mean", "loss_mean_steps", "heldout_count"),
}


def run_of(path):
    run = load_run(path)
    return run, run.progress["step"]


def test_the_report_is_one_json_object_on_the_last_line(rnnviz, text_file):
    answer = rnnviz("train", text_file, *SMALL, "--steps", 40, "--json")
    assert answer.code == 0
    report = answer.json
    assert set(report) >= KEYS
    settings = Settings().change(hidden=6, window=6, steps=40)
    trainer = Trainer(settings, read_files([text_file]))
    losses = [trainer.loss for _ in trainer]
    assert report["steps"] == 40
    assert report["loss"] == pytest.approx(np.mean(losses[-4:]), rel=1e-5)
    assert report["loss_steps"] == report["loss_mean_steps"] == 4
    assert report["loss_mean"] == pytest.approx(np.mean(losses[-4:]), rel=1e-12)
    assert report["loss_ema"] == pytest.approx(trainer.slow)
    held_out = int(trainer.corpus.characters * 0.1)
    assert report["heldout_count"] == held_out - 1
    assert report["heldout_estimate"] == trainer.feed.estimate(trainer.network).loss
    assert report["parameters"] == trainer.network.flat.size
    assert report["vocabulary"] == trainer.corpus.alphabet
    assert 0 < report["heldout"] < 5
    assert report["seconds"] > 0
    assert report["chars_per_second"] == pytest.approx(240 / report["seconds"])


def test_the_report_in_words_says_the_same(rnnviz, text_file):
    answer = rnnviz("train", text_file, *SMALL, "--steps", 40)
    assert answer.code == 0
    assert "40 steps" in answer.out
    assert "nats per character, mean of the last 4 steps\n" in answer.out
    assert "nats per character, moving average that keeps 0.999 a step\n" in answer.out
    assert answer.out.endswith(" held-out characters\n")


def test_the_held_out_loss_is_that_of_evaluate(rnnviz, text_file, here):
    report = rnnviz("train", text_file, *SMALL, "--steps", 40, "--out", "r.safetensors", "--json")
    text = text_file.read_text()
    held = here / "held.txt"
    held.write_text(text[len(text) - int(len(text) * 0.1) :])
    assert rnnviz("evaluate", "r.safetensors", held, "--json").json["nats_per_char"] == (
        pytest.approx(report.json["heldout"], rel=1e-6)
    )


def test_nothing_is_written_without_being_asked_for(rnnviz, text_file, here):
    rnnviz("train", text_file, *SMALL, "--steps", 5)
    assert sorted(path.name for path in here.iterdir()) == ["sea.txt"]


def test_a_builtin_text_is_named(rnnviz):
    report = rnnviz("train", "hello", *SMALL, "--steps", 5, "--json").json
    assert report["vocabulary"] == 5


def test_every_setting_is_a_flag_that_reaches_the_run(rnnviz, text_file):
    values = {
        "cell": "lstm", "hidden": 7, "layers": 2, "forget_bias": 1.5, "init": "glorot", "seed": 3,
        "dtype": "float64", "window": 5, "batch": 2, "state": "reset", "steps": 4,
        "optimizer": "rmsprop", "decay": 0.8, "lr": 0.01, "schedule": "exponential",
        "schedule_length": 50, "warmup": 2, "lr_end": 0.5, "clip": "value", "clip_threshold": 1.0,
        "fold": "case", "validation": 0.2, "temperature": 0.5, "top_k": 3, "prime": "sea",
        "sample_length": 9,
    }  # fmt: skip
    rows = Settings().change(**values).rows()
    values |= {n: other_values(d)[0] for n, d in rows.items() if n not in {"task", *values}}
    flags = [part for n, v in values.items() for part in (declarations()[n].flag, v)]
    answer = rnnviz("train", text_file, *flags, "--out", "run.safetensors")
    assert answer.code == 0, answer.err
    run, step = run_of("run.safetensors")
    assert step == 4
    assert {name: run.settings.value(name) for name in values} == values


def test_every_declared_setting_is_in_the_help_with_its_tooltip(rnnviz):
    answer = rnnviz("train", "--help")
    assert answer.code == 0
    words = " ".join(answer.out.split())
    for declaration in declarations().values():
        assert declaration.flag in words
        assert " ".join(declaration.tooltip.split())[:40] in words.replace("- ", "-")


def test_the_classic_preset_is_the_classic_scripts(rnnviz, text_file):
    answer = rnnviz(
        "train", text_file, "--preset", "min-char-rnn", "--steps", 5, "--out", "run.safetensors"
    )
    assert answer.code == 0
    settings, _ = run_of("run.safetensors")
    found = {n: settings.settings.value(n) for n in ("optimizer", "lr", "clip", "clip_threshold")}
    assert found == {"optimizer": "adagrad", "lr": 0.1, "clip": "value", "clip_threshold": 5.0}
    shape = {n: settings.settings.value(n) for n in ("cell", "hidden", "window", "batch")}
    assert shape == {"cell": "vanilla", "hidden": 100, "window": 25, "batch": 1}
    assert settings.settings.value("activation") == "tanh"
    assert settings.settings.schedule == "constant"
    fresh = Trainer(preset("min-char-rnn"), read_files([text_file]))
    for name, p in fresh.network.parameters.items():
        if p.ndim == 2:
            assert p.std() == pytest.approx(0.01, rel=0.2), name
        else:
            assert not p.any(), name


def test_a_flag_goes_before_the_preset(rnnviz, text_file):
    flags = ("--hidden", 6, "--lr", 0.05, "--steps", 2, "--out", "run.safetensors")
    assert rnnviz("train", text_file, "--preset", "min-char-rnn", *flags).code == 0
    run, _ = run_of("run.safetensors")
    assert (run.settings.hidden, run.settings.lr, run.settings.optimizer) == (6, 0.05, "adagrad")


@pytest.mark.parametrize("name", list(PRESETS))
def test_every_preset_trains(rnnviz, name):
    assert rnnviz("train", "hello", "--preset", name, "--steps", 3).code == 0


@pytest.mark.parametrize("task", list(DRAWN))
def test_a_task_that_draws_its_sequences_needs_no_text(rnnviz, task):
    flags = ("--task", task, "--hidden", 6, "--batch", 4, "--out", "run.safetensors", "--json")
    report = rnnviz("train", *flags, "--steps", 6).json
    assert report["steps"] == 6
    assert isinstance(report["score"], float)
    again = rnnviz("train", "--resume", "run.safetensors", "--steps", 4, "--json").json
    assert again["steps"] == 10


def test_the_same_seed_reports_the_same(rnnviz, text_file):
    reports = [
        rnnviz("train", text_file, *SMALL, "--steps", 30, "--seed", seed, "--json").json
        for seed in (4, 4, 5)
    ]
    assert reports[0]["loss"] == reports[1]["loss"] != reports[2]["loss"]


def test_a_resumed_run_goes_on_to_the_same_end(rnnviz, text_file):
    train = ("train", text_file)
    whole = rnnviz(*train, *SMALL, "--steps", 40, "--out", "whole.safetensors", "--json").json
    rnnviz(*train, *SMALL, "--steps", 25, "--out", "half.safetensors")
    resumed = rnnviz(
        *train, "--resume", "half.safetensors", "--steps", 15, "--out", "rest.safetensors", "--json"
    ).json
    assert resumed["steps"] == 40
    for key in ("loss", "loss_mean", "loss_ema", "heldout"):
        assert resumed[key] == whole[key]
    ends = [load_run(f"{name}.safetensors").network().flat for name in ("whole", "rest")]
    np.testing.assert_array_equal(*ends)
    assert run_of("half.safetensors")[1] == 25


def test_a_resumed_run_may_be_written_over_its_own_file(rnnviz, text_file, trained):
    flags = ("--resume", trained, "--out", trained, "--steps", 3)
    assert rnnviz("train", text_file, *flags).code == 0
    assert run_of(trained)[1] == 33


def test_a_resumed_run_takes_settings_that_act_at_once(rnnviz, text_file, trained):
    flags = ("--resume", trained, "--steps", 3, "--lr", 0.5, "--out", "new.safetensors")
    assert rnnviz("train", text_file, *flags).code == 0
    assert load_run("new.safetensors").settings.lr == 0.5


def test_a_finished_run_that_is_resumed_without_steps_goes_on(rnnviz, text_file, trained):
    assert rnnviz("train", text_file, "--resume", trained, "--json").json["steps"] == 60


def test_damage_in_a_text_is_told_and_it_is_learned(rnnviz, here):
    (here / "damaged.txt").write_bytes("süß und grün ".encode() * 40 + b"\xff")
    answer = rnnviz("train", "damaged.txt", *SMALL, "--steps", 3)
    assert answer.code == 0
    assert "damaged.txt is UTF-8 with 1 damaged byte" in answer.err


def test_divergence_is_told_and_fails(rnnviz, text_file):
    lost = ("--activation", "relu", "--optimizer", "sgd", "--lr", 10, "--clip", "none")
    flags = ("--layers", 3, "--window", 60, "--schedule", "constant", "--hidden", 8)
    answer = rnnviz("train", text_file, *lost, *flags, "--json")
    assert answer.code == 1
    assert answer.json["diverged"] is True
    assert "learning rate" in answer.err or "--lr" in answer.err


LONG = ("train", "verse", "--hidden", "128", "--window", "50", "--steps", "1000000")
PROGRAM = TELLS_WHEN_IT_TRAINS + RUNS


def interrupted(number, *more, folder):
    """A long training that gets a signal after a while: exit code, stdout, stderr."""
    command = [sys.executable, "-c", PROGRAM, *LONG, *more]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with Program(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        cwd=folder,
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "begun\n"
        time.sleep(0.8)
        process.send_signal(number)
        out, err = process.communicate(timeout=90)
    return process.returncode, out, err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_saves_a_whole_step_and_ends_with_0(tmp_path, number):
    path = tmp_path / "run.safetensors"
    code, out, err = interrupted(number, "--out", str(path), "--json", folder=tmp_path)
    assert code == 0, err
    assert "Traceback" not in err
    report = json.loads(out.splitlines()[-1])
    run, step = run_of(path)
    assert report["steps"] == step > 0
    with safe_open(path, "numpy") as file:
        assert len(file.get_tensor("curve.loss")) == step
    straight = Trainer(run.settings, _verse())
    straight.goal = step
    for _ in straight:
        pass
    np.testing.assert_array_equal(run.network().flat, straight.network.flat)
    resumed = run.resume(_verse())
    assert resumed.feed.position == straight.feed.position
    np.testing.assert_array_equal(resumed.state.h, straight.state.h)


def _verse():
    return BUILTIN["verse"].load()


def test_a_second_ctrl_c_ends_at_once():
    with Interruption() as interruption:
        signal.raise_signal(signal.SIGINT)
        assert interruption.wanted
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_ctrl_c_without_out_writes_nothing_and_ends_with_0(tmp_path):
    code, _, err = interrupted(signal.SIGINT, folder=tmp_path)
    assert code == 0
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
