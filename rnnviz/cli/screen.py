"""Whether there is a screen: without one Qt would end the process in the middle of a call."""

import os
import sys
from pathlib import Path

from rnnviz.refusal import Refusal

PLATFORM = "QT_QPA_PLATFORM"
DISPLAY, WAYLAND = "DISPLAY", "WAYLAND_DISPLAY"
SCREENS = (DISPLAY, WAYLAND, PLATFORM)
PATIENCE = 5.0
"""Seconds that an X server has to answer."""
X_LIBRARY = "libxcb.so.1"
"""What Qt speaks to X servers with."""
WITHOUT = (
    "The commands train, sample, evaluate, gradients, lesson and bench need none; see rnnviz "
    "--help."
)


def has_screen() -> bool:
    """Whether a window can open here: on Linux that takes a display server, or another platform."""
    return not _why_none()


def need_screen() -> None:
    """Refuse to open a window where nobody could see it."""
    reason = _why_none()
    if reason:
        raise Refusal(f"{reason} {WITHOUT}")


def draw_in_memory() -> None:
    """Let tests and measurements of the window do without a screen where there is none."""
    if not has_screen():
        os.environ[PLATFORM] = "offscreen"


def draw_off_screen() -> None:
    """Let what opens no window do without a screen also where there is one, which may go away."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault(PLATFORM, "offscreen")


def _why_none() -> str:
    """Why no window can open here, "" if one can."""
    if not sys.platform.startswith("linux"):
        return ""
    platform, display = os.environ.get(PLATFORM, ""), os.environ.get(DISPLAY)
    if (platform and not platform.startswith("xcb")) or _wayland_is_there():
        return ""
    if not display:
        return f"There is no screen here: neither {DISPLAY} nor {WAYLAND} is set."
    if _answers():
        return ""
    return (
        f"There is no screen here: {DISPLAY} is {display}, which does not answer or lets nobody in "
        "from here; log in to a desktop, or set it to the screen of one."
    )


def _wayland_is_there() -> bool:
    name = os.environ.get(WAYLAND)
    try:
        return bool(name) and Path(os.environ.get("XDG_RUNTIME_DIR", ""), str(name)).is_socket()
    except (OSError, ValueError):  # no system could have a file of this name
        return False


def _answers() -> bool:
    """Whether the X server that DISPLAY names lets this program in; True where none can tell."""
    from ctypes import CDLL, c_void_p
    from threading import Thread

    try:
        xcb = CDLL(X_LIBRARY)
    except OSError:
        return True
    xcb.xcb_connect.restype = c_void_p
    found: list[bool] = []

    def ask() -> None:
        connection = c_void_p(xcb.xcb_connect(None, None))
        found.append(not xcb.xcb_connection_has_error(connection))
        xcb.xcb_disconnect(connection)

    asking = Thread(target=ask, daemon=True)  # one that hangs must not keep the program
    asking.start()
    asking.join(PATIENCE)
    return found == [True]
