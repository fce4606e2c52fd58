"""The recurrent cells, simplest first. A new cell is one file and one line here."""

from rnnviz.core.cells.base import Cell
from rnnviz.core.cells.gru import GRU
from rnnviz.core.cells.lstm import LSTM
from rnnviz.core.cells.min_gru import MinGRU
from rnnviz.core.cells.peephole import Peephole
from rnnviz.core.cells.slstm import SLSTM
from rnnviz.core.cells.vanilla import Vanilla

_ALL: tuple[type[Cell], ...] = (Vanilla, GRU, LSTM, Peephole, MinGRU, SLSTM)
REGISTRY: dict[str, type[Cell]] = {cell.name: cell for cell in _ALL}

__all__ = ["GRU", "LSTM", "REGISTRY", "SLSTM", "Cell", "MinGRU", "Peephole", "Vanilla"]
