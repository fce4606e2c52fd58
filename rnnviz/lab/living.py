"""Which processes live: of this machine they can be asked for, also where a number was reused."""

import os
import socket
import uuid
from pathlib import Path

PROC = Path("/proc")
DEAD = frozenset("ZX")
"""The states of processes that have ended, and that nobody has asked for yet."""


def lives(process: int) -> bool:
    """Whether there is such a process; where that cannot be asked harmlessly, there may be."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def start_of(process: int, proc: Path = PROC) -> str:
    """When a process began, in the system's own count; "" where that is not told, or it ended."""
    try:
        text = (proc / str(process) / "stat").read_text(encoding="ascii", errors="replace")
        fields = text.rpartition(")")[2].split()  # the name before may hold anything
        return "" if fields[0] in DEAD else fields[19]
    except (OSError, IndexError):
        return ""


def is_gone(process: int, started: str) -> bool:
    """Whether a process of this machine that began then has ended: its number may be another's."""
    if not lives(process):
        return True
    return bool(started) and start_of(process) != started


def this_machine(proc: Path = PROC) -> str:
    """What sets this machine, since it was started, apart from others, also those of its name.

    A container that sees other processes is another machine.
    """
    parts = [socket.gethostname()]
    try:
        parts.append((proc / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip())
        parts.append(str((proc / "self/ns/pid").stat().st_ino))
    except (OSError, ValueError):
        parts.append(f"{uuid.getnode():x}")
    return " ".join(parts)
