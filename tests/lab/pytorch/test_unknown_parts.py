"""What the file for PyTorch has no form for is refused, never left out."""

import pytest

from rnnviz.lab.pytorch.planning import KNOWN, check_known
from rnnviz.lab.settings import Settings
from rnnviz.refusal import Refusal


def test_a_setting_of_the_network_that_the_file_cannot_say_is_refused():
    known = [name for name in KNOWN if name != "layers"]
    with pytest.raises(Refusal, match=r"Layers 2 cannot be exported.*Train one without --layers"):
        check_known(Settings().change(layers=2), known)
    check_known(Settings().change(layers=1), known)


def test_how_the_weights_started_does_not_matter():
    check_known(Settings().change(init="gaussian", init_scale=0.3, seed=4))
    check_known(Settings().change(cell="lstm", chrono=30, forget_bias=2.0))
