"""What a large alphabet costs the network at hand, and what fewer symbols would change."""

import numpy as np
import pytest

from rnnviz.captions.alphabet import alphabet_warning, unknown_caption
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.network import Network
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.text import read_text

SIGNS = "".join(map(chr, range(0x4E00, 0x4E00 + 3250)))
SKEWED = SIGNS + SIGNS[:1000] * 400
"""The first thousand symbols make up 99.4 % of it."""


def warning(text, hidden, cell="vanilla", symbols=None):
    corpus = read_text(text, "signs", Folding.named("none", symbols))
    network = Network(CELLS[cell](), corpus.alphabet, hidden, corpus.alphabet)
    return alphabet_warning(corpus, network), network, corpus


@pytest.mark.parametrize(("cell", "gates"), [("vanilla", 1), ("lstm", 4)])
@pytest.mark.parametrize("hidden", [16, 100])
def test_the_numbers_are_those_of_the_network(cell, gates, hidden):
    words, network, _ = warning(SIGNS, hidden, cell)
    sides = 3250 * gates * hidden + 3250 * (hidden + 1)
    assert f"The alphabet has 3,250 symbols: at {hidden} hidden units" in words
    assert f"take {sides:,} of the network's {network.flat.size:,} parameters" in words


def test_the_number_that_is_offered_touches_as_much_as_is_said():
    words, _, _ = warning(SKEWED, 16)
    assert "Keeping only the 1,000 most frequent, with Symbols or --symbols 1000" in words
    kept = read_text(SKEWED, "signs", Folding.named("none", 1000))
    share = kept.counts[kept.coding.sign] / kept.characters
    assert f"would touch {share:.1%} of the text" in words


def test_where_that_takes_nearly_all_symbols_less_of_the_text_is_offered():
    rising = "".join(symbol * (1 + place // 650) for place, symbol in enumerate(SIGNS[::-1]))
    words, _, corpus = warning(rising, 16)
    covered = np.sort(corpus.counts)[::-1].cumsum() / corpus.characters
    assert covered[int(0.8 * corpus.alphabet)] < 0.99
    assert "Keeping only the 2,500 most frequent" in words
    assert f"would touch {1 - covered[2499]:.1%} of the text" in words


def test_nothing_is_offered_where_it_was_taken_or_changes_nothing():
    for text, symbols in ((SKEWED, 2500), (SIGNS[:2001], None)):
        words, _, _ = warning(text, 16, symbols=symbols)
        assert words
        assert "Keeping" not in words


def test_usual_alphabets_cost_no_word():
    assert warning("the sea is old" * 9, 8)[0] == ""
    assert warning(SIGNS[:2000], 8)[0] == ""


def test_symbols_that_a_run_has_as_one_are_told():
    assert unknown_caption(0, np.float64(0.0)) == ""
    assert unknown_caption(3, 0.0123).startswith("3 symbols of it are none of those")
    assert unknown_caption(1, 0.5).endswith("50.0% of the text.")
