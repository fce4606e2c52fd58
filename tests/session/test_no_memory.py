"""A network too large for memory is refused in words, and the present run goes on."""

import pytest

from rnnviz.lab.memory import memory_need
from rnnviz.session.loader import NO_MEMORY, Loader


@pytest.fixture
def little_memory(monkeypatch):
    """Leaves this machine 5 MB from now on."""
    return lambda: monkeypatch.setattr(memory_need, "available_bytes", lambda: 5_000_000)


def said(watched):
    watched.until(lambda: watched.notices)
    (notice,) = watched.notices
    return notice.text


def test_a_size_that_is_chosen_is_refused_and_the_run_goes_on(watched, little_memory):
    session = watched.open()
    watched.run_to(5)
    little_memory()
    session.change(hidden=2000)
    sentence = said(watched)
    assert "2,000 Vanilla RNN units" in sentence
    assert "5.0 MB are free. Lower Hidden units to" in sentence
    assert "smaller file" not in sentence
    watched.until(lambda: session.settings.hidden == 6)
    watched.run_to(watched.step + 5)
    assert session.runs.focus.settings.hidden == 6


def test_memory_that_is_missed_in_a_step_pauses_and_says_so(watched):
    session = watched.open()
    watched.run_to(3)
    network = session.runs.focus.trainer.network

    def missed(*_):
        raise MemoryError

    network.loss_and_gradients = missed
    session.run()
    assert "not enough memory" in said(watched)
    watched.until(lambda: session.state == "paused")
    del network.loss_and_gradients
    watched.run_to(watched.step + 3)


def test_a_job_without_memory_ends_in_a_sentence(qtbot):
    def read(_):
        raise MemoryError

    loader, heard = Loader(read), []
    loader.refused.connect(heard.append)
    loader.start()
    qtbot.waitUntil(lambda: bool(heard))
    loader.wait()
    assert heard == [NO_MEMORY]
