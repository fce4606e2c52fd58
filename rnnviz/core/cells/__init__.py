"""The recurrent cells, simplest first. A new cell is one file and one line here."""

from rnnviz.core.cells.base import Cell
from rnnviz.core.cells.gru import GRU
from rnnviz.core.cells.lstm import LSTM
from rnnviz.core.cells.peephole import Peephole
from rnnviz.core.cells.vanilla import Vanilla

REGISTRY: dict[str, type[Cell]] = {cell.name: cell for cell in (Vanilla, GRU, LSTM, Peephole)}

__all__ = ["GRU", "LSTM", "REGISTRY", "Cell", "Peephole", "Vanilla"]
