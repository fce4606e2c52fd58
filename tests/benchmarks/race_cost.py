"""What a race costs: three networks in turn against the same three alone, measured in turns.

python tests/benchmarks/race_cost.py [--hidden 64] [--batch 1] [--steps 300] [--turns 9] [--json]
"""

import argparse
import json
import os
import statistics
import sys
from pathlib import Path
from time import perf_counter

from turns import ONE_THREAD, machine

os.environ.update(ONE_THREAD)  # before NumPy is imported
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rnnviz.lab.race.contestants import Entries, contestants
from rnnviz.lab.race.presets import race_preset
from rnnviz.lab.race.race import Race
from rnnviz.lab.settings import Settings
from rnnviz.tasks.builtin import BUILTIN

ENDLESS = 100_000_000


def measure(hidden, batch, steps, turns):
    """The seconds of three networks that train so many steps alone, in a race, and the ratio."""
    corpus = BUILTIN["verse"].load()
    start = Settings().change(hidden=hidden, batch=batch, steps=ENDLESS)
    entered = contestants(Entries(start, race_preset("cells").changes), lambda _: corpus)
    racing, resting = (Race(entered, lambda _: corpus) for _ in range(2))

    def race():
        for _ in range(len(racing.runs) * steps):
            next(racing.turns)

    def alone():
        for run in resting.runs:
            for _ in range(steps):
                next(run)

    race(), alone()  # the first steps make buffers
    found = [(seconds_of(alone), seconds_of(race)) for _ in range(turns)]
    return {
        "alone": statistics.median(seconds for seconds, _ in found),
        "race": statistics.median(seconds for _, seconds in found),
        "ratio": statistics.median(raced / alone for alone, raced in found),
    }


def seconds_of(work):
    """How long something takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def main(given=None):
    """Measure, and print a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (("hidden", 64), ("batch", 1), ("steps", 300), ("turns", 9)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--json", action="store_true")
    parsed = parser.parse_args(given)
    found = measure(parsed.hidden, parsed.batch, parsed.steps, parsed.turns)
    if parsed.json:
        print(json.dumps({"machine": machine(), **vars(parsed), **found}))
        return 0
    print(f"on {machine()}")
    print(
        f"{parsed.steps} steps of vanilla, GRU and LSTM, H={parsed.hidden}, B={parsed.batch}: "
        f"{found['alone']:.3f} s one after the other, {found['race']:.3f} s in a race, "
        f"ratio {found['ratio']:.3f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
