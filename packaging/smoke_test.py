"""Installs a wheel alone into an empty environment and starts the program from elsewhere.

    python packaging/smoke_test.py dist/rnnviz-0.1.0-py3-none-any.whl

The program opens its window offscreen, trains, must say that it is ready and end with code 0,
and must leave screenshots that hold something.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

PATIENCE = 300  # seconds
ALONE = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")


def install(wheel: Path, folder: Path) -> Path:
    """Make an environment in `folder` with nothing but the wheel; the path of its `rnnviz`."""
    print(f"Installing {wheel.name} alone into an empty environment.", flush=True)
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "install", "-q", str(wheel.resolve())]
    subprocess.run(pip, check=True, stdin=subprocess.DEVNULL, timeout=2 * PATIENCE)
    return programs / "rnnviz"


def start(program: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program's own smoke test from `folder`, with settings of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in ALONE}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder / "settings")}
    command = [str(program), "--smoke-test", "--screenshots", str(folder / "shots")]
    print("Starting " + " ".join(command[1:]), flush=True)
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
    )


def fault(result: subprocess.CompletedProcess[str], shots: Path) -> str:
    """What is wrong with the run in one sentence, or nothing."""
    if result.returncode != 0:
        return f"The program ended with code {result.returncode}."
    if "ready" not in result.stdout.lower():
        return "The program did not say that it is ready."
    if not any(path.stat().st_size > 0 for path in shots.glob("*.png")):
        return "The program left no screenshots."
    return ""


def main() -> int:
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        print("Usage: python packaging/smoke_test.py WHEEL", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = install(Path(sys.argv[1]), folder / "environment")
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        result = start(program, elsewhere)
        print(result.stdout, end="")
        found = fault(result, elsewhere / "shots")
    print(found or "The installed wheel starts, trains and closes.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
