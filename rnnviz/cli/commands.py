"""The subcommands, each a module with NAME, HELP, add_arguments and run."""

from rnnviz.cli import bench, lesson, listing, runs, train

COMMANDS = (train, runs.SAMPLE, runs.EVALUATE, runs.GRADIENTS, listing, bench, lesson)
