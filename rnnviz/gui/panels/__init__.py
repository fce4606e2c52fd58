"""The live views, in the order of their docks."""

from __future__ import annotations

from rnnviz.gui.panels.base import Panel
from rnnviz.gui.panels.clipping import ClippingPanel
from rnnviz.gui.panels.decay import DecayPanel
from rnnviz.gui.panels.gradient_flow import GradientFlowPanel
from rnnviz.gui.panels.hidden_units import HiddenUnitsPanel
from rnnviz.gui.panels.loss import LossPanel
from rnnviz.gui.panels.samples import SamplesPanel
from rnnviz.gui.panels.saturation import SaturationPanel
from rnnviz.gui.panels.simulator import SimulatorPanel
from rnnviz.gui.panels.spectrum import SpectrumPanel
from rnnviz.gui.panels.task import TaskPanel
from rnnviz.gui.panels.triangle import TrianglePanel

REGISTRY: dict[str, type[Panel]] = {
    panel.name: panel
    for panel in (
        LossPanel,
        SamplesPanel,
        HiddenUnitsPanel,
        GradientFlowPanel,
        TrianglePanel,
        DecayPanel,
        SpectrumPanel,
        SaturationPanel,
        ClippingPanel,
        TaskPanel,
        SimulatorPanel,
    )
}
