"""Compares a sweep of eight rows on one process and on two.

python tests/benchmarks/sweep_jobs.py [--steps 3000] [--turns 3] [--json]

The seconds are those of the whole command, start and end included; of several turns the fastest of
each counts, as what else the machine does is not of interest.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINE = ("sweep", "verse", "--vary", "hidden=100", "--seeds", "8")


def seconds(jobs, steps):
    """How long the command takes with so many processes."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "rnnviz", *LINE, "--steps", str(steps)]
        command += ["--jobs", str(jobs), "--out", str(Path(home) / "rows"), "--json"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        started = time.perf_counter()
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        took = time.perf_counter() - started
    assert len(json.loads(done.stdout)) == 8
    return took


def main(given=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parsed = parser.parse_args(given)
    turns = [[seconds(jobs, parsed.steps) for jobs in (1, 2)] for _ in range(parsed.turns)]
    one, two = (min(column) for column in zip(*turns, strict=True))
    result = {"rows": 8, "seconds on 1": one, "seconds on 2": two, "times as fast": one / two}
    print(json.dumps(result) if parsed.json else "\n".join(f"{k}: {v}" for k, v in result.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
