"""Starts the program, with one BLAS thread set before NumPy is imported."""

import os
import sys

# Matrix products of this program's size are several times slower on two threads beside a window.
THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> int:
    """Run the command line, or open the window when no subcommand is given; the exit code."""
    if getattr(sys, "frozen", False):  # where this program is Python for its own processes, too
        from multiprocessing import freeze_support

        freeze_support()
    for variable in THREAD_VARIABLES:
        os.environ.setdefault(variable, "1")
    from rnnviz.cli import main as run  # NumPy reads the variables when it is first imported

    return run()


if __name__ == "__main__":
    sys.exit(main())
