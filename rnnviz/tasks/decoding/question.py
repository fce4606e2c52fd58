"""What is asked where a file may be in several encodings."""

from collections.abc import Sequence
from pathlib import Path

from rnnviz.refusal import Refusal
from rnnviz.tasks.decoding.names import label_of

SNIPPET = 24
"""Characters of a preview in a sentence."""
IN_A_SENTENCE = 4


class UnclearEncoding(Refusal):
    """A file may be in one of several encodings, of which `codecs` are the likeliest, in order.

    `why` says so without the way out of the command line; `sample` are bytes of the file in which
    the readings differ.
    """

    def __init__(
        self, path: Path, why: str, codecs: Sequence[str], sample: bytes, way_out: str = ""
    ) -> None:
        self.path, self.why, self.codecs, self.sample = path, why, tuple(codecs), sample
        readings = [f"{codec} (“{self.snippet(codec)}”)" for codec in self.codecs[:IN_A_SENTENCE]]
        usual = f"It may be {_either(readings)}: choose with --encoding NAME."
        super().__init__(f"{why} {way_out or usual}")

    def preview(self, codec: str) -> str:
        """How the sample reads in an encoding."""
        text = self.sample.decode(codec, "replace")
        return "".join(_visible(symbol) for symbol in text.replace("\r\n", "\n"))

    def snippet(self, codec: str) -> str:
        """A few characters of it, from the first one that is not ASCII."""
        text = " ".join(self.preview(codec).split())
        place = next((i for i, symbol in enumerate(text) if not symbol.isascii()), 0)
        start = text.rfind(" ", 0, place) + 1
        start = start if place - start < SNIPPET // 2 else place
        end = start + SNIPPET
        return text[start:end].rstrip() + ("…" if end < len(text) else "")


def unclear(path: Path, name: str, codecs: Sequence[str], sample: bytes) -> UnclearEncoding:
    """The question for a file whose bytes do not tell."""
    labels = [label_of(codec).partition(",")[0] for codec in codecs[:2]]
    why = f"{name} does not say in which encoding it is, and its letters fit several"
    why += f" ({', '.join(labels)}…)."
    if len(codecs) == 1:
        why = f"{name} does not say in which encoding it is, and its letters may be {labels[0]}."
    return UnclearEncoding(path, why, codecs, sample)


def _either(readings: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(readings[:-1]), readings[-1])))


def _visible(symbol: str) -> str:
    """A symbol as a preview can show it: controls become boxes."""
    control = ord(symbol) < 32 or 127 <= ord(symbol) < 160
    return "\ufffd" if control and symbol not in "\n\t" else symbol
