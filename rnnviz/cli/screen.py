"""Whether there is a screen: without one Qt would end the process in the middle of a call."""

import os
import sys

from rnnviz.refusal import Refusal

PLATFORM = "QT_QPA_PLATFORM"
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", PLATFORM)


def has_screen() -> bool:
    """Whether a window can open here: on Linux that takes a display server, or another platform."""
    return not sys.platform.startswith("linux") or any(map(os.environ.get, SCREENS))


def need_screen() -> None:
    """Refuse to open a window where nobody could see it."""
    if not has_screen():
        raise Refusal(
            "There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set. The commands "
            "train, sample, evaluate, gradients, lesson and bench need none; see rnnviz --help."
        )


def draw_in_memory() -> None:
    """Let tests and measurements of the window do without a screen where there is none."""
    if not has_screen():
        os.environ[PLATFORM] = "offscreen"
