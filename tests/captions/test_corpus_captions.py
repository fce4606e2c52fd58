"""What is said of a text."""

from rnnviz.captions.corpus import captions, held_out_caption, missing_glyphs_caption
from rnnviz.tasks.text import read_text


def test_a_text_is_told_by_its_length_its_alphabet_and_its_entropy():
    told = captions(read_text("abcd" * 300, "letters"))
    assert told["Length"] == "1,200 characters"
    assert told["Alphabet"] == "4 symbols"
    assert told["Entropy"] == "1.39 nats, of single characters"
    assert told["Note"] == ""


def test_the_entropy_is_told_in_the_unit_of_losses():
    text = read_text("abcd" * 300, "letters")
    assert captions(text, "bits")["Entropy"] == "2.00 bits, of single characters"
    assert captions(text, "perplexity")["Entropy"] == "perplexity 4.00, of single characters"


def test_the_end_of_a_text_is_held_out_or_nothing_is():
    text = read_text("abcd" * 300, "letters")
    assert held_out_caption(text, 0.1) == "the last 120 characters"
    assert held_out_caption(text, 0.0) == "nothing"


def test_symbols_without_a_picture_are_counted_and_one_is_named():
    assert missing_glyphs_caption((), 30, all_known=True) == ""
    told = missing_glyphs_caption(("語", "字"), 30, all_known=True)
    assert told.startswith(
        "No installed font has 2 of the text's 30 symbols (one is U+8A9E): boxes"
    )
    many = missing_glyphs_caption(("語",) * 400, 401, all_known=False)
    assert "400 or more of the text's 401 symbols" in many
