"""What can be measured: pure functions of a network and a sequence. A new one is one line here."""

from rnnviz.probes.base import Probe, Sequence
from rnnviz.probes.gradient_flow import GradientFlowProbe
from rnnviz.probes.hidden_units import HiddenUnitsProbe

REGISTRY: dict[str, Probe] = {
    probe.name: probe for probe in (HiddenUnitsProbe(), GradientFlowProbe())
}

__all__ = ["REGISTRY", "Probe", "Sequence"]
