"""A cell that is not in the program: a file and a line here, to try how one is added."""

from trial_cells.min_lstm import MinLSTM, min_lstm

TRIALS = {cell.name: cell for cell in (MinLSTM,)}
TRIAL_STEPS = {"trial_min_lstm": min_lstm}
"""Its equations, as slowly and plainly as those of `naive_network`."""
