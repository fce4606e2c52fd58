"""rnnviz bench: measurements, each a subcommand with a file of its own beside this one."""

import argparse

from rnnviz.cli import bench_core, bench_memory, bench_start, bench_window

NAME = "bench"
HELP = "measure: core, memory, window, start"
BENCHES = (bench_core, bench_memory, bench_window, bench_start)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The benches as subcommands."""
    subparsers = parser.add_subparsers(required=True, metavar="BENCH")
    for bench in BENCHES:
        sub = subparsers.add_parser(bench.NAME, help=bench.HELP)
        bench.add_arguments(sub)
        sub.set_defaults(run_bench=bench.run)


def run(parsed: argparse.Namespace) -> int:
    """Run the chosen bench and return its exit code."""
    return int(parsed.run_bench(parsed))
