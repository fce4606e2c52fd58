"""How much of the gradient is left, the further back in time it is taken."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout

from rnnviz.gui.panels.base import Panel
from rnnviz.gui.plotting.curve import Band, Curve, Look, Nearest
from rnnviz.gui.plotting.hot_plot import HotPlot
from rnnviz.gui.plotting.ranges import exact, rounded
from rnnviz.gui.plotting.steady_label import SteadyLabel
from rnnviz.lab.snapshot import Request

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from rnnviz.gui.theme import Theme
    from rnnviz.lab.snapshot import Snapshot
    from rnnviz.probes.gradient_flow import GradientFlow

EMPTY = "Press Space to train. How far the gradient reaches back is drawn here."
COMING = "Measured with the next step."
ALL_ZERO = "Every gradient is exactly zero: there is nothing to draw."
NOT_FINITE = "The gradient is not a number any more: the training has diverged."
MODES = (("last", "one loss, by lag"), ("summed", "summed over losses"))
CONTRAST = "This curve hides vanishing: every step adds its own loss."
LAGS_IN_WORDS = (10, 20)
WIDE = 620
EXPONENT_FROM = 1e-6
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class GradientFlowPanel(Panel):
    """Norms of d loss / d h by lag: median and quartiles over the sequences of the batch."""

    name = "gradient_flow"
    title = "Gradients"
    tooltip = "How much of the gradient is left, the further back in time it is taken"
    order = 40
