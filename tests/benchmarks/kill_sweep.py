"""Kills a sweep at random moments: what it finished is neither damaged nor computed again.

python tests/benchmarks/kill_sweep.py [--kills 20] [--steps 1500] [--seed 0] [--json]

The course's sweep, 8, 64 and 256 units with two seeds, on two processes. After each kill (of the
program itself, which its processes follow) the same line is run again, until it is killed once
more; a sweep that comes to its end is compared with one that nobody killed, and another begins.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rnnviz.lab.sweep.folder import MARKER, SweepFolder

ROOT = Path(__file__).resolve().parents[2]
LINE = ("sweep", "verse", "--vary", "hidden=8,64,256", "--seeds", "2", "--jobs", "2")
TIMES = ("seconds", "chars_per_second", "seconds_per_epoch")
PATIENCE = 20.0
"""Seconds that processes may take to follow their parent."""


def start(folder, steps):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "rnnviz", *LINE, "--steps", str(steps), "--out", str(folder)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env=environment, **quiet)


def files_of(folder):
    """The contents of the files of rows that are over, by name."""
    if not folder.is_dir():
        return {}
    rows = [path for path in folder.glob("*.json") if path.name != MARKER]
    runs = [path.with_suffix(".safetensors") for path in rows]
    return {path.name: path.read_bytes() for path in (*rows, *runs) if path.exists()}


def numbers_of(folder):
    """What was found, by row, but for how long it took."""
    records = SweepFolder(folder, "training", create=False).records()
    return {r.name: {k: v for k, v in r.result.items() if k not in TIMES} for r in records}


def descendants(process):
    """The processes that a process has started (Linux; else none are known)."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in text.split()]


def runs(process):
    """Whether a process is there and computes: no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def outlived(children):
    """The processes that are still there although their parent is not."""
    deadline = time.monotonic() + PATIENCE
    while any(map(runs, children)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return [child for child in children if runs(child)]


class Rounds:
    """Sweeps in one folder after the other, and what was wrong with them."""

    def __init__(self, home, steps, chance):
        self._home, self._steps, self._chance = home, steps, chance
        self.kills = self.finished = self.kept = 0
        self.wrong = []
        started = time.monotonic()
        start(home / "whole", steps).wait()
        self._seconds = time.monotonic() - started
        self._whole = numbers_of(home / "whole")
        self._folder = home / "0"

    def one(self):
        """Run the line until it is killed, or is done."""
        before = files_of(self._folder)
        process = start(self._folder, self._steps)
        try:
            process.wait(self._chance.uniform(0.0, self._seconds))
        except subprocess.TimeoutExpired:
            self._kill(process)
        else:
            self._check_end()
        after = files_of(self._folder)
        self._check(before, after)
        if process.returncode == 0:
            self._folder = self._home / str(self.finished)

    def _kill(self, process):
        children = descendants(process.pid)
        process.kill()
        process.wait()
        self.kills += 1
        if left := outlived(children):
            self.wrong.append(f"kill {self.kills}: processes {left} outlived their parent")

    def _check(self, before, after):
        self.kept += len(before)
        for name, contents in before.items():
            if after.get(name) != contents:
                self.wrong.append(f"kill {self.kills}: {name} was finished, and is another now")
        if (self._folder / MARKER).exists():
            try:
                numbers = numbers_of(self._folder)
            except Exception as error:
                self.wrong.append(f"kill {self.kills}: {error}")
                return
            if any(self._whole[name] != found for name, found in numbers.items()):
                self.wrong.append(f"kill {self.kills}: other numbers")

    def _check_end(self):
        self.finished += 1
        if numbers_of(self._folder) != self._whole:
            self.wrong.append(f"sweep {self.finished}: other rows than without kills")
        litter = [n for n in os.listdir(self._folder) if n.endswith((".claim", ".part"))]
        if litter:
            self.wrong.append(f"sweep {self.finished}: left behind: {litter}")


def main(given=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    parsed = parser.parse_args(given)
    with tempfile.TemporaryDirectory() as home:
        rounds = Rounds(Path(home), parsed.steps, random.Random(parsed.seed))
        while rounds.kills < parsed.kills or rounds.finished == 0:
            rounds.one()
    result = {
        "kills": rounds.kills,
        "sweeps that came to their end": rounds.finished,
        "finished files that the next run left as they were": rounds.kept,
        "wrong": rounds.wrong,
    }
    print(json.dumps(result) if parsed.json else "\n".join(f"{k}: {v}" for k, v in result.items()))
    return 1 if rounds.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
