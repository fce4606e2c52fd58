"""What stands for a text where there is no room for it: ever shorter, whole, at last a number."""

import pytest

from rnnviz.captions.wordings import Worded, longest, wordings

BACK = "Norm now 1.5. 10 characters back, 0.15 % of the gradient is left; 20 back, 0.007 %."


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        (BACK, 100, BACK),
        (BACK, 40, "Norm now 1.5."),
        (BACK, 5, "1.5"),
        ("Memory of all runs: 35 of 512 MB", 20, "35 of 512 MB"),
        ("Unit 63 rises where words start: AUC 0.97.", 35, "Unit 63 rises where words start"),
        ("Sum over rows = BPTT: residual 2.3·10⁻⁷ (relative).", 20, "residual 2.3·10⁻⁷"),
        ("Sum over rows = BPTT: residual 2.3·10⁻⁷ (relative).", 10, "2.3·10⁻⁷"),
        ("2.84 nats, 4.10 bits", 12, "2.84 nats"),
        ("2.84 nats, 4.10 bits", 5, "2.84"),
        ("Shut −0.5\N{NO-BREAK SPACE}% of the time", 8, "−0.5\N{NO-BREAK SPACE}%"),
        ("nothing to count here", 14, "nothing to"),
        ("nothing", 3, ""),
        ("", 3, ""),
        (Worded("half of 4 is 2 in any case", "half: 2"), 10, "half: 2"),
    ],
)
def test_the_longest_wording_that_fits_is_shown(text, room, shown):
    assert longest(text, lambda one: len(one) <= room) == shown


def test_no_wording_has_an_ellipsis_and_the_last_one_is_nothing():
    found = [*wordings(BACK)]
    assert found[0] == BACK
    assert found[-1] == ""
    assert not any("…" in one for one in found)
