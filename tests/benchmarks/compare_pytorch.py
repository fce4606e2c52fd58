"""Compares a training step with PyTorch's on the same work, one thread each.

    python tests/benchmarks/compare_pytorch.py [--cells vanilla,gru,lstm] [--grid 64x1x25,...]

Both do: one recurrent layer over V = 65 one-hot symbols (ours as indices), linear readout,
cross-entropy, backward, norm clipping, Adam. Each lives in its own process; they take turns, and
the ratio is the median of PyTorch's time over ours, turn by turn: above 1 ours is faster. PyTorch
may live in another Python: name it with --torch-python or RNNVIZ_TORCH_PYTHON.
"""

import argparse
import json
import math
import os
import subprocess
import sys

from turns import Worker, in_turns, machine

GRID = "64x1x25,128x32x50,256x32x50,512x50x50"


def arguments(given=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", default="vanilla,gru,lstm")
    parser.add_argument("--grid", default=GRID, help="H x B x T, as in 64x1x25,128x32x50")
    parser.add_argument("--seconds", type=float, default=0.5, help="of each turn")
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument(
        "--torch-python", default=os.environ.get("RNNVIZ_TORCH_PYTHON", sys.executable)
    )
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(given)


def torch_version(python):
    """PyTorch's version there, or None where it is not installed."""
    command = [python, "-c", "import torch; print(torch.__version__)"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return found.stdout.strip()


def compare(parsed):
    """A row for each cell and size, printed as it is measured."""
    cases = [
        (cell, *(int(number) for number in size.split("x")))
        for size in parsed.grid.split(",")
        for cell in parsed.cells.split(",")
    ]
    rows = []
    with (
        Worker(sys.executable, "worker_rnnviz.py") as ours,
        Worker(parsed.torch_python, "worker_pytorch.py") as theirs,
    ):
        for case in cases:
            paired = in_turns(ours, theirs, case, parsed.seconds, parsed.turns)
            rows.append(row(case, paired))
            if not parsed.json:
                print(table_row(rows[-1]), flush=True)
    return rows


def row(case, paired):
    names = ("cell", "hidden", "batch", "window")
    return {
        **dict(zip(names, case, strict=True)),
        "ours_ms": 1e3 * paired.ours,
        "pytorch_ms": 1e3 * paired.theirs,
        "ratio": paired.ratio,
        "lowest": min(paired.ratios),
        "highest": max(paired.ratios),
    }


def table_row(row):
    return (
        "{cell:8} H={hidden:<4} B={batch:<3} T={window:<3} ours {ours_ms:8.3f} ms  "
        "PyTorch {pytorch_ms:8.3f} ms  ratio {ratio:5.2f}  ({lowest:.2f} to {highest:.2f})"
    ).format(**row)


def main(given=None):
    parsed = arguments(given)
    version = torch_version(parsed.torch_python)
    if version is None:
        print(f"Skipped: no PyTorch in {parsed.torch_python}; name a Python with --torch-python.")
        return 0
    if not parsed.json:
        print(f"PyTorch {version}, one thread each, on {machine()}")
    rows = compare(parsed)
    mean = math.exp(sum(math.log(row["ratio"]) for row in rows) / len(rows))
    if parsed.json:
        print(json.dumps({"pytorch": version, "machine": machine(), "rows": rows, "mean": mean}))
    else:
        print(f"geometric mean {mean:.2f}, lowest {min(row['ratio'] for row in rows):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
