"""How much memory this process can still have."""

from __future__ import annotations

import os
from pathlib import Path

PROC, CGROUPS = Path("/proc"), Path("/sys/fs/cgroup")
UNLIMITED = 1 << 60
"""What a control group calls no limit is above this."""


def available_bytes(proc: Path = PROC, cgroups: Path = CGROUPS) -> int | None:
    """Bytes that this process can still take without being stopped; None where nothing tells.

    The least of what the machine has, what is left to the control group of the process (a
    container), and what is left of the limits on its address space.
    """
    machine = _of_machine(proc)
    known = [machine, _of_group(proc, cgroups), _of_limits(proc)]
    found = [size for size in known if size is not None]
    return max(0, min(found)) if found else None


def _of_machine(proc: Path) -> int | None:
    """Free memory, or where that is not told, half of all there is."""
    lines = dict(line.split(":", 1) for line in _read(proc / "meminfo").splitlines() if ":" in line)
    available = _number(lines.get("MemAvailable", "").removesuffix("kB"))
    if available is not None:
        return available * 1024
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, ValueError, OSError):  # no POSIX, or one that does not say
        return None


def _of_group(proc: Path, cgroups: Path) -> int | None:
    """What is left to the process's control group and all above it, of either version."""
    left = []
    for line in _read(proc / "self" / "cgroup").splitlines():
        _, controllers, place = [*line.split(":", 2), "", ""][:3]
        if controllers == "":
            left += _of_folders(cgroups, place, "memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            left += _of_folders(cgroups / "memory", place, *names)
    return min(left) if left else None


def _of_folders(root: Path, place: str, limit: str, usage: str, cache: str) -> list[int]:
    """Bytes left in a group and those above it; in a container only the root may be visible."""
    folder = root / place.lstrip("/")
    left = []
    for group in (folder, *folder.parents):
        most, used = _number(_read(group / limit)), _number(_read(group / usage))
        if most is not None and used is not None and most < UNLIMITED:
            left.append(most - used + _reclaimable(group, cache))
        if group == root:
            break
    return left


def _reclaimable(group: Path, name: str) -> int:
    """Bytes of files that the system keeps in memory and gives up when asked."""
    rows = (line.split() for line in _read(group / "memory.stat").splitlines())
    values = {row[0]: row[1] for row in rows if len(row) == 2}
    return _number(values.get(name, "")) or 0


def _of_limits(proc: Path) -> int | None:
    """What is left of `ulimit -v` and `ulimit -d`."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    pages = _read(proc / "self" / "statm").split()
    used = (_number(pages[0]) or 0) * resource.getpagesize() if pages else 0
    limits = [resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA)]
    left = [limit - used for limit in limits if limit != resource.RLIM_INFINITY]
    return min(left) if left else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except (OSError, ValueError):
        return ""


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
