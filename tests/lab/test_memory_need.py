"""What a network takes is known before it is made, and what is too large is refused in time."""

import json
import subprocess
import sys

import pytest

from rnnviz.lab.memory import memory_need, together
from rnnviz.lab.memory.memory_need import Shape, TooLarge, check_memory, memory_for, need, size_text
from rnnviz.lab.memory_bench import Plan
from rnnviz.lab.settings import Settings
from rnnviz.refusal import Refusal
from rnnviz.tasks.adding import Adding

NEAR = 1.6
"""The factor within which an estimate must be."""
MEASURE = """
import json, sys
from pathlib import Path
from rnnviz.lab.runs.checkpoint import save_run
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.text import read_text

def peak():
    rows = Path("/proc/self/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("VmHWM")) * 1024

corpus = read_text("the sea is old and grey and the moon goes over it again. " * 9000, "sea")
small = Settings().change(hidden=4, sample_length=2)
for settings in (small, Settings().change(**json.loads(sys.argv[1]))):
    before = peak()
    trainer = Trainer(settings, corpus)
    for _ in range(2):
        next(trainer)
    trainer.write()
    save_run(trainer, sys.argv[2])
print(json.dumps([peak() - before, len(corpus.vocabulary)]))
"""


def really_taken(settings, folder):
    """Bytes that a training, a sample and a saved run add to a process, and the alphabet."""
    arguments = [sys.executable, "-c", MEASURE, json.dumps(settings), str(folder / "r.safetensors")]
    answer = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=120)
    return json.loads(answer.stdout)


def text_shape(settings, V):
    return Shape(V, V, settings.window, settings.window, settings.batch)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="measured as Linux counts")
@pytest.mark.parametrize(
    "changes",
    [
        {"hidden": 2200, "init": "pytorch"},
        {"cell": "lstm", "hidden": 700, "layers": 2, "init": "glorot"},
        {"cell": "gru", "hidden": 256, "batch": 64, "window": 100},
        {"hidden": 2200, "optimizer": "sgd", "dtype": "float64", "init": "gaussian"},
        {"cell": "lstm", "hidden": 128, "batch": 200, "window": 200, "layers": 2},
        {"cell": "lstm", "hidden": 128, "batch": 200, "window": 100, "layer_norm": True},
    ],
    ids=str,
)
def test_the_estimate_is_near_what_is_really_taken(changes, tmp_path):
    taken, V = really_taken(changes | {"sample_length": 2}, tmp_path)
    settings = Settings().change(**changes)
    estimate = need(settings, text_shape(settings, V)).total
    assert taken / NEAR < estimate < taken * NEAR, (taken, estimate)


LARGE = {"cell": "lstm", "hidden": 4096, "layers": 8}


@pytest.fixture
def machine(monkeypatch):
    """Gives the machine so many bytes (None: nobody knows)."""

    def have(size):
        for module in (memory_need, together):
            monkeypatch.setattr(module, "available_bytes", lambda: size)

    return have


def sentence(settings, use="train"):
    with pytest.raises(TooLarge) as refusal:
        check_memory(settings, text_shape(settings, 60), use)
    return str(refusal.value)


def test_what_is_too_large_is_said_with_its_bytes_and_what_would_fit(machine):
    machine(8 * 10**9)
    said = sentence(Settings().change(**LARGE))
    assert "8 layers of 4,096 LSTM units" in said
    assert "GB of memory and 8.0 GB are free" in said
    assert "Lower Hidden units to 2,000 or Layers to 2." in said


def test_what_would_fit_does_fit(machine):
    machine(8 * 10**9)
    for lower in ({"hidden": 1500}, {"layers": 1}):
        settings = Settings().change(**LARGE | lower)
        check_memory(settings, text_shape(settings, 60))


def test_a_large_window_is_lowered_first_by_what_makes_it_large(machine):
    machine(2 * 10**9)
    said = sentence(Settings().change(hidden=1024, batch=512, window=1000))
    assert "Batch to" in said
    assert "Window to" in said


def test_where_one_setting_does_not_help_all_that_count_are_named(machine):
    machine(10**6)
    said = sentence(Settings().change(**LARGE, batch=512, window=1000))
    assert "Hidden units (4,096) and Layers (8) and Batch (512) and Window (1,000)" in said


def test_reading_takes_less_than_measuring_and_that_less_than_training():
    settings = Settings().change(hidden=512)
    shape = text_shape(settings, 60)
    sizes = [need(settings, shape, use).total for use in ("read", "measure", "train")]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[1] < sizes[2]


def test_memory_that_is_missed_only_later_is_said_in_the_same_words(machine):
    machine(None)
    settings = Settings().change(hidden=100)
    with (
        pytest.raises(TooLarge, match=r"100 Vanilla RNN units.*of memory"),
        memory_for(settings, text_shape(settings, 60)),
    ):
        raise MemoryError


def test_a_bench_refuses_its_largest_network_before_the_first_is_made(machine):
    machine(10**8)
    large = Settings().change(hidden=2048, batch=64)
    with pytest.raises(Refusal, match=r"2,048 LSTM units.*GB of memory"):
        Plan(Adding(), ("vanilla", "lstm"), (5, 50), settings=large)


@pytest.mark.parametrize(
    ("size", "text"), [(1500, "2 kB"), (2_500_000, "2.5 MB"), (10**12, "1.0 TB")]
)
def test_bytes_are_written_as_people_write_them(size, text):
    assert size_text(size) == text
