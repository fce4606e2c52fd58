"""The map for values around zero: from the ground of either look, even, and safe to tell apart."""

import numpy as np
import pytest

from rnnviz.gui.appearance.contrast import contrast, luminance
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.plotting.colour_scale import DIVERGING, ColourScale
from rnnviz.gui.plotting.diverging import CONES, OPPONENTS, linear

LACKING = {
    "red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998]],
    "green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
              [-0.011820, 0.042940, 0.968881]],
}  # fmt: skip
"""What is seen of light without one kind of cone: Machado, Oliveira and Fernandes, 2009."""
LOOKS = [
    pytest.param(theme, below, id=f"{'dark' if theme.dark else 'light'}{'-text' * below}")
    for theme in (LIGHT, DARK)
    for below in (False, True)
]


def colours(theme, below, values):
    scale = ColourScale(DIVERGING, -1.0, 1.0).on(theme, below_text=below)
    return [scale.colour(float(value)).name() for value in values]


def light_of(names):
    return linear(np.array([[int(one[i : i + 2], 16) / 255 for i in (1, 3, 5)] for one in names]))


def lab(light):
    return np.cbrt(np.clip(light, 0, 1) @ CONES.T) @ OPPONENTS.T


@pytest.mark.parametrize(("theme", "below"), LOOKS)
def test_zero_is_the_ground_and_both_ends_stand_out_from_it_alike(theme, below):
    low, zero, high = colours(theme, below, (-1, 0, 1))
    assert zero == theme.base
    assert contrast(low, high) < 1.1
    assert min(contrast(low, zero), contrast(high, zero)) >= 3.0


@pytest.mark.parametrize(("theme", "below"), LOOKS)
def test_light_changes_evenly_all_the_way_from_zero(theme, below):
    for side in (-1, 1):
        names = colours(theme, below, side * np.arange(0, 127, 14) / 127)
        lights = np.array([luminance(name) for name in names])
        assert (np.diff(lights if theme.dark else -lights) > 0).all()
        steps = np.linalg.norm(np.diff(lab(light_of(names)), axis=0), axis=1)
        assert steps.max() < 1.2 * steps.min()  # of whole shades


@pytest.mark.parametrize("lacking", LACKING)
@pytest.mark.parametrize(("theme", "below"), LOOKS)
def test_signs_can_be_told_without_one_kind_of_cone(theme, below, lacking):
    seen = np.array(LACKING[lacking])
    for most in (0.25, 0.5, 1.0):
        light = light_of(colours(theme, below, (-most, most))) @ seen.T
        low, high = lab(light)
        assert np.linalg.norm(low - high) > 0.15 * most


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_written_on_it_can_be_read_at_every_value(theme):
    scale = ColourScale(DIVERGING, -1.0, 1.0).on(theme, below_text=True)
    for name in colours(theme, True, np.linspace(-1, 1, 33)):
        assert contrast(scale.ink, name) >= 4.5
