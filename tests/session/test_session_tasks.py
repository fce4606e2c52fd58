"""Tasks that draw their sequences: they take a text's place, and give it back."""

import pytest

from rnnviz.session.session import Session
from rnnviz.tasks import DRAWN


def test_a_text_task_without_a_text_is_refused_and_the_task_stays(watched, tmp_path):
    session, path = watched.open(), tmp_path / "run.safetensors"
    session.change(task="adding")
    watched.until(lambda: session.task.name == "adding" and watched.step == 0)
    watched.run_to(3)
    session.save(str(path))
    watched.until(path.exists)
    fresh = Session()
    notices = []
    fresh.notice.connect(notices.append)
    try:
        fresh.load_run(str(path))
        watched.until(lambda: fresh.task is not None)
        fresh.change(task="text")
        watched.until(lambda: notices)
        assert "no text" in notices[-1].text
        assert notices[-1].details == ""
        assert fresh.settings.task == "adding"
    finally:
        fresh.close()


@pytest.mark.parametrize("task", list(DRAWN))
def test_a_task_that_needs_no_text_runs_and_the_text_comes_back(watched, task):
    session = watched.open()
    tasks = []
    session.task_changed.connect(tasks.append)
    session.change(task=task)
    watched.until(lambda: tasks and watched.step == 0)
    assert tasks[-1].name == task
    watched.run_to(3)
    session.change(task="text")
    watched.until(lambda: tasks[-1].name == "text" and watched.step == 0)
    assert session.corpus.name == "sea"
    assert watched.notices == []
    watched.run_to(3)
