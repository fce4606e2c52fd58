"""What stands under a name where a file was expected."""

from pathlib import Path

NOT_THERE = "is not there"


def not_a_file(path: Path) -> str:
    """What to say of a name that is none of a regular file's: "is a folder"; "" for a file's."""
    try:
        if path.is_file():
            return ""
        kinds = {
            "is a folder": path.is_dir(),
            "is a pipe, not a file": path.is_fifo(),
            "is a socket, not a file": path.is_socket(),
            "is a device, not a file": path.exists(),
        }
    except (OSError, ValueError):  # no system could have a file of this name
        kinds = {}
    return next((words for words, is_so in kinds.items() if is_so), NOT_THERE)
