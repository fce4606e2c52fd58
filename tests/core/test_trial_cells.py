"""Cells of all kinds, and one that is in no registry: trained, resumed, probed, changed by hand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from trial_cells import TRIALS

from rnnviz.core.cells import REGISTRY

PROGRAM = Path(__file__).parent / "trial_cells" / "everything.py"
ROOT = Path(__file__).resolve().parents[2]
CELLS = REGISTRY | TRIALS
GATED = [name for name, cell in CELLS.items() if cell.keep_gate]
THROUGH_TIME = ("gradient_flow", "triangle", "decay", "direct_path", "lyapunov")


def told(cell, folder):
    """What `everything.py` says of a cell, line by line."""
    run = subprocess.run(
        [sys.executable, str(PROGRAM), cell, str(folder)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert run.returncode == 0, run.stderr
    return dict(line.split(" | ") for line in run.stdout.splitlines() if " | " in line)


@pytest.mark.parametrize("cell", GATED)
def test_a_cell_learns_is_resumed_to_the_bit_and_is_measured(cell, tmp_path):
    found = told(cell, tmp_path)
    has_one = CELLS[cell].has("W_hh")
    for probe in (*THROUGH_TIME, "cell_walk", "step_jacobian", "saturation"):
        assert " " not in found[probe], found[probe]
    assert found["keep_bias"] == "done"
    for probe in ("shares", "spectrum"):
        assert ("has no W_hh" in found[probe]) != has_one
    for change in ("spectral_radius", "sigma_1", "orthogonal", "identity"):
        assert ("has no W_hh" in found[change]) != has_one
