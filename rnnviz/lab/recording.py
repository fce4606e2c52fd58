"""What is recorded of a training: of which steps there are pictures, how many, and where they go.

The window and the command line ask for the same and refuse the same; nothing here draws.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rnnviz.declare import Declaration
from rnnviz.lab.runs.atomic_writing import prove_writable
from rnnviz.refusal import Refusal

EVERY = Declaration(
    "record_every",
    "Steps apart",
    10,
    "Steps from one picture to the next: there is one of each step that is a multiple of it",
    "int",
    low=1,
    high=1_000_000,
    log=True,
)
MOST = Declaration(
    "record_most",
    "Pictures at most",
    500,
    "Pictures after which recording ends by itself",
    "int",
    low=1,
    high=10_000,
    step=100,
)
STANDS = Declaration(
    "record_ms",
    "Each stands",
    100,
    "How long a GIF shows each picture; GIFs know hundredths of a second",
    "int",
    low=20,
    high=10_000,
    unit="ms",
    step=10,
)
GIF = ".gif"
NUMBERED = re.compile(r"frame-\d+\.png")
OTHERS = (".png", ".jpg", ".jpeg", ".webp", ".apng", ".mp4", ".webm", ".avi", ".mov", ".mkv")
"""Endings of what is not written."""
NO_PILLOW = (
    'A GIF needs Pillow, which is not installed: pip install "rnnviz[gif]" brings it. Numbered '
    "PNGs in a folder need nothing."
)


@dataclass(frozen=True)
class Recording:
    """A GIF (`path` ends in .gif) or a folder of numbered PNGs: a picture `every` so many steps.

    `panel` is the name of the one that is recorded, "" for the whole window. It ends by itself
    after `most` pictures; each `stands` so many milliseconds in a GIF.
    """

    path: Path
    panel: str = ""
    every: int = 10
    most: int = 500
    stands: int = 100

    @property
    def is_gif(self) -> bool:
        """Whether this is one file with all pictures."""
        return is_gif(self.path)

    def check(self) -> None:
        """Refuse numbers out of bounds, and a place that cannot be written or holds another."""
        for declared, number in ((EVERY, self.every), (MOST, self.most), (STANDS, self.stands)):
            declared.check(number)
        check_place(self.path)


def is_gif(path: Path) -> bool:
    """Whether a name is that of a GIF; any other is that of a folder."""
    return path.suffix.lower() == GIF


def can_be_gif() -> bool:
    """Whether there is what writes GIFs."""
    return find_spec("PIL") is not None


def name_of_frame(number: int) -> str:
    """What a numbered picture is called, the first one with 1: in the order of the names."""
    return f"frame-{number:05}.png"


def frames_in(folder: Path) -> list[str]:
    """The numbered pictures that a folder has, in their order."""
    try:
        return sorted(one.name for one in folder.iterdir() if NUMBERED.fullmatch(one.name))
    except (FileNotFoundError, NotADirectoryError):
        return []


def free_place(folder: Path, stem: str, ending: str) -> Path:
    """A name in a folder that nothing has yet: `stem`, or that with the first number from 2."""
    path, number = folder / f"{stem}{ending}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{ending}"
    return path


def check_place(path: Path) -> None:
    """Refuse where nothing could be written, and what would be overwritten without a question."""
    try:
        _check_gif(path) if is_gif(path) else _check_folder(path)
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None


def unwritable(path: Path, error: Exception) -> Refusal:
    """Why nothing is recorded there."""
    reason = getattr(error, "strerror", None) or str(error)
    return Refusal(
        f"{path} cannot be written: {reason}. Make room or change the permissions, or record to "
        "another place."
    )


def _check_gif(path: Path) -> None:
    if not can_be_gif():
        raise Refusal(NO_PILLOW)
    if path.is_dir():
        raise Refusal(f"{path} is a folder; give the GIF another name.")
    if path.exists() and not (path.is_file() and _begins_as_gif(path)):
        raise Refusal(f"{path} is there already and no GIF; choose another name.")
    _need_parent(path)
    prove_writable(path, 0)


def _begins_as_gif(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(6) in (b"GIF87a", b"GIF89a", b"")


def _check_folder(path: Path) -> None:
    if path.suffix.lower() in OTHERS and not path.is_dir():
        raise Refusal(
            f"{path} cannot be recorded: a name that ends in .gif makes a GIF, any other is that "
            "of a folder for numbered PNGs, which other programs turn into films."
        )
    if path.exists() and not path.is_dir():
        raise Refusal(f"{path} is there already and no folder; choose another name.")
    if frames := frames_in(path):
        raise Refusal(
            f"{path} has a recording already ({frames[0]} to {frames[-1]}); choose another folder."
        )
    if path.is_dir():
        prove_writable(path / name_of_frame(1), 0)
    else:
        _need_parent(path)
        prove_writable(path, 0)


def _need_parent(path: Path) -> None:
    if not path.absolute().parent.is_dir():
        raise Refusal(f"{path} cannot be written: the folder {path.parent} is not there.")
