"""The two looks of the program: their colours, and the palette that makes Qt follow them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette, QPen
from PySide6.QtWidgets import QToolTip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

BLACK, ORANGE, SKY_BLUE, GREEN = "#000000", "#e69f00", "#56b4e9", "#009e73"
YELLOW, BLUE, VERMILION, PURPLE = "#f0e442", "#0072b2", "#d55e00", "#cc79a7"
DASHES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotDotLine,
)


@dataclass(frozen=True)
class Theme:
    """The colours of one look, as "#rrggbb".

    `base` lies under plots and text fields, `window` under everything else; `muted` is text of
    lesser rank; `lines` are the colours for curves, in the order in which they are to be used.
    The lines are those of Okabe and Ito (2008), which colour-blind people can tell apart, and
    of these the five that reach a contrast of 3 : 1 on `base`.
    """

    dark: bool
    window: str
    base: str
    text: str
    muted: str
    accent: str
    grid: str
    warning: str
    error: str
    lines: tuple[str, ...]
    stroke: float = 1.0
    """How many times as thick as usual lines are drawn, so that they are seen from afar."""

    def pen(
        self, colour: QColor | str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine
    ) -> QPen:
        """Return a pen for lines that are usually so wide; all pictures draw with these."""
        return QPen(QColor(colour), width * self.stroke, style)

    @property
    def on_accent(self) -> str:
        """The colour of text that stands on the accent colour."""
        return self.base


LIGHT = Theme(
    dark=False,
    window="#f2f3f5",
    base="#ffffff",
    text="#1b1e23",
    muted="#5b626d",
    accent=BLUE,
    grid="#e3e6ea",
    warning="#9a5b00",
    error="#b3261e",
    lines=(BLUE, VERMILION, GREEN, PURPLE, BLACK),
)
PAPER = replace(LIGHT, window=LIGHT.base)
"""The look of pictures for a white page."""
DARK = Theme(
    dark=True,
    window="#2a2f37",
    base="#16191e",
    text="#e8eaed",
    muted="#a0a7b2",
    accent=SKY_BLUE,
    grid="#2f353d",
    warning="#f0b23c",
    error="#ff8a75",
    lines=(SKY_BLUE, ORANGE, GREEN, PURPLE, YELLOW),
)


def palette(theme: Theme) -> QPalette:
    """Return `theme` as Qt's palette, disabled controls included."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.window,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.window,
        role.ButtonText: theme.text,
        role.BrightText: theme.error,
        role.ToolTipBase: theme.base,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
    }
    result = QPalette(QColor(theme.window))  # derives the shades of bevels from the window colour
    for name, colour in colours.items():
        result.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, _between(theme.muted, theme.window))
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.grid))
    return result


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole program this look; plots and panels follow by their own `set_theme`."""
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setPalette(_of_boxes(theme), "QCheckBox")  # type: ignore[arg-type]  # stubs: bytes
    QToolTip.setPalette(palette(theme))


def _of_boxes(theme: Theme) -> QPalette:
    """Return the palette of check boxes, whose outline Fusion makes of Window, darker by 140 %.

    They paint nothing else with it: behind them lies what they stand on.
    """
    result = palette(theme)
    result.setColor(QPalette.ColorRole.Window, QColor(theme.muted).lighter(140))
    return result


def _between(first: str, second: str) -> QColor:
    """Return the colour half-way between two."""
    a, b = QColor(first), QColor(second)
    return QColor(
        (a.red() + b.red()) // 2, (a.green() + b.green()) // 2, (a.blue() + b.blue()) // 2
    )
