"""Small untrained runs for the tests of lessons."""

from rnnviz.lab.runs.source import from_builtin
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.folding import Folding


def drawn(**settings) -> Trainer:
    usual = {"task": "first_element", "length": 6, "hidden": 5, "batch": 4}
    return Trainer(Settings().change(**usual | settings), None)


def on_text(**settings) -> Trainer:
    made = Settings().change(**{"hidden": 5, "window": 8} | settings)
    return Trainer(made, BUILTIN["hello"].load())


def on_numbers(**settings) -> Trainer:
    usual = {"task": "numbers", "hidden": 5, "batch": 4, "length": 6, "horizon": 4}
    table = from_builtin("tides").read_column("water", None)
    return Trainer(Settings().change(**usual | settings), table)


def on_verse(**settings) -> Trainer:
    made = Settings().change(**{"hidden": 5, "window": 8, "fold": "letters"} | settings)
    return Trainer(made, BUILTIN["verse"].load(Folding.named("letters")))
