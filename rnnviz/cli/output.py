"""What subcommands write: one JSON object on the last line, and progress on stderr."""

import json
import math
import sys
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter
from typing import Any

from rnnviz.lab.beside import sentence_of
from rnnviz.tasks.coding import without_halves

CONTROLS = {
    code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code not in (9, 10)
}
"""Characters that would command the terminal rather than be read."""


def print_json(result: Any) -> None:
    """One JSON value on one line, whatever is in its texts and wherever it is written.

    In ASCII, as no separator of lines or code page can break that; numbers that are none become
    null, and halves of characters U+FFFD.
    """
    print(json.dumps(_sound(result), ensure_ascii=True))


def print_text(text: str) -> None:
    """A text with a line's end; on a terminal without what would command it."""
    print(text.translate(CONTROLS) if sys.stdout is not None and sys.stdout.isatty() else text)


def _sound(value: Any) -> Any:
    if isinstance(value, dict):
        return {_sound(key): _sound(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(item) for item in value]
    if isinstance(value, str):
        return without_halves(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


class ProgressLine:
    """A line on stderr that is rewritten on a terminal and repeated now and then elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._every = 0.2 if self._terminal else 5.0
        self._next = perf_counter() + self._every
        self._shown = 0

    def show(self, text: Callable[[], str]) -> None:
        """Show the line if it is time; `text` is called only then."""
        now = perf_counter()
        if now < self._next:
            return
        self._next = now + self._every
        line = text()
        start, end = ("\r", "") if self._terminal else ("", "\n")
        try:
            print(start + line.ljust(self._shown), end=end, file=sys.stderr, flush=True)
        except OSError:  # nobody reads on; that is no reason to stop
            self._next = math.inf
            return
        self._shown = len(line)

    def close(self) -> None:
        """End the line on a terminal."""
        if self._terminal and self._shown and self._next < math.inf:
            with suppress(OSError):
                print(file=sys.stderr)


def tell_of_failure(failure: str, error: Exception) -> None:
    """Say on stderr what failed beside the training, and log it."""
    from rnnviz.log_file import logged  # when something fails, not at the start

    sentence = logged(sentence_of(failure, error))
    with suppress(OSError):  # nobody reads it, or there is no room for it
        print(f"rnnviz: {sentence}", file=sys.stderr)
