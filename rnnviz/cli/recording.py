"""What `--record` and its flags ask for: pictures of one panel while it trains."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rnnviz.captions.recorded import recorded_caption
from rnnviz.cli.screen import draw_off_screen
from rnnviz.lab.panels import PANELS
from rnnviz.lab.recording import EVERY, MOST, STANDS, Recording
from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from rnnviz.cli.saving import Past
    from rnnviz.declare import Declaration
    from rnnviz.lab.trainer import Trainer

PANEL = "--record-panel"
USUAL = "loss"
"""The panel that is recorded unless another is named."""
ALONE = "{flag} says more of a recording; give --record DIR or --record FILE.gif, too."


def add_record(parser: argparse.ArgumentParser) -> None:
    """The flags of a recording."""
    group = parser.add_argument_group("recording, which needs no screen")
    group.add_argument(
        "--record",
        type=Path,
        metavar="DIR|FILE.gif",
        help="record a panel while it trains, as numbered PNGs in a folder, or as a GIF (with "
        'Pillow: pip install "rnnviz[gif]")',
    )
    which = f"the panel that is recorded (default {USUAL})"
    group.add_argument(PANEL, choices=tuple(PANELS), metavar="NAME", help=which)
    for declared, name in ((EVERY, "N"), (MOST, "N"), (STANDS, "MS")):
        group.add_argument(declared.flag, metavar=name, help=_help(declared))


def _help(declared: Declaration) -> str:
    low, high, usual = (f"{number:,}" for number in (declared.low, declared.high, declared.default))
    unit = f" {declared.unit}" if declared.unit else ""
    words = declared.tooltip[0].lower() + declared.tooltip[1:]
    return f"{words} ({low} to {high}{unit}; default {usual})"


def asked_recording(parsed: argparse.Namespace) -> Recording | None:
    """What is to be recorded, None if nothing; refuses what cannot be before anything is read."""
    given = {one: getattr(parsed, one.name) for one in (EVERY, MOST, STANDS)}
    if parsed.record is None:
        flags = [one.flag for one, value in given.items() if value is not None]
        flags += [PANEL] if parsed.record_panel else []
        if flags:
            raise Refusal(ALONE.format(flag=flags[0]))
        return None
    every, most, stands = (
        int(str(one.check(one.default if value is None else value))) for one, value in given.items()
    )
    wanted = Recording(parsed.record, parsed.record_panel or USUAL, every, most, stands)
    wanted.check()
    return wanted


class Filming:
    """Records one training, or (without a recording) nothing; tells of trouble once, at once."""

    def __init__(
        self, wanted: Recording | None, trainer: Trainer, past: Past, is_over: Callable[[], bool]
    ) -> None:
        self.film = open_window(wanted, trainer, past, is_over) if wanted is not None else None
        self.steps = trainer if self.film is None else self.film
        """Whose steps are to be made, one a turn."""
        self._is_told = False

    def in_passing(self) -> None:
        """Say on stderr if pictures are not taken any more."""
        if self.problem and not self._is_told:
            self._is_told = True
            if sys.stderr is not None:
                with suppress(OSError):  # nobody reads it
                    print(f"rnnviz: {self.problem} Training goes on.", file=sys.stderr)

    def end(self) -> None:
        """Close what is open."""
        if self.film is not None:
            self.film.end()
            self.in_passing()

    @property
    def problem(self) -> str:
        """Why pictures are missing, "" if none are."""
        return self.film.recorder.problem if self.film is not None else ""

    @property
    def words(self) -> str:
        """What was recorded, "" if nothing was to be."""
        if self.film is None:
            return ""
        return recorded_caption(self.film.recorder.wanted, self.film.recorder.steps)

    def report(self) -> dict[str, Any]:
        """The same for a program."""
        if self.film is None:
            return {}
        wanted, steps = self.film.recorder.wanted, list(self.film.recorder.steps)
        told = {"path": str(wanted.path), "panel": wanted.panel, "steps": steps}
        return {"recorded": told}


def open_window(
    wanted: Recording, trainer: Trainer, past: Past, is_over: Callable[[], bool]
) -> Any:
    """Make the panel that is recorded; the only place that brings in Qt."""
    draw_off_screen()
    from rnnviz.gui.recording.film import Film

    return Film(wanted, trainer, is_over, past)
