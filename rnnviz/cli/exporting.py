"""rnnviz export: a saved run's network for another program."""

import argparse
from pathlib import Path

from rnnviz.captions.exported import exported_caption
from rnnviz.cli.output import print_json
from rnnviz.lab.pytorch.folder import check_folder, export
from rnnviz.lab.pytorch.planning import plan_of
from rnnviz.lab.runs.checkpoint import load_run

NAME = "export"
HELP = "write a saved run's network as a PyTorch module"
FORMS = ("pytorch",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to export, as what, and where to."""
    parser.usage = "%(prog)s RUN --to pytorch DIR [--json]"
    parser.add_argument("run_file", metavar="RUN", help="a run saved with --out or in the window")
    parser.add_argument("--to", choices=FORMS, required=True, help="what to export it as")
    parser.add_argument(
        "folder",
        metavar="DIR",
        type=Path,
        help="the folder for the weights (model.safetensors) and the one file model.py, which "
        "needs torch and safetensors; it is made if it is not there",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(parsed: argparse.Namespace) -> int:
    """Write both files."""
    check_folder(parsed.folder)
    plan = plan_of(load_run(parsed.run_file))
    weights, module = export(plan, parsed.folder)
    if parsed.json:
        print_json({"weights": str(weights), "module": str(module)})
    else:
        print(exported_caption(weights, module))
    return 0
