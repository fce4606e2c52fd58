"""Closing answers soon, whatever the window is busy with."""

import time

import pytest
from windows import step

from rnnviz.gui.window.bench_dialog import BenchDialog
from rnnviz.lab.memory.available_memory import available_bytes
from rnnviz.lab.runs import checkpoint
from rnnviz.lab.snapshot import Request, Wanted

SOON = 5.0
"""Seconds; on a machine that does nothing else it is 2."""
PATIENCE = 120_000
"""Milliseconds that a busy machine may take to get there."""
NEEDED = 3 * 10**9
LARGE = {"hidden": 4096, "layers": 2, "window": 100, "batch": 16, "optimizer": "sgd"}
"""Takes some 10 s to be made and as long for a step."""

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.skipif((available_bytes() or NEEDED) < NEEDED, reason="a large network needs 3 GB"),
]


class Busy:
    """A window that is brought into each of its states."""

    def __init__(self, window, qtbot, monkeypatch, folder):
        self.window, self.session = window, window.session
        self._qtbot, self._patch, self._folder = qtbot, monkeypatch, folder

    def until(self, condition):
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def wait(self, seconds=0.5):
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > end)

    def idle(self):
        pass

    def training(self):
        self.window.commands.run.trigger()
        self.until(lambda: step(self.window) > 30)

    def paused(self):
        self.training()
        self.session.pause()
        self.until(lambda: self.session.state == "paused")

    def reading_a_text(self):
        path = self._folder / "long.txt"
        path.write_bytes(b"the sea is old and grey and the moon goes over it again\n" * 800_000)
        self.window.open_and_save.open_paths([str(path)])
        self.until(self.window.loading.isVisible)

    def building_a_large_network(self):
        self.training()
        self.session.change(**LARGE)
        self.until(self.window.loading.isVisible)
        self.wait()

    def _have_large(self):
        self.session.change(**LARGE | {"init": "identity"})
        self.until(lambda: self.session.runs.focus.settings.hidden == 4096)

    def in_a_slow_step(self):
        self._have_large()
        self.window.commands.run.trigger()
        self.until(lambda: self.session.state == "running")
        self.wait(1.0)
        assert self.session.runs.focus.step == 0

    def measuring(self):
        self._have_large()
        self.session.set_requests(
            Wanted(frozenset({Request("gradient_flow"), Request("triangle")}))
        )
        self.wait()

    def in_a_lesson(self):
        self.window.lesson.open_builtin("spell")
        self.window.lesson.player.do(3)
        self.until(lambda: self.session.state == "running" and step(self.window) > 1)

    def in_a_bench(self):
        self.training()
        self.window.dialogs.show_memory_bench()
        dialog = self.window.findChild(BenchDialog)
        dialog.form.lengths.setText("500")
        dialog.start.click()
        self.until(lambda: dialog.words.text())
        assert dialog.stop.isEnabled()

    def reading_a_run(self):
        path, read, asked = self._folder / "run.safetensors", checkpoint.read_array, []
        checkpoint.save_run(self.session.runs.focus.trainer, path)

        def slowly(file, name, ask):
            for _ in range(100):
                asked.append(ask(0.0))
                time.sleep(0.05)
            return read(file, name, ask)

        self._patch.setattr(checkpoint, "read_array", slowly)
        self.window.open_and_save.open_paths([str(path)])
        self.until(lambda: len(asked) > 3)


STATES = [name for name in vars(Busy) if not name.startswith("_") and name not in ("until", "wait")]


@pytest.mark.parametrize("state", STATES)
def test_closing_answers_soon(window, qtbot, monkeypatch, tmp_path, state):
    busy = Busy(window, qtbot, monkeypatch, tmp_path)
    getattr(busy, state)()
    trained = window.session.runs.focus.step > 0
    began = time.perf_counter()
    assert window.close()
    assert time.perf_counter() - began < SOON
    assert not window.session._worker.isRunning()
    kept = list(window.preferences.kept_runs.glob("*.safetensors"))
    assert len(kept) == (1 if trained else 0)
