"""Frames paint only what is new; what is then on the screen is what painting everything gives."""

import numpy as np
import pytest
from PySide6.QtGui import QImage


def pixels(pixmap):
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)[..., :3].copy()


@pytest.mark.parametrize("speed", [None, 300.0], ids=["full speed", "slow motion"])
def test_what_frames_leave_on_the_screen_is_the_whole_picture(window, qapp, qtbot, speed):
    window.session.change(steps=1_000_000)
    window.session.set_speed(speed)
    for _ in range(2):
        window.session.run()
        qtbot.wait(600)  # some ten frames
        window.session.pause()
        qtbot.waitUntil(lambda: window.session.state == "paused")
        qtbot.waitUntil(lambda: window.clock.standing, timeout=5000)
        qtbot.wait(700)  # the words at most twice a second
        shown = pixels(qapp.primaryScreen().grabWindow(window.winId()))
        np.testing.assert_array_equal(shown, pixels(window.grab()))
    assert window.session.snapshot().step > 100
