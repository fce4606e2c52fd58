"""Trains with everything open for a long time: how much the memory grows, what frames cost.

python tests/benchmarks/soak.py [--minutes 30] [--json]

Growth is counted from a sixth of the time on (the first five of thirty minutes are for warming
up), by the medians of the twelfths after it and at the end.
"""

import sys
from statistics import median

from live import arguments, has_proc, let_run, live_window, resident, tell

MEGA = 1_000_000
LOOKS = 120


def main(given=None):
    parsed = arguments(__doc__, minutes=(30.0, "how long")).parse_args(given)
    if not has_proc():
        print("Skipped: this system does not say how much memory a process has.")
        return 0
    tell(figures(60 * parsed.minutes), parsed.json)
    return 0


def figures(seconds):
    """Memory in MB and frames a second, early and late."""
    with live_window(cell="vanilla", hidden=64, batch=1, window=25) as window:
        steps, memory = [], []
        window.clock.frame.connect(lambda snapshot: steps.append(snapshot.step))
        frames = []
        window.session.run()
        for _ in range(LOOKS):
            let_run(seconds / LOOKS)
            memory.append(resident())
            frames.append(len(steps))
            newest = steps[-1] if steps else 0
            steps.clear()
        window.session.pause()
    sixth, twelfth = LOOKS // 6, LOOKS // 12
    early, late = slice(sixth, sixth + twelfth), slice(-twelfth, None)
    return {
        "minutes": seconds / 60,
        "steps": newest,
        "megabytes_early": median(memory[early]) / MEGA,
        "megabytes_late": median(memory[late]) / MEGA,
        "growth_in_megabytes": (median(memory[late]) - median(memory[early])) / MEGA,
        "frames_a_second_early": median(frames[early]) * LOOKS / seconds,
        "frames_a_second_late": median(frames[late]) * LOOKS / seconds,
    }


if __name__ == "__main__":
    sys.exit(main())
