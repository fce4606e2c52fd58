"""Tables of numbers: how they are told, read and described; one column of theirs is learned."""

from rnnviz.tasks.table.reading import looks_like_numbers, read_series
from rnnviz.tasks.table.report import Column, TableReport
from rnnviz.tasks.table.series import Series

__all__ = ["Column", "Series", "TableReport", "looks_like_numbers", "read_series"]
