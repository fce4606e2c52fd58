"""Kills the window and the command line at random moments, and looks at what is left.

python tests/benchmarks/kill_at_random.py [--rounds 200] [--seed 0] [--every 1] [--slack 3] [--json]

Every second round kills the window, the others `rnnviz train --out`; every fourth does so while a
file is being written. A run is kept each `--every` seconds (a minute in the program), so that a
round is short; what is lost is measured in these. Checked are: no more than one of them is lost
(and the time of a copy), all files can be read, the next start offers the run and leaves no litter.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rnnviz.lab.runs.atomic_writing import prove_writable
from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.lab.runs.kept_runs import KeptRuns

ROOT = Path(__file__).resolve().parents[2]
SLACK = 3.0
"""Seconds that a copy, and a busy machine, may take besides."""
TELL = """
import sys, threading, time
from rnnviz.lab.runs import rhythm
rhythm.EVERY, rhythm.SHARE = float(sys.argv[1]), 1.0

def tell(step):
    def go_on():
        while True:
            print(step(), flush=True)
            time.sleep(0.01)
    threading.Thread(target=go_on, daemon=True).start()
"""
WINDOW = (
    TELL
    + """
from rnnviz.gui import app
from rnnviz.session.session import Session

class Telling(Session):
    def __init__(self):
        super().__init__()
        self.change(steps=10_000_000)
        self.set_speed(None)
        self.state_changed.connect(self.go_on)

    def go_on(self, state):
        if state == "ready":
            self.run()
        elif state == "running":
            tell(lambda: self.runs.focus.step)

app.Session = Telling
sys.exit(app.run_window("verse"))
"""
)
TRAIN = (
    TELL
    + """
from rnnviz.cli import main, train

class Telling(train.Saving):
    def prove(self):
        super().prove()
        tell(lambda: self._trainer.step)

train.Saving = Telling
sys.exit(main(["train", "verse", "--steps", "10000000", "--out", sys.argv[2]]))
"""
)


class Victim:
    """A training in a process of its own, and how far it said it was, and when."""

    def __init__(self, program, every, home):
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "XDG_CONFIG_HOME": str(home),
            "QT_QPA_PLATFORM": "offscreen",
            "OPENBLAS_NUM_THREADS": "1",
        }
        self.out = home / "run.safetensors"
        self.folder = home if program is TRAIN else home / "rnnviz" / "earlier-runs"
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, str(every), str(self.out)],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.told = [(time.monotonic(), int(self._process.stdout.readline()))]
        self._reader = Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self._process.stdout:
            if line.endswith("\n"):
                self.told.append((time.monotonic(), int(line)))

    def writes(self):
        """Whether a file is being written now."""
        return self.folder.is_dir() and any(n.endswith(".part") for n in os.listdir(self.folder))

    def kill(self):
        """Kill it; the moment."""
        self._process.kill()
        moment = time.monotonic()
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()
        return moment

    def step_at(self, moment):
        """The last step it told of before that moment."""
        return max((step for when, step in self.told if when <= moment), default=0)


def one_round(number, every, slack, chance, home):
    """What is wrong after one kill, and what it was like."""
    program = WINDOW if number % 2 else TRAIN
    victim = Victim(program, every, home)
    time.sleep(chance.uniform(0.0, 3.0 * every))
    writing = number // 2 % 2 == 1
    deadline = time.monotonic() + 3.0 * every
    while writing and time.monotonic() < deadline and not victim.writes():
        pass
    midst = victim.writes()
    moment = victim.kill()
    found = left_in(victim.folder, program is WINDOW, victim.out)
    wrong = [words for words in found if isinstance(words, str)]
    saved = max((step for step in found if isinstance(step, int)), default=0)
    due = victim.step_at(moment - every - slack)
    if saved < due:
        wrong.append(f"step {saved} is there, but {due} was reached {every + slack} s before")
    lost = moment - max((when for when, step in victim.told if step <= saved), default=moment)
    kind = "window" if program is WINDOW else "train"
    return wrong, f"{kind}{', while it wrote' if midst else ''}", lost


def left_in(folder, window, out):
    """The steps that can be gone on from, and sentences about what is wrong."""
    for path in folder.glob("*.safetensors") if folder.is_dir() else ():
        try:
            yield load_run(path).progress["step"]
        except Exception as error:
            yield f"{path.name}: {error}"
    if window:
        left = KeptRuns(folder).left_behind()
        if left is None and folder.is_dir() and any(folder.glob("*.safetensors")):
            yield "the next start offers nothing"
    else:
        prove_writable(out, 0)
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    litter = [name for name in names if not name.endswith(".safetensors")]
    if litter and (window or litter != ["rnnviz"]):
        yield f"litter: {litter}"


def main(given=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", type=float, default=1.0)
    parser.add_argument("--slack", type=float, default=SLACK)
    parser.add_argument("--json", action="store_true")
    parsed = parser.parse_args(given)
    chance, kinds, lost, wrong = random.Random(parsed.seed), Counter(), [], []
    for number in range(parsed.rounds):
        with tempfile.TemporaryDirectory() as home:
            found, kind, seconds = one_round(number, parsed.every, parsed.slack, chance, Path(home))
        kinds[kind] += 1
        lost.append(seconds)
        wrong += [f"round {number}, {kind}: {words}" for words in found]
    result = {"rounds": dict(kinds), "most lost (s)": round(max(lost), 2), "wrong": wrong}
    print(json.dumps(result) if parsed.json else "\n".join(f"{k}: {v}" for k, v in result.items()))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
