"""Uses the window while it trains: milliseconds from each doing to its being painted.

python tests/benchmarks/hover.py [--times 40] [--json]

Resizing, moving docks into tabs and out, scrolling through samples, pointing at plot and map.
"""

import sys
from time import perf_counter

import numpy as np
from live import SIZE, arguments, let_run, live_window, tell
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

PAUSE = 0.03
"""Seconds between two doings."""


def main(given=None):
    parsed = arguments(__doc__, times=(40, "how often each is done")).parse_args(given)
    tell(figures(parsed.times), parsed.json)
    return 0


def figures(times):
    """Median, 95th percentile and longest of each kind."""
    with live_window(cell="vanilla", hidden=64, batch=1, window=25) as window:
        window.session.run()
        let_run(1.0)
        found = {}
        for name, act in doings(window).items():
            taken = [milliseconds(act, number) for number in range(times)]
            for word, share in (("median", 50), ("p95", 95), ("longest", 100)):
                found[f"{name}_{word}_ms"] = float(np.percentile(taken, share))
        window.session.pause()
    return found


def milliseconds(act, number):
    """How long doing it takes, until everything that it brought about is painted."""
    let_run(PAUSE)
    begun = perf_counter()
    act(number)
    QApplication.processEvents()
    return 1000 * (perf_counter() - begun)


def doings(window):
    """By name a function of how often it was done before."""
    panels = window.panels
    loss, samples, units = (panels.panels[name] for name in ("loss", "samples", "hidden_units"))
    docks = {dock.kind.name: dock for dock in panels.docks}
    bar = samples.list.verticalScrollBar()

    def resize(number):
        window.resize(SIZE[0] - 17 * (number % 7), SIZE[1] - 13 * (number % 5))

    def move_dock(number):
        if number % 2:
            panels.splitDockWidget(docks["loss"], docks["samples"], Qt.Orientation.Horizontal)
        else:
            panels.tabifyDockWidget(docks["hidden_units"], docks["samples"])

    def scroll(number):
        bar.setValue((number * 3) % (bar.maximum() + 1))

    return {
        "resizing": resize,
        "scrolling_samples": scroll,
        "pointing_at_the_plot": lambda number: point(loss.plot.viewport(), number),
        "pointing_at_the_map": lambda number: point(units.map, number),
        "moving_docks": move_dock,
    }


def point(widget, number):
    """Move the mouse over a widget."""
    place = QPointF((37 * number) % widget.width(), widget.height() / 2)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        widget.mapToGlobal(place),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


if __name__ == "__main__":
    sys.exit(main())
