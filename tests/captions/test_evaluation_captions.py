"""What is said of a network's loss on a text."""

import math

from rnnviz.captions.evaluation import caption, report_line


def test_a_loss_is_told_in_nats_in_bits_and_as_perplexity():
    assert caption(math.log(2)) == "0.6931 nats, 1.0000 bits per character, perplexity 2.000"
    assert caption(0.0) == "0.0000 nats, 0.0000 bits per character, perplexity 1.000"


def test_a_report_names_the_unit_of_what_was_learned():
    assert report_line("loss", 0.5, "squared error") == "loss      0.5000 squared error"
    assert report_line("heldout", 2.0, "nats per character").startswith("heldout   2.0000 nats")
