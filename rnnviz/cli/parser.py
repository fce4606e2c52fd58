"""The parser of every command: its complaints are one sentence that names what was meant."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from rnnviz import __version__
from rnnviz.nearest import nearest
from rnnviz.refusal import Refusal


class Parser(argparse.ArgumentParser):
    """A parser without abbreviations, with -V, for the program and for each of its commands."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **more})
        told = f"rnnviz {__version__}"
        words = "show the version and exit"
        self.add_argument("-V", "--version", action="version", version=told, help=words)

    def parse_known_args(  # type: ignore[override]  # typeshed's overloads; the types are the same
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Parse, and refuse here what is unknown: the program would know no command's flags."""
        parsed, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self._refuse_unknown(unknown)
        return parsed, unknown

    def _refuse_unknown(self, words: Sequence[str]) -> NoReturn:
        flag = next((word.partition("=")[0] for word in words if word.startswith("-")), "")
        if not flag:
            self.error(f"unrecognized arguments: {' '.join(words)}")
        flags = [name for action in self._actions for name in action.option_strings]
        meant = nearest(flag, [name for name in flags if name.startswith("--")])
        self.error(f"There is no flag {flag}" + (f"; did you mean {meant}?" if meant else ""))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse what is none of the choices."""
        if action.choices is None or value in action.choices:
            return
        names = [str(choice) for choice in action.choices]
        what = "/".join(action.option_strings) or action.metavar or action.dest
        meant = nearest(str(value), names)
        way_out = f"did you mean {meant}? Choose" if meant else "choose"
        self.error(f"{what} cannot be {value!r}; {way_out} one of: {', '.join(names)}")

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help; argparse would not tell that nobody reads it, or that it has no room."""
        stream = file or sys.stderr
        if stream is not None:
            stream.write(message)

    def error(self, message: str) -> NoReturn:
        """Refuse with `message`."""
        end = "" if message.endswith(("?", ".")) else "."
        raise Refusal(f"{message}{end} See {self.prog} --help.")
