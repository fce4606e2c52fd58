"""The numbers that panels give to other programs: all that is shown, to the last digit."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QComboBox
from several import show_all
from trainers import CORPUS, make_run, train

from rnnviz.gui.panels import panel_class
from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.tables import pictures_in
from rnnviz.lab.panels import PANELS
from rnnviz.lab.run_rows import RunRows
from rnnviz.probes.time_order import pairs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
OF_TEXTS = {"samples", "reading", "units", "next_character", "attention", "letters", "free_running"}
"""Panels that have nothing to show of a task that draws its sequences; "task" has of no text."""
STAY = {"runs", "simulator"}
"""Panels that show no single run."""
FIRST = "reading"
"""The panel whose first number is none: nothing was read before it."""


@pytest.fixture(scope="module")
def runs():
    """A text with all that can be measured of it, and a task that draws its sequences."""
    text = train(make_run(cell="lstm", layers=2, attention=4), 5)
    text.trainer.write()
    return {"text": text, "adding": train(make_run(None, task="adding", batch=3), 4)}


@pytest.fixture
def shown(qtbot, runs):
    """Makes a panel, and shows it a run: the panel with what it was shown."""

    def make(name, run="text", size=(900, 700)):
        panel = panel_class(name)()
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        panel.show_corpus(CORPUS, (2.9, 2.1))
        return panel, show(panel, runs[run]) if run else None

    return make


def show(panel, run):
    asked, rows = None, RunRows().rows([run], [])
    while asked != panel.needs():
        asked = panel.needs()
        with np.errstate(all="ignore"):
            snapshot = replace(run.snapshot(run.measure(asked)), rows=rows, run=run.id)
        panel.show_snapshot(snapshot)
    QApplication.processEvents()
    return snapshot


def read(table):
    """The columns of a table as another program reads them: numbers where all are, else texts."""
    head, *rows = csv.reader(io.StringIO(table.text(), newline=""))
    assert len(set(head)) == len(head), head
    assert all(head), head
    return {name: numbers(cells) for name, *cells in zip(head, *rows, strict=True)}


def numbers(cells):
    try:
        return np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        return cells


def only(panel):
    """The one table of a panel."""
    (table,) = panel.data()
    assert table.name == ""
    return read(table)


def measured(snapshot, probe):
    """What was found for a panel by a probe."""
    return next(found for asked, found in snapshot.results.items() if asked.probe == probe)


def same(found, wanted):
    """Equal to the last bit, in float64, which holds a float32 as it is."""
    np.testing.assert_array_equal(found, np.asarray(wanted, np.float64), strict=True)


def body(columns):
    """All but the names of a map's rows (R, C)."""
    return np.stack(list(columns.values())[1:], axis=1)


def check(tables):
    """Each has a name where there are several; each is read again with no number lost."""
    names = [one.name for one in tables]
    assert len(set(names)) == len(names)
    assert all(names) == (len(names) > 1) or not names
    for table in tables:
        found = read(table)
        for (name, cells), back in zip(table.columns, found.values(), strict=True):
            if isinstance(back, np.ndarray) and not any(isinstance(one, str) for one in cells):
                wanted = [np.nan if cell is None else cell for cell in list(cells)]
                same(back, np.array(wanted, np.float64))
            elif not isinstance(back, np.ndarray):
                assert back == ["" if cell is None else str(cell) for cell in cells], name


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_gives_what_it_shows_and_nothing_before(shown, runs, name):
    panel, _ = shown(name, None)
    assert panel.data() == () or not PANELS[name].of_run
    for kind, run in runs.items():
        show(panel, run)
        tables = panel.data()
        check(tables)
        empty = name == "task" if kind == "text" else name in OF_TEXTS
        assert bool(tables) != empty
        for table in tables:
            cells = [cell for _, column in table.columns for cell in column]
            known = [cell for cell in cells if cell is not None and not isinstance(cell, str)]
            assert np.sum(~np.isfinite(np.array(known, float))) == (name == FIRST)
        panel.clear()
        assert panel.data() == () or name in STAY


@pytest.mark.parametrize("name", PANELS)
def test_whatever_is_chosen_has_numbers(shown, runs, name):
    run = "adding" if name == "task" else "text"
    panel, _ = shown(name, run)
    for combo in panel.findChildren(QComboBox):
        for choice in range(combo.count() if combo.isVisibleTo(panel) else 0):
            combo.setCurrentIndex(choice)
            show(panel, runs[run])
            check(panel.data())
            assert panel.data() or all(one.message for one in pictures_in(panel))


@pytest.mark.parametrize("name", [name for name, kind in PANELS.items() if kind.of_run])
def test_what_is_no_number_is_told_as_that(shown, name):
    run = train(make_run(cell="lstm"), 3)
    run.trainer.network.flat[::2] = np.nan
    panel, _ = shown(name, None)
    show(panel, run)
    check(panel.data())


def test_every_picture_has_numbers():
    every, left = set(), [Canvas]
    while left:
        kinds = left.pop().__subclasses__()
        every |= {kind for kind in kinds if kind.__module__.startswith("rnnviz.")}
        left += kinds
    painted = {kind for kind in every if not any(issubclass(one, kind) for one in every - {kind})}
    assert len(painted) > 15
    assert not [kind for kind in painted if kind.data is Canvas.data]


def test_the_triangle_is_saved_as_it_was_measured(shown, runs):
    panel, snapshot = shown("triangle")
    found = measured(snapshot, "triangle")
    same(body(only(panel)), np.where(pairs(len(found.norms), found.reach), found.norms, np.nan))
    panel.choose("measure", "shares")
    found = measured(show(panel, runs["text"]), "shares")
    same(body(only(panel)), np.where(pairs(len(found.shares), found.reach), found.shares, np.nan))


