"""Where the window's settings are, and beside them the earlier runs and the log."""

import os
import sys
from pathlib import Path


def settings_folder() -> Path:
    """This user's folder of this program, where Qt has it too, whether it is there yet or not."""
    if sys.platform == "win32":
        home = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return home / "rnnviz"
