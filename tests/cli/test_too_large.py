"""Networks too large for memory are refused with exit code 2, a sentence, and nothing written."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from rnnviz.lab.memory import memory_need

ROOT = Path(__file__).resolve().parents[2]
SMALL = 5_000_000


@pytest.fixture
def little_memory(monkeypatch):
    """A machine with 5 MB left."""
    monkeypatch.setattr(memory_need, "available_bytes", lambda: SMALL)


def refusal(answer):
    """The one sentence of a refused command."""
    assert (answer.code, answer.out) == (2, ""), answer
    (line,) = answer.err.splitlines()
    return line


def test_training_is_refused_with_what_it_takes_and_what_would_fit(
    rnnviz, text_file, little_memory, here
):
    said = refusal(rnnviz("train", text_file, "--hidden", 2000, "--out", "run.safetensors"))
    assert "2,000 Vanilla RNN units" in said
    assert "MB of memory and 5.0 MB are free. Lower Hidden units to " in said
    assert not (here / "run.safetensors").exists()


def test_a_resumed_run_is_refused_as_too_large_and_not_as_damaged(rnnviz, trained, monkeypatch):
    monkeypatch.setattr(memory_need, "available_bytes", lambda: 1000)
    for command in ((), ("--hidden", 6)):
        said = refusal(rnnviz("train", "--resume", trained, "--steps", 5, *command))
        assert "of memory and 1 kB are free" in said
        assert "damaged" not in said


@pytest.mark.parametrize("command", ["sample", "evaluate", "gradients"])
def test_a_saved_run_that_is_asked_is_refused_too(rnnviz, trained, text_file, monkeypatch, command):
    monkeypatch.setattr(memory_need, "available_bytes", lambda: 1000)
    more = {"sample": (), "evaluate": (text_file,), "gradients": ("the sea",)}[command]
    assert "of memory and 1 kB are free" in refusal(rnnviz(command, trained, *more))


@pytest.mark.parametrize(
    "command",
    [
        ("bench", "memory", "--hidden", 4096, "--lengths", "5,1000", "--max-steps", 1),
        ("bench", "core", "--grid", "64x1x25,2048x8x25", "--seconds", 0.01),
    ],
    ids=["memory", "core"],
)
def test_a_bench_is_refused_before_its_first_case(rnnviz, little_memory, command):
    assert "MB are free. Lower" in refusal(rnnviz(*command))


def test_a_lesson_says_which_step_is_too_large(rnnviz, here, monkeypatch):
    monkeypatch.setattr(memory_need, "available_bytes", lambda: 1000)
    answer = rnnviz("lesson", "vanish", "--check")
    assert answer.code in (1, 2)
    assert "of memory and 1 kB are free" in answer.out + answer.err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a limit that Linux keeps")
def test_a_limit_on_the_process_ends_in_a_sentence(text_file, here):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (6 * 10**8, 6 * 10**8))

    words = ["-m", "rnnviz", "train", str(text_file), "--hidden", "4096", "--window", "10"]
    answer = subprocess.run(
        [sys.executable, *words, "--steps", "3"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        preexec_fn=limit,
        timeout=120,
    )
    assert answer.returncode == 2, answer
    assert "4,096 Vanilla RNN units" in answer.stderr
    assert "Traceback" not in answer.stderr
