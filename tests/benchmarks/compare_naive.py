"""Compares min-char-rnn's classic setting with a plain per-character script in its manner.

python tests/benchmarks/compare_naive.py [--hidden 100] [--window 25] [--turns 15]
"""

import argparse
import sys

from turns import Worker, in_turns, machine


def main(given=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hidden", type=int, default=100)
    parser.add_argument("--window", type=int, default=25)
    parser.add_argument("--seconds", type=float, default=0.3, help="of each turn")
    parser.add_argument("--turns", type=int, default=15)
    parsed = parser.parse_args(given)
    case = ("vanilla", parsed.hidden, 1, parsed.window)
    with (
        Worker(sys.executable, "worker_classic.py") as ours,
        Worker(sys.executable, "worker_naive.py") as naive,
    ):
        found = in_turns(ours, naive, case, parsed.seconds, parsed.turns)
    print(f"one thread each, on {machine()}")
    print(
        f"vanilla H={parsed.hidden} B=1 T={parsed.window}: ours {1e3 * found.ours:.3f} ms a step, "
        f"naive {1e3 * found.theirs:.3f} ms, ratio {found.ratio:.2f} "
        f"({min(found.ratios):.2f} to {max(found.ratios):.2f})"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
