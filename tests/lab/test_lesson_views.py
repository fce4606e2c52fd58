"""What lessons say of panels: which choices there are, and which a network has something for."""

from pathlib import Path

import pytest
from lesson_trainers import on_text

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.lesson_draft import Scene, draft
from rnnviz.lab.lesson_views import misfit
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.views import LAYERS, SIGNALS


def test_every_gate_and_every_layer_can_be_named():
    gates = {gate for cell in CELLS.values() if len(cell.gates) > 1 for gate in cell.gates}
    assert set(SIGNALS) == {"h", "c"} | gates
    assert LAYERS[-1] == str(declarations()["layers"].high)


@pytest.mark.parametrize(
    ("cell", "layers", "name", "value", "reason"),
    [
        ("vanilla", 1, "state", "c", "a Vanilla RNN has no memory c"),
        ("vanilla", 1, "phrase", "c", ""),
        ("lstm", 1, "signal", "c", ""),
        ("lstm", 1, "signal", "z", "the LSTM has no gate z"),
        ("gru", 1, "signal", "z", ""),
        ("gru", 2, "layer", "2", ""),
        ("gru", 2, "layer", "top", ""),
        ("gru", 2, "layer", "3", "a network of 2 layers has no layer 3"),
        ("gru", 1, "layer", "2", "a network of one layer has no layer 2"),
    ],
)
def test_what_a_network_does_not_have_cannot_be_shown(cell, layers, name, value, reason):
    assert misfit(Settings().change(cell=cell, layers=layers), name, value) == reason


def test_a_saved_lesson_leaves_out_what_panels_wait_for_another_network_to_show():
    wishes = {"decay": {"state": "c", "layer": "3"}, "hidden_units": {"phrase": "c"}}
    scene = Scene(("hello",), ("loss",), wishes)
    lesson = draft(on_text().snapshot(), scene, Path("state.md"))
    assert lesson.steps[0].choose == {"hidden_units": {"phrase": "c"}}
