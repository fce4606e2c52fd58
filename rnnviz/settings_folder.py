"""Where the window's settings are, and beside them the earlier runs and the log."""

import os
import sys
from pathlib import Path


def settings_folder() -> Path:
    """This user's folder of this program, whether it is there yet or not."""
    variable, otherwise = "XDG_CONFIG_HOME", Path(".config")
    if sys.platform == "win32":
        variable, otherwise = "APPDATA", Path("AppData", "Roaming")
    named = Path(os.environ.get(variable, ""))
    return (named if named.is_absolute() else _home() / otherwise) / "rnnviz"


def _home() -> Path:
    """The user's, or where there is none the root, as in Qt."""
    try:
        return Path.home()
    except RuntimeError:
        return Path("/")
