"""Locks a file for as long as it is open: the system itself unlocks it when its program ends."""

import os
import sys

FAR = 1 << 30
"""Where the lock is, as locked bytes cannot be read on Windows."""


def lock_file(file: int) -> bool:
    """Lock it; False if another holds the lock. Where there are no locks, nobody does."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, FAR, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True
