"""How much memory all runs of a window may take together."""

RUNS_BUDGET = 512 * 10**6
"""Bytes, unless somebody wants another budget; the oldest hidden runs beyond it go to files."""
