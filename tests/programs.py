"""Programs that tests start: none outlives its test, not even one that fails."""

import os
import signal
import subprocess

TELLS_WHEN_IT_TRAINS = """
import sys
from rnnviz.cli import main, train

class Told(train.Interruption):
    def __enter__(self):
        entered = super().__enter__()
        print("begun", flush=True)
        return entered

train.Interruption = Told
"""
"""The command line, which prints a line from where a signal is taken for a wish."""
RUNS = "sys.exit(main(sys.argv[1:]))\n"


def as_usual():
    """Let a hang-up end the program, also where the tests were started with nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Program(subprocess.Popen):
    """A process of its own; where a test fails inside its `with`, it is killed, not waited for."""

    def __init__(self, command, **more):
        if os.name == "posix":
            more.setdefault("preexec_fn", as_usual)
        super().__init__(command, **more)

    def __exit__(self, kind, error, trace):
        if kind is not None:
            self.kill()
        super().__exit__(kind, error, trace)
