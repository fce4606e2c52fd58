"""What the past of a run costs: keeping it, showing a moment of it, and its memory; and its proof.

`python tests/benchmarks/past_cost.py [--steps N] [--json]`. Keeping is measured in
turns with a twin that keeps nothing, whose steps are the same ones, in seconds of the processor.
"""

import argparse
import json
import os
import statistics
import sys
from pathlib import Path
from time import process_time

for library in ("OPENBLAS", "OMP", "MKL"):  # before NumPy is loaded
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent / "lab" / "past")]

from same import REQUESTS, difference  # noqa: E402

from rnnviz.core.cells import REGISTRY as CELLS  # noqa: E402
from rnnviz.lab.past.past import Past  # noqa: E402
from rnnviz.lab.run import Run  # noqa: E402
from rnnviz.lab.settings import Settings  # noqa: E402
from rnnviz.lab.trainer import Trainer  # noqa: E402
from rnnviz.tasks.builtin import BUILTIN  # noqa: E402

CASES = {
    "vanilla H=64 B=1": ({"cell": "vanilla", "hidden": 64, "batch": 1}, 5000, 25),
    "vanilla H=64 B=1, longer": ({"cell": "vanilla", "hidden": 64, "batch": 1}, 20_000, 100),
    "lstm H=128 B=32": ({"cell": "lstm", "hidden": 128, "batch": 32}, 1000, 5),
}
"""Settings, steps, and the steps of a turn."""
NEVER = 10**12
FRONT = ("hidden_units", "gradient_flow")
"""What is measured for the panels that stand in front."""


class Timed(Past):
    """A past that knows how long it has kept."""

    seconds = 0.0

    def keep(self, *what, **more):
        begun = process_time()
        try:
            return super().keep(*what, **more)
        finally:
            self.seconds += process_time() - begun


def run_of(corpus, **changes):
    return Run(Trainer(Settings().change(**changes), corpus))


def keeping(corpus, changes, steps, turn):
    """The share of the time that keeping takes: by the clock, and against a twin in turns."""
    keeps, twin = (run_of(corpus, **changes, steps=NEVER // 10**4) for _ in range(2))
    keeps.past, twin.past.due = Timed(), NEVER
    seconds = {keeps: 0.0, twin: 0.0}
    ratios = []
    turn = min(turn, steps)
    for number in range(steps // turn):
        took = {}
        for run in (keeps, twin) if number % 2 else (twin, keeps):
            begun = process_time()
            for _ in range(turn):
                next(run)
            took[run] = process_time() - begun
            seconds[run] += took[run]
        ratios.append(took[keeps] / took[twin])
    return {
        "steps": steps,
        "moments": len(keeps.past.steps),
        "share": keeps.past.seconds / (seconds[keeps] - keeps.past.seconds),
        "ratio": seconds[keeps] / seconds[twin],
        "median_ratio": statistics.median(ratios),
        "bytes": keeps.past.bytes,
        "budget": keeps.past.budget,
    }


def showing(corpus, cell, batch, steps):
    """Seconds of the processor until all that panels can ask of a moment is measured.

    Of those in `FRONT` alone, of all at once, of the slowest moment, and of the first, for which
    what stands there is made.
    """
    run = run_of(corpus, cell=cell, hidden=128, batch=batch)
    while run.step < steps:
        next(run)
    front = [request for request in REQUESTS if request.probe in FRONT]

    def shown(requests):
        took = []
        for step in (*run.past.steps, *reversed(run.past.steps)):
            begun = process_time()
            run.snapshot(run.measure(requests, at=step), at=step)
            took.append(process_time() - begun)
        return took

    took = shown(REQUESTS)
    return {
        "first": took[0],
        "median": statistics.median(took),
        "slowest": max(took[1:]),
        "front": statistics.median(shown(front)),
    }


def proving(corpus, cell, steps):
    """Where the moment after 100 of many steps differs from a fresh run of 100; "" if nowhere."""
    old, fresh = (run_of(corpus, cell=cell) for _ in range(2))
    for run, goal in ((old, steps), (fresh, 100)):
        while run.step < goal:
            next(run)
    return difference(old.measure(REQUESTS, at=100), fresh.measure(REQUESTS))


def measure(steps=None, shown_after=300, rewound_from=5000):
    """All of it, as one mapping; `steps` are those of each case."""
    corpus = BUILTIN["verse"].load()
    batches = {"H=128 B=1": 1, "H=128 B=32": 32}
    return {
        "keeping": {
            name: keeping(corpus, changes, steps or usual, turn)
            for name, (changes, usual, turn) in CASES.items()
        },
        "showing": {
            f"{cell} {name}": showing(corpus, cell, batch, shown_after)
            for cell in ("vanilla", "lstm")
            for name, batch in batches.items()
        },
        "differences": {cell: proving(corpus, cell, rewound_from) for cell in CELLS},
    }


def told(found):
    for name, row in found["keeping"].items():
        print(
            f"{name}: keeping {row['moments']} moments in {row['steps']:,} steps takes "
            f"{row['share']:.2%} of the time (in turns {row['ratio'] - 1:+.2%}, median turn "
            f"{row['median_ratio'] - 1:+.2%}) and {row['bytes'] / 1e6:.1f} of "
            f"{row['budget'] / 1e6:.0f} MB"
        )
    for name, row in found["showing"].items():
        first, median, slowest, front = (1000 * row[key] for key in row)
        print(
            f"{name}: a moment is measured for all panels in {median:.1f} ms, the slowest in "
            f"{slowest:.1f}, the first in {first:.1f}; for those in front in {front:.1f}"
        )
    for cell, words in found["differences"].items():
        print(f"{cell}: step 100 of many is {words or 'what a fresh run of 100 steps is'}")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, help="steps of each case")
    parser.add_argument("--shown-after", type=int, default=300, metavar="N")
    parser.add_argument("--rewound-from", type=int, default=5000, metavar="N")
    parser.add_argument("--json", action="store_true")
    parsed = parser.parse_args(arguments)
    found = measure(parsed.steps, parsed.shown_after, parsed.rewound_from)
    if parsed.json:
        print(json.dumps(found, indent=1))
    else:
        told(found)
    return 1 if any(found["differences"].values()) else 0


if __name__ == "__main__":
    sys.exit(main())
