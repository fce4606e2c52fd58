"""A test that fails leaves no program behind."""

import sys
import time

import pytest
from programs import Program

ENDLESS = [sys.executable, "-c", "import time; time.sleep(600)"]


def test_a_program_is_killed_where_its_test_fails():
    began = time.monotonic()
    with pytest.raises(AssertionError, match="no"), Program(ENDLESS) as program:
        raise AssertionError("no")
    assert program.returncode != 0
    assert time.monotonic() - began < 60
