"""Faults of the Qt binding that would end the program, checked on the installed version."""

import sys

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

CALLS = 1_000
NOISE = 100  # references that come and go by themselves


def test_a_thousand_void_calls_keep_the_references_to_none(qtbot):
    widget, plain = QWidget(), QObject()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        widget.update()
        widget.setObjectName("name")
        plain.setProperty("value", 1)
        plain.setObjectName("name")
    assert sys.getrefcount(None) > before - NOISE
