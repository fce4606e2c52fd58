"""Cells that are not in the program: each a file and a line here, to try what a cell may be."""

from trial_cells.mingru import MinGRU, mingru
from trial_cells.slstm import SLSTM, slstm

TRIALS = {cell.name: cell for cell in (MinGRU, SLSTM)}
TRIAL_STEPS = {"trial_mingru": mingru, "trial_slstm": slstm}
"""Their equations, as slowly and plainly as those of `naive_network`."""
