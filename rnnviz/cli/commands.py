"""The subcommands, each a module with NAME, HELP, add_arguments and run."""

from rnnviz.cli import (
    bench,
    exporting,
    figures,
    importing,
    lesson,
    listing,
    race,
    runs,
    sweep,
    sweep_show,
    train,
)

READING = (runs.SAMPLE, runs.EVALUATE, runs.GRADIENTS)
COMMANDS = (
    train,
    *READING,
    exporting,
    figures,
    importing,
    listing,
    bench,
    lesson,
    race,
    sweep,
    sweep_show,
)
