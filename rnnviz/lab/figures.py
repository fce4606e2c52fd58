"""What is to be drawn of a saved run without a window: which panels, as what, and where to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rnnviz.declare import Declaration
from rnnviz.lab.panels import PANELS
from rnnviz.nearest import meant
from rnnviz.refusal import Refusal

SVG, PNG, CSV = "svg", "png", "csv"
FORMS = (SVG, PNG, CSV)
WHITE, LIGHT, DARK = "white", "light", "dark"
LOOKS = (WHITE, LIGHT, DARK)
SCALES = (1, 2, 4)
EVERY = "all"
"""All panels that have something to show of the run."""
WIDTH = Declaration("width", "Width", 800, "Pixels from left to right", "int", low=200, high=4000)
HEIGHT = Declaration(
    "height", "Height", 500, "Pixels from top to bottom", "int", low=120, high=4000
)


@dataclass(frozen=True)
class Figures:
    """Panels by name, each a file in the folder `out`; a PNG has `scale` dots for every pixel.

    `choices` says for a panel what is chosen in it.
    """

    out: Path
    panels: tuple[str, ...] = ("loss",)
    form: str = SVG
    width: int = 800
    height: int = 500
    scale: int = 1
    look: str = WHITE
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def check(self) -> None:
        """Refuse a folder that cannot be one, and a size out of bounds."""
        WIDTH.check(self.width)
        HEIGHT.check(self.height)
        if self.out.exists() and not self.out.is_dir():
            raise Refusal(f"{self.out} is no folder; give --out a folder, new or not.")


def panels_named(text: str) -> tuple[str, ...]:
    """Return the panels of "loss,triangle", or with "all" every one; each once, in this order."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if names == [EVERY]:
        return tuple(PANELS)
    for name in names:
        if name not in PANELS:
            raise Refusal(f"There is no panel {name}{meant(name, PANELS)} See rnnviz list panels.")
    if not names:
        raise Refusal("--panels names none; give it some, as in --panels loss,triangle.")
    return tuple(dict.fromkeys(names))


def choices_named(texts: list[str]) -> dict[str, dict[str, str]]:
    """Return what "triangle.layer=1" and the like choose, by panel and choice."""
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        what, sign, value = text.partition("=")
        panel, dot, name = what.partition(".")
        if not (sign and dot):
            raise Refusal(f"--choose {text} is not PANEL.CHOICE=VALUE, as in triangle.layer=1.")
        (panel,) = panels_named(panel)[:1]
        declared = {one.name: one for one in PANELS[panel].choices}
        if name not in declared:
            listed = ", ".join(declared) or "nothing"
            raise Refusal(f"The panel {panel} has no choice {name}; it has {listed}.")
        found.setdefault(panel, {})[name] = str(declared[name].check(value))
    return found
