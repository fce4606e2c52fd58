"""A frozen program is its own Python: its processes must not open a window."""

import multiprocessing
import sys

import pytest

from rnnviz import __main__, cli


@pytest.mark.parametrize("frozen", [True, False])
def test_a_process_of_a_frozen_program_goes_its_own_way_first(monkeypatch, frozen):
    said = []
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setattr(multiprocessing, "freeze_support", lambda: said.append("own way"))
    monkeypatch.setattr(cli, "main", lambda: said.append("program") or 0)
    assert __main__.main() == 0
    assert said == (["own way", "program"] if frozen else ["program"])
