"""Two programs measured in turns: each in a process of its own, only one of them at work."""

import json
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}


def serve(open_case):
    """Answer [case, steps] lines with seconds; `open_case(case)` gives a function of steps."""
    opened = {}
    for line in sys.stdin:
        case, steps = json.loads(line)
        if str(case) not in opened:
            opened.clear()
            opened[str(case)] = open_case(case)
        print(opened[str(case)](steps), flush=True)


class Worker:
    """A process that runs `serve`; closing its stdin ends it."""

    def __init__(self, python, script):
        environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": str(HERE.parents[1])}
        self._process = subprocess.Popen(
            [python, HERE / script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()

    def seconds(self, case, steps):
        """How long `steps` steps of `case` take."""
        print(json.dumps([case, steps]), file=self._process.stdin, flush=True)
        return float(self._process.stdout.readline())


@dataclass(frozen=True)
class Paired:
    """Seconds per step of both programs and the ratios of the turns, theirs over ours."""

    ours: float
    theirs: float
    ratios: tuple[float, ...]

    @property
    def ratio(self):
        return statistics.median(self.ratios)


def in_turns(ours, theirs, case, seconds, turns):
    """Both programs one after the other, `turns` times, about `seconds` for each turn."""
    steps = {}
    for worker in (ours, theirs):
        worker.seconds(case, 3)
        steps[worker] = max(1, round(seconds / worker.seconds(case, 1)))
    pairs = [
        tuple(worker.seconds(case, steps[worker]) / steps[worker] for worker in (ours, theirs))
        for _ in range(turns)
    ]
    medians = [statistics.median(side) for side in zip(*pairs, strict=True)]
    return Paired(*medians, tuple(b / a for a, b in pairs))


def machine():
    """The processor and its system, for the head of a table."""
    cpuinfo = Path("/proc/cpuinfo")
    names = []
    if cpuinfo.exists():
        lines = cpuinfo.read_text().splitlines()
        names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.processor()
    return f"{processor}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
