"""What lessons say of panels: which choices there are, and which a network has something for."""

from pathlib import Path

import pytest
from lesson_trainers import on_text

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.panels import LAYERS, SIGNALS
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lessons.draft import Scene, draft
from rnnviz.lessons.reading import parse_lesson
from rnnviz.lessons.reading_panels import why_unavailable
from rnnviz.refusal import Refusal


def test_every_gate_and_every_layer_can_be_named():
    gates = {gate for cell in CELLS.values() if len(cell.gates) > 1 for gate in cell.gates}
    assert set(SIGNALS) == {"h", "c"} | gates
    highest = str(declarations()["layers"].high)
    assert LAYERS[-1] == f"{highest} backward"
    assert highest in LAYERS


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
        ("gru", 1, "layer", "1 both", "a network that reads in one direction has no layer 1 both"),
    ],
)
def test_what_a_network_does_not_have_cannot_be_shown(cell, layers, name, value, reason):
    assert why_unavailable(Settings().change(cell=cell, layers=layers), name, value) == reason


@pytest.mark.parametrize(
    ("settings", "step", "line", "reason"),
    [
        (
            "length = 9",
            "",
            3,
            "length has no meaning with Task Text; leave it out, or set task to ",
        ),
        ('cell = "gru", activation = "relu"', "", 3, "activation has no meaning with Cell GRU; "),
        ("hidden = 4", "beta1 = 0.5", 0, ""),
        ("hidden = 4", 'optimizer = "sgd", beta1 = 0.5', 6, "beta1 has no meaning with Optimizer"),
        ("bidirectional = true", "", 3, "bidirectional has no meaning with Task Text: such a net"),
        ("hidden = 4", 'task = "adding", fold = "letters"', 6, "fold has no meaning with Task"),
        ('cell = "vanilla", forget_bias = "off"', "", 0, ""),
    ],
)
def test_settings_that_would_do_nothing_are_refused(settings, step, line, reason):
    front = f'title = "x"\nsettings = {{ {settings} }}\ncorpus = "hello"\n[[steps]]'
    text = f"+++\n{front}\nset = {{ {step} }}\n+++\n## One\n"
    if not reason:
        assert parse_lesson(text, "x.md", Path()).steps
        return
    with pytest.raises(Refusal, match=f"line {line}: {reason}"):
        parse_lesson(text, "x.md", Path())


def test_a_saved_lesson_leaves_out_what_panels_wait_for_another_network_to_show():
    wishes = {"decay": {"state": "c", "layer": "3"}, "hidden_units": {"phrase": "c"}}
    scene = Scene(("hello",), ("loss",), wishes)
    lesson = draft(on_text().snapshot(), scene, Path("state.md"))
    assert lesson.steps[0].choose == {"hidden_units": {"phrase": "c"}}
