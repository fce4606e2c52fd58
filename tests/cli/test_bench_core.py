"""rnnviz bench core: the list it prints, its words and its refusals."""

import pytest

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.option_costs import OPTIONS

KEYS = ["cell", "hidden", "batch", "window", "steps_per_second", "chars_per_second"]
SHORT = ("--seconds", "0.02")


def test_the_json_list_has_one_entry_a_case(rnnviz):
    answer = rnnviz("bench", "core", "--cells", "vanilla,lstm", "--grid", "8x2x5,12x1x6",
                    *SHORT, "--json")  # fmt: skip
    assert answer.code == 0
    assert len(answer.out.splitlines()) == 1
    assert [list(row) for row in answer.json] == [[*KEYS, "product_share"]] * 4
    asked = [(cell, *size) for size in ((8, 2, 5), (12, 1, 6)) for cell in ("vanilla", "lstm")]
    assert [tuple(row[key] for key in KEYS[:4]) for row in answer.json] == asked
    for row in answer.json:
        steps, characters = row["steps_per_second"], row["chars_per_second"]
        assert characters == pytest.approx(steps * row["batch"] * row["window"])
        assert 0 < row["product_share"] < 1


def test_the_table_has_a_line_for_each_case(rnnviz):
    answer = rnnviz("bench", "core", "--cells", "gru", "--grid", "8x2x5", *SHORT)
    assert answer.code == 0
    (line,) = answer.out.splitlines()
    assert line.startswith("gru      H=8    B=2   T=5")
    assert line.endswith("% of the square product")


def test_every_option_that_a_cell_has_is_measured_beside_the_plain_network(rnnviz):
    answer = rnnviz("bench", "core", "--cells", "vanilla,gru", "--grid", "8x2x5", "--options",
                    *SHORT, "--json")  # fmt: skip
    assert answer.code == 0
    found = {cell: {row["option"] for row in answer.json if row["cell"] == cell}
             for cell in ("vanilla", "gru")}  # fmt: skip
    assert found["vanilla"] == {*OPTIONS}
    assert found["gru"] == {*OPTIONS} - {"leak 0.3"}
    ratio = {row["option"]: row["ratio"] for row in answer.json if row["cell"] == "gru"}
    assert ratio["readout alone"] < ratio["bidirectional"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--cells", "vanilla,none"), f"There is no cell 'none'; the cells are {', '.join(CELLS)}"),
        (("--cells", ""), "There is no cell ''"),
        (("--grid", "64x1"), "not '64x1'"),
        (("--grid", "64x1x25,"), "not ''"),
        (("--grid", "0x1x25"), "not '0x1x25'"),
        (("--grid", "64x-1x25"), "not '64x-1x25'"),
        (("--grid", "99999999999999999999x1x1"), "not '9999"),
        (("--grid", "5000x1x25"), "too large to measure"),
        (("--grid", "512x1000x1000"), "too large to measure"),
        (("--seconds", "nan"), "--seconds must lie between"),
        (("--seconds", "x"), "--seconds"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_one_line(rnnviz, arguments, word):
    answer = rnnviz("bench", "core", *arguments)
    assert answer.code == 2
    assert word in answer.err
    assert len(answer.err.splitlines()) == 1
