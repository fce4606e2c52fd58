"""What a frame costs, so measured that a busy machine does not matter."""

import time


def cpu_seconds(work, turns):
    """Return the fewest seconds of processor time that this thread took for `work(turn)`."""
    times = []
    for turn in range(turns):
        started = time.thread_time()
        work(turn)
        times.append(time.thread_time() - started)
    return min(times)
