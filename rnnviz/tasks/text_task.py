"""The task of writing on: predict every next character of a text."""

from typing import ClassVar, Literal

from rnnviz.core.fed_back import FedBack
from rnnviz.declare import Declaration
from rnnviz.tasks.coding import Codes
from rnnviz.tasks.corpus import Corpus, check_length
from rnnviz.tasks.shape import ALIGNED, Shape
from rnnviz.tasks.streams import TextStreams


class TextTask:
    """Next-character prediction on a corpus of V symbols: V inputs, V outputs, cross-entropy.

    The share `validation` at the end of the text is held out.
    """

    name: ClassVar[str] = "text"
    label: ClassVar[str] = "Text"
    hint: ClassVar[str] = "Predict every next character of a text."
    loss: ClassVar[Literal["cross_entropy"]] = "cross_entropy"
    options: ClassVar[tuple[Declaration, ...]] = ()
    shape: ClassVar[Shape] = ALIGNED
    sees_future: ClassVar[bool] = False
    fed_back: ClassVar[FedBack | None] = "drawn"

    def __init__(self, corpus: Corpus, validation: float) -> None:
        self.corpus, self._validation = corpus, validation
        self.inputs = self.outputs = corpus.alphabet
        self.train: Codes
        self.heldout: Codes
        self.train, self.heldout = corpus.split(validation)

    def streams(self, window: int, batch: int) -> TextStreams:
        """B = `batch` streams of windows of T = `window` steps; refuses a text too short."""
        check_length(self.corpus, window, self._validation, batch)
        return TextStreams(self.train, window, batch)