def test_curves_are_saved_whole_however_they_are_zoomed(shown, runs):
    panel, snapshot = shown("loss")
    panel.plot.view.scaleBy((0.1, 0.1))
    panel.log.setChecked(True)
    found, curves = only(panel), snapshot.curves
    steps = np.isin(found["steps"], curves.steps)
    same(found["steps"][steps], curves.steps)
    same(found["training: nats per character"][steps], curves.loss)
    same(found["2-gram: nats per character"], np.full(steps.size, 2.1))
    later = np.isin(found["steps"], curves.validation_steps)
    same(found["validation: nats per character"][later], curves.validation_loss)
    panel, snapshot = shown("gradient_flow")
    flow = measured(snapshot, "gradient_flow")
    lags, median, lower, upper = only(panel).values()
    for column, values in ((lags, flow.lags), (median, flow.median), (lower, flow.lower)):
        same(column, values)
    same(upper, flow.upper)


def test_the_spectrum_is_saved_with_what_lies_outside(shown):
    panel, snapshot = shown("spectrum")
    panel.plane.set_zoom(100.0)
    found = measured(snapshot, "spectrum")
    plane, gauge = map(read, panel.data())
    values = np.concatenate((found.eigenvalues[0], found.cloud.ravel()))
    same(plane["real"], values.real)
    same(plane["imaginary"], values.imag)
    same(plane["modulus"], np.abs(values))
    same(next(iter(gauge.values())), [found.lyapunov.exponent])


def test_maps_are_saved_with_the_columns_that_are_scrolled_away(shown):
    panel, snapshot = shown("hidden_units", size=(200, 300))
    assert not panel.map.bar.isHidden()
    columns = only(panel)
    same(body(columns), measured(snapshot, "hidden_units").h.T)
    assert list(columns)[:3] == ["unit: h, hidden state", "1 t", "2 h"]
    panel, snapshot = shown("next_character", size=(200, 300))
    found, columns = measured(snapshot, "next_character"), only(panel)
    same(columns["p"][:-1], found.p_true)
    same(columns["nats"][:-1], found.losses)
    same(columns["rank"][:-1], found.ranks + 1)
    for place in range(found.p.shape[1]):
        same(columns[f"p {place + 1}"], found.p[:, place])
        codes = found.likeliest[:, place]
        assert "".join(columns[f"symbol {place + 1}"]) == "".join(
            found.vocabulary[code] for code in codes
        ).replace(" ", "␣").replace("\n", "⏎")


def test_a_cell_is_saved_wire_by_wire_forward_and_back(shown, runs):
    panel, _ = shown("cell")
    panel.choose("direction", "back")
    walk = measured(show(panel, runs["text"]), "cell_walk")
    picture, ribbon, factors = map(read, panel.data())
    value, gradient = list(picture.values())[-2:]
    place = panel.walking.step - walk.first
    for wire in walk.values:
        rows = [row for row, name in enumerate(picture["wire"]) if name == wire]
        same(value[rows], walk.values[wire][place])
        same(gradient[rows], walk.gradients[wire][place])
    assert len(ribbon["reads"]) == len(walk.symbols)
    same(factors["factor"], walk.factors[: len(factors["factor"])])
    panel.set.equations.click()
    panel.view.pane.with_numbers.click()
    walk = measured(show(panel, runs["text"]), "cell_walk")
    found = next(one for one in map(read, panel.data()) if "equation" in one)
    for name, value in zip(found["of"], found["value"], strict=True):
        assert np.isnan(value) or value == walk.values[name][place, walk.unit]
    assert np.isfinite(found["value"]).sum() > len(walk.states)
    panel.stage.factor_picked.emit(panel.walking.step)
    jacobian = measured(show(panel, runs["text"]), "step_jacobian")
    columns = read(panel.data()[0])
    same(body(columns), jacobian.J)
    assert list(columns)[1:] == [f"{name} {unit}" for name in "hc" for unit in range(8)]


def test_samples_and_runs_are_saved_in_full(shown, runs):
    panel, snapshot = shown("samples")
    assert only(panel)["text"] == [one.text for one in snapshot.samples]
    panel, snapshot = shown("runs")
    (row,) = snapshot.rows
    found = only(panel)
    same(found["Loss"], [row.smoothed])
    same(found["Seconds"], [row.seconds])
    assert (found["Run"], found["Loss is"]) == ([row.name], [row.task.unit])


def test_a_change_is_saved_beyond_what_is_drawn_of_it(shown, runs):
    panel, _ = shown("reading")
    panel.choose("colour", "change")
    panel.controls.point(3)
    change = show(panel, runs["text"]).results
    change = next(found for found in change.values() if hasattr(found, "variation"))
    page, curves = map(read, panel.data())
    assert len(change.variation) > len(panel.curves.predictions.x)
    same(list(curves.values())[-1], change.variation)
    same(list(page.values())[-1][change.place :], change.variation)


def test_runs_beside_each_other_have_names_in_all_columns(qtbot):
    several = [train(make_run(seed=seed), 4) for seed in range(3)]
    for name in ("loss", "clipping", "gradient_flow", "decay"):
        panel = panel_class(name)()
        qtbot.addWidget(panel)
        panel.show()
        show_all(panel, several)
        check(panel.data())
        columns = only(panel)
        for run in range(3):
            assert any(column.startswith(f"run {run}") for column in columns), (name, run)
        if name == "clipping":
            every = several[1].history.curves().gradient_norm
            same(columns["run 1: gradient norm"], every)
