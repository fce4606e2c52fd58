"""What is said of a text that the network wrote."""

import math

import pytest

from rnnviz.captions.samples import accessible_text, caption
from rnnviz.lab.snapshot import Sample


@pytest.mark.parametrize(
    ("loss", "unit", "told"),
    [
        (2.04, "nats per character", "Step 1,000, 2.04 nats, temperature 0.8"),
        (0.0, "nats per character", "Step 1,000, 0.00 nats, temperature 0.8"),
        (math.nan, "nats per character", "Step 1,000, loss not finite, temperature 0.8"),
        (0.7, "nats per step", "Step 1,000, 0.7 nats per step"),
    ],
)
def test_step_loss_and_temperature_stand_above_a_sample(loss, unit, told):
    assert caption(Sample(1_000, loss, "ab", "", 0.8), unit) == told


def test_a_row_of_the_list_is_one_sentence():
    sample = Sample(30, 2.5, "to be\nor", "", 0.8)
    assert (
        accessible_text(sample, "nats per character", "to be⏎or") == "Step 30, 2.50 nats: to be⏎or"
    )
