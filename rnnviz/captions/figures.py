"""What was drawn of a saved run, in words."""

from collections.abc import Sequence

from rnnviz.lab.panels import PANELS


def figure_caption(panel: str, paths: Sequence[str]) -> str:
    """Return which files a panel is in."""
    return f"{PANELS[panel].title}: {', '.join(paths)}"


def skipped_caption(panel: str, why: str) -> str:
    """Return why there is no file of a panel."""
    return f"{PANELS[panel].title} is left out. {why}"
