"""rnnviz figures: what panels show of a saved run, as drawings, images and columns of numbers."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer

from rnnviz.lab.panels import PANELS
from rnnviz.lab.runs.checkpoint import load_run

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def figures(rnnviz, run, *more):
    return rnnviz("figures", run, "--out", "figs", *more)


def test_every_panel_is_drawn_or_says_why_not(rnnviz, trained, here):
    answer = figures(rnnviz, trained, "--panels", "all")
    assert answer.code == 0, answer.err
    drawn = {path.stem for path in (here / "figs").iterdir()}
    left_out = {name for name, kind in PANELS.items() if f"{kind.title} is left out." in answer.err}
    assert drawn | left_out == set(PANELS)
    assert not drawn & left_out
    assert {"loss", "triangle", "gradient_flow", "runs", "cell"} <= drawn
    assert "This network has no attention." in answer.err
    for path in (here / "figs").iterdir():
        assert QSvgRenderer(str(path)).isValid()


def test_numbers_are_those_of_the_run(rnnviz, trained, here):
    answer = figures(rnnviz, trained, "--format", "csv", "--panels", "loss,triangle", "--json")
    assert answer.json == {
        "written": {"loss": ["figs/loss.csv"], "triangle": ["figs/triangle.csv"]}
    }
    found = np.genfromtxt(here / "figs" / "loss.csv", delimiter=",", skip_header=1)
    losses = load_run(trained).arrays["curve.loss"]
    at = np.isfinite(found[:, 1])
    assert np.array_equal(found[at, 1], losses.astype(np.float64))
    triangle = np.genfromtxt(here / "figs" / "triangle.csv", delimiter=",", skip_header=1)
    assert np.isnan(triangle[:, 1:][np.triu_indices(len(triangle), 1)]).all()


def test_images_have_the_size_and_the_look_that_is_wanted(rnnviz, trained, here):
    size = ("--width", "300", "--height", "200")
    sides = []
    for scale in ("1", "4"):
        asked = ("--format", "png", "--scale", scale, "--look", "dark", *size)
        assert figures(rnnviz, trained, *asked).code == 0
        image = QImage(str(here / "figs" / "loss.png"))
        assert image.pixelColor(1, 1).lightness() < 80
        sides.append((image.width(), image.height()))
    assert sides[1] == tuple(4 * side for side in sides[0])
    assert 300 <= sides[0][0] <= 320


def test_what_is_chosen_in_a_panel_is_shown(rnnviz, trained, here):
    chosen = ("--panels", "gradient_flow", "--choose", "gradient_flow.mode=summed")
    assert figures(rnnviz, trained, *chosen).code == 0
    assert "summed" in (here / "figs" / "gradient_flow.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--panels", "los"), "There is no panel los; did you mean loss?"),
        (("--panels", ","), "--panels names none"),
        (("--choose", "triangle"), "--choose triangle is not PANEL.CHOICE=VALUE"),
        (("--choose", "loss.layer=1"), "The panel loss has no choice layer; it has nothing."),
        (("--choose", "triangle.layer=1"), "which --panels does not name"),
        (("--scale", "2"), "--scale is for PNG images"),
        (("--width", "7"), "--width must lie between 200 and 4,000"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(rnnviz, trained, here, asked, said):
    answer = figures(rnnviz, trained, *asked)
    assert answer.code == 2
    assert said in answer.err
    assert not (here / "figs").exists()


def test_a_file_in_the_way_of_the_folder_is_refused(rnnviz, trained, here):
    (here / "figs").write_text("mine")
    answer = figures(rnnviz, trained)
    assert answer.code == 2
    assert "figs is no folder" in answer.err
    assert (here / "figs").read_text() == "mine"


def test_nothing_to_show_is_told_and_is_a_failure(rnnviz, trained, here):
    answer = figures(rnnviz, trained, "--panels", "attention")
    assert answer.code == 1
    assert answer.err.startswith("Attention is left out.")
