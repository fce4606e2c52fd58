"""Drops a large text on the window: longest event-loop gap, seconds to training, peak memory.

python tests/benchmarks/large_text.py [--megabytes 100] [--json]
"""

import sys
import tempfile
from pathlib import Path
from threading import Event, Thread

from live import arguments, has_proc, let_run, live_window, resident, tell, until

from rnnviz.bench.window_cost import TICK, Lateness
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.folding import Folding

MEGA = 1_000_000


class Peak(Thread):
    """Watches the process's memory from a thread of its own."""

    def __init__(self):
        super().__init__()
        self.highest = resident()
        self._over = Event()

    def run(self):
        while not self._over.wait(0.002):
            self.highest = max(self.highest, resident())

    def end(self):
        self._over.set()
        self.join()
        return self.highest


def write_text(path, size):
    """Repeat the built-in verse up to `size` bytes."""
    corpus = BUILTIN["verse"].load(Folding.named("none"))
    verse = corpus.decode(corpus.codes).encode()
    with path.open("wb") as file:
        for start in range(0, size, len(verse)):
            file.write(verse[: size - start])


def main(given=None):
    parsed = arguments(__doc__, megabytes=(100, "size of the text")).parse_args(given)
    if not has_proc():
        print("Skipped: this system does not say how much memory a process has.")
        return 0
    tell(figures(parsed.megabytes * MEGA), parsed.json)
    return 0


def figures(size):
    """What dropping a text of `size` bytes costs."""
    with tempfile.TemporaryDirectory() as folder, live_window() as window:
        path = Path(folder) / "large.txt"
        write_text(path, size)
        let_run(0.5)
        arrived = []
        window.session.corpus_changed.connect(arrived.append)
        before, peak, late = resident(), Peak(), Lateness()
        peak.start()
        late.start()
        window.drops.files_dropped.emit((str(path),))
        seconds = until(lambda: arrived and window.session.state == "ready")
        window.session.run()
        first = until(lambda: getattr(window.session.snapshot(), "step", 0) > 0)
        let_run(1.0)  # n-gram losses are still being counted
        late.stop()
        return {
            "megabytes": size / MEGA,
            "seconds_until_ready": seconds,
            "seconds_until_first_step": seconds + first,
            "longest_gap_ms": max(late.values) + TICK,
            "peak_memory_over_file_size": (peak.end() - before) / size,
        }


if __name__ == "__main__":
    sys.exit(main())
