"""The log file beside the settings: what failed in the program itself, with its traceback."""

import sys
import traceback
from contextlib import suppress
from logging import ERROR, LogRecord, makeLogRecord
from logging import Formatter as LineFormat
from logging.handlers import RotatingFileHandler
from pathlib import Path

from rnnviz import __version__
from rnnviz.settings_folder import settings_folder

NAME = "rnnviz.log"
LARGEST = 1_000_000
"""Bytes of the file, and of each of those before it."""
EARLIER = 2
"""Files that are kept besides: rnnviz.log.1 and rnnviz.log.2."""
LINES = f"%(asctime)s  rnnviz {__version__}, process %(process)d, %(levelname)s: %(message)s"


def log_path() -> Path:
    """Where the log is, in the folder of the settings, whether there is one yet or not."""
    return settings_folder() / NAME


def log(text: str, details: str = "", level: int = ERROR) -> None:
    """Write a sentence, and below it the traceback, from any thread.

    The file is open no longer than that: another window may turn to a new one any time. Where
    nothing can be written, it goes to stderr.
    """
    words = f"{text}\n{details}".strip()
    record = makeLogRecord({"msg": words, "levelno": level, "levelname": _name(level)})
    try:
        path = log_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            raise OSError("a pipe would wait for a reader")
        file = _LogFile(path, maxBytes=LARGEST, backupCount=EARLIER, encoding="utf-8", delay=True)
    except OSError:
        _complain(words)
        return
    file.setFormatter(LineFormat(LINES))
    try:
        file.handle(record)
    finally:
        file.close()


def logged(sentence: str) -> str:
    """Write a sentence with the traceback of the exception that is handled now; return it."""
    log(sentence, traceback.format_exc())
    return sentence


def _name(level: int) -> str:
    return "error" if level >= ERROR else "warning"


class _LogFile(RotatingFileHandler):
    """One that says on stderr what it cannot write."""

    def handleError(self, record: LogRecord) -> None:
        _complain(record.getMessage())


def _complain(words: str) -> None:
    if sys.stderr is not None:  # a program without a console has none
        with suppress(OSError, ValueError):
            sys.stderr.write(f"rnnviz: {words}\n")
