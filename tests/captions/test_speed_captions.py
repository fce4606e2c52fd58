"""What is said of how fast training, window and start are."""

from rnnviz.captions.speed import core_caption, start_caption, window_caption
from rnnviz.lab.core_bench import Measurement


def test_a_case_of_the_core_is_a_line_of_a_table():
    told = core_caption(Measurement("lstm", 128, 32, 50, 123.4, 197_440.0, 0.505))
    assert told.split() == [
        "lstm", "H=128", "B=32", "T=50", "123.4", "steps/s", "197,440", "characters/s",
        "50%", "of", "the", "square", "product",
    ]  # fmt: skip


def test_the_window_is_told_beside_the_training_alone():
    result = {
        "headless": 1000.0,
        "windowed": 990.0,
        "ratio": 0.99,
        "frames_per_second": 60.0,
        "lateness_ms": {"p50": 0.5, "p99": 2.0, "max": 9.0},
    }
    assert window_caption(result) == (
        "alone 1,000.0 steps/s, with the window 990.0 (99.0%) at 60.0 frames/s\n"
        "lateness 0.50 ms median, 2.00 p99, 9.00 max"
    )


def test_the_start_is_told_beside_a_bare_one():
    assert start_caption({"ours_seconds": 1.5, "bare_seconds": 1.0, "ratio": 1.5}) == (
        "painted after 1.50 s, a bare window after 1.00 s: 1.50 times as long"
    )
