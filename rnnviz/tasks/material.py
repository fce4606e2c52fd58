"""What a run may learn from that somebody brings: a text, or a column of numbers."""

from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.table.series import Series

Material = Corpus | Series
