"""An encoding that was found for a file, and what in the file does not obey it."""

from dataclasses import dataclass

from rnnviz.tasks.decoding.names import label_of


@dataclass(frozen=True)
class Encoding:
    """An encoding's name and Python codec, and what in the file does not obey it.

    `cut` says that the last character is cut off; `bad` counts damaged bytes, of which the first
    lies at the offset `first_bad`. Where it was `guessed`, `others` are the codecs that it may be
    in instead, the likeliest first.
    """

    name: str
    codec: str
    cut: bool = False
    bad: int = 0
    first_bad: int = 0
    guessed: bool = False
    others: tuple[str, ...] = ()


def encoding_of(codec: str) -> Encoding:
    """The encoding of a codec."""
    return Encoding(label_of(codec), codec)
