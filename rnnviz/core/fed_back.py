"""How an output becomes the next input, which a task declares."""

from typing import Literal

FedBack = Literal["drawn", "likeliest", "number"]
"""How an output y_t becomes the next input: as a symbol drawn with the probabilities softmax(y_t),
as the symbol that is most probable, or as the numbers y_t themselves."""
