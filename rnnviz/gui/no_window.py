"""Ends the program with a sentence where Qt would end it with a list of its plugins."""

import os
import sys
from contextlib import suppress
from typing import NoReturn

from rnnviz.log_file import log

REFUSED = 2
"""The exit code, as for all that cannot be done here."""
PLATFORM = "QT_QPA_PLATFORM"
SENTENCE = "No window can open here; Qt says: {said}. {way_out} rnnviz --help has what needs none."
ANOTHER = f"{PLATFORM} is {{platform}}; leave it out, or set it to another platform."
INCOMPLETE = "Install what is missing there."


def end_without_window(said: list[str]) -> NoReturn:
    """Tell what Qt said, on stderr and in the log, and end at once: Qt would abort the process."""
    platform = os.environ.get(PLATFORM)
    way_out = ANOTHER.format(platform=platform) if platform else INCOMPLETE
    words = "; ".join(" ".join(message.split()).rstrip(".") for message in said)
    sentence = SENTENCE.format(said=words, way_out=way_out)
    log(sentence)
    if sys.stderr is not None:  # a program without a console has none
        with suppress(OSError):
            sys.stderr.write(f"rnnviz: {sentence}\n")
            sys.stderr.flush()
    os._exit(REFUSED)
