"""Labels of texts: every feature on texts small enough to label by hand."""

import numpy as np
import pytest

from rnnviz.probes.text_labels import FEATURES, matches


def marked(feature, text):
    """The labels as a line below the text: a digit where it counts, "." where it does not."""
    labels = FEATURES[feature].labels(text)
    pairs = zip(labels.values, labels.counted, strict=True)
    return "".join(f"{value:.0f}" if counted else "." for value, counted in pairs)


@pytest.mark.parametrize(
    ("feature", "text", "expected"),
    [
        ("newline", "ab\ncd\n\ne", "..012001"),
        ("quotes", 'a "b c" d', "001111000"),
        ("quotes", "x “y” «z»", "001100110"),
        ("quotes", "it's \"a\n\nb", "0000011000"),
        ("brackets", "f(a[0]) b)", "0111110000"),
        ("word_start", "ab c\nD e", ".0.1.1.1"),
        ("word_end", "ab c\nD e", "01.1.1.."),
        ("between", "ab, c", "00110"),
        ("vowels", "Abé io", "101.11"),
        ("capitals", "aB ß3C", "01.0.1"),
        ("indentation", "  a b\n\tc\nd", "1222204400"),
        ("digits", "a1 23", "01011"),
    ],
)
def test_a_text_is_labelled_as_by_hand(feature, text, expected):
    assert marked(feature, text) == expected


def test_a_pattern_marks_all_characters_of_its_matches():
    labels = matches("ab 12 c3", "[0-9]+")
    assert labels.values.tolist() == [0, 0, 0, 1, 1, 0, 0, 1]
    assert labels.counted.all()


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize("text", ["", "a", "\n", "語 １２ «", ")]}", '"""'])
def test_every_text_has_as_many_labels_as_characters(feature, text):
    labels = FEATURES[feature].labels(text)
    assert labels.values.shape == labels.counted.shape == (len(text),)
    assert np.isfinite(labels.values).all()
    assert set(np.unique(labels.values)) <= {0.0, 1.0} or FEATURES[feature].kind == "number"
