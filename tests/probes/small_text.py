"""The alphabet and the shapes of the small window that probes are given."""

from rnnviz.tasks.coding import Coding
from rnnviz.tasks.folding import Folding

LETTERS = Coding(tuple("\n abcdefgh"), Folding.named("letters"))
T, B, H = 6, 3, 5
