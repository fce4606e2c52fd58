"""How a task that draws its sequences writes its symbols."""

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import Codes


@dataclass(frozen=True)
class Signs:
    """How a drawn task writes its symbols; it has no text to read."""

    signs: str
    vocabulary: tuple[str, ...] = ()

    def encode(self, text: str) -> Codes:
        """Refuses: only texts are read."""
        raise Refusal("This task draws its own sequences; there is no text for it to read.")

    def decode(self, codes: NDArray[Any]) -> str:
        """The signs of symbols (n,)."""
        return "".join(self.signs[code] for code in codes)
