"""What can be measured: pure functions of a network and a sequence. A new one is one line here."""

from rnnviz.probes.attention import AttentionProbe
from rnnviz.probes.base import Probe, Sequence
from rnnviz.probes.beam_search import BeamSearchProbe
from rnnviz.probes.cell_walk import CellWalkProbe
from rnnviz.probes.changed_character import ChangedCharacterProbe
from rnnviz.probes.decay import DecayProbe
from rnnviz.probes.direct_path import DirectPathProbe
from rnnviz.probes.gradient_flow import GradientFlowProbe
from rnnviz.probes.hidden_units import HiddenUnitsProbe
from rnnviz.probes.letters import LettersProbe
from rnnviz.probes.lyapunov import LyapunovProbe
from rnnviz.probes.next_character import NextCharacterProbe
from rnnviz.probes.reach import ReachProbe
from rnnviz.probes.reading import ReadingProbe
from rnnviz.probes.saturation import SaturationProbe
from rnnviz.probes.shares import SharesProbe
from rnnviz.probes.silenced_text import SilencedTextProbe
from rnnviz.probes.spectrum import SpectrumProbe
from rnnviz.probes.step_jacobian import StepJacobianProbe
from rnnviz.probes.triangle import TriangleProbe
from rnnviz.probes.truncation import TruncationProbe
from rnnviz.probes.unit_finder import UnitFinderProbe

REGISTRY: dict[str, Probe] = {
    probe.name: probe
    for probe in (
        HiddenUnitsProbe(),
        AttentionProbe(),
        CellWalkProbe(),
        StepJacobianProbe(),
        GradientFlowProbe(),
        TriangleProbe(),
        SharesProbe(),
        DecayProbe(),
        TruncationProbe(),
        DirectPathProbe(),
        SpectrumProbe(),
        LyapunovProbe(),
        SaturationProbe(),
        NextCharacterProbe(),
        BeamSearchProbe(),
        LettersProbe(),
        ReadingProbe(),
        ReachProbe(),
        UnitFinderProbe(),
        SilencedTextProbe(),
        ChangedCharacterProbe(),
    )
}

__all__ = ["REGISTRY", "Probe", "Sequence"]
