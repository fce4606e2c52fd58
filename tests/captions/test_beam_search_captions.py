"""What is said of a beam search: its beginnings, and how it compares with greed."""

import math

import numpy as np

from rnnviz.captions.beam_search import caption, data, log_p, node_caption, rows, written
from rnnviz.probes.beam_search import BeamTree, Continuation

BEST, GREEDY = Continuation("ba", -1.0), Continuation("ab", -1.5)


def tree(best=BEST, greedy=GREEDY, width=2):
    symbols, parents = ("ab", "ab"), np.array([[0, 0], [1, 0]])
    scores = np.array([[-0.5, -0.75], [-1.0, -1.5]])
    lasting = np.array([[True, True], [True, True]])
    return BeamTree(
        "so", symbols[:2], parents[:, :width], scores[:, :width], lasting[:, :width], best, greedy,
        Continuation("b ", -4.25), 0.8,
    )  # fmt: skip


def test_what_stands_on_a_path_is_read_from_its_beginning():
    assert written(tree(), 1, 0) == "ba"
    assert written(tree(), 1, 1) == "ab"
    assert written(tree(), 0, 1) == "b"


def test_a_beginning_is_told_with_log_p_and_p():
    said = node_caption(tree(), 1, 0)
    assert said == f"“ba”: log p = −1.00 nats, p = {math.exp(-1):.2g}"
    lost = tree()
    lost.lasting[0, 1] = False
    assert node_caption(lost, 0, 1).endswith("; given up later")


def test_three_continuations_stand_side_by_side():
    assert rows(tree()) == (
        ("beam search", "−1.00", "ba"),
        ("greedy", "−1.50", "ab"),
        ("sampled at 0.8", "−4.25", "b "),
    )
    lines = [line.split("\t") for line in data(tree()).text("\t").splitlines()]
    assert lines[1] == ["beam search", "-1.0", "ba", "2"]
    assert [line[0] for line in lines[2:4]] == ["greedy", "sampled at 0.8"]
    beginnings = np.isfinite(tree().scores).sum()
    assert len(lines) == 4 + beginnings


def test_it_is_told_how_much_likelier_the_text_is():
    said = caption(tree())
    assert said.startswith("Beam search finds a text 1.6 times as likely as the greedy one.")
    assert said.endswith("The 2 likeliest go on at every step.")
    same = caption(tree(greedy=Continuation("ba", -1.0)))
    assert same.startswith("Beam search finds what greedy writing finds.")
    better = caption(tree(greedy=Continuation("aa", -0.9)))
    assert better.startswith("Greedy writing finds a likelier text")
    assert "greedy writing" in caption(tree(width=1))


def test_log_p_has_two_decimals_while_it_is_small():
    assert log_p(-3.214) == "−3.21"
    assert log_p(0.0) == "0.00"
    assert log_p(-123.4) == "−123"
    assert log_p(-math.inf) == "minus infinite"
