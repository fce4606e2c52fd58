"""A session with its real thread, all that it says written down, and closed at the end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rnnviz.session.notice import Notice
from rnnviz.session.session import Session

WORDS = "the sea is old and grey and the moon goes over it again and again "


class Watched:
    """A session and what it has said so far."""

    def __init__(self, session: Session, wait: Callable[..., None]) -> None:
        self.session, self._wait = session, wait
        self.states: list[str] = []
        self.notices: list[Notice] = []
        session.state_changed.connect(self.states.append)
        session.notice.connect(self.notices.append)

    def until(self, condition: Callable[[], object], seconds: float = 10.0) -> None:
        """Let Qt run until the condition holds."""
        self._wait(lambda: bool(condition()), timeout=int(1000 * seconds))

    def until_state(self, state: str) -> None:
        self.until(lambda: self.session.state == state)

    @property
    def step(self) -> int:
        """The newest snapshot's step; asks for the next snapshot."""
        snapshot = self.session.snapshot()
        return -1 if snapshot is None else snapshot.step

    def until_step(self, step: int) -> None:
        self.until(lambda: self.step >= step)

    def open(self, **changes: object) -> Session:
        """A small network, ready to learn a short text."""
        small = {"hidden": 6, "window": 6, "steps": 100_000, "sample_length": 10}
        self.session.change(**small | changes)
        self.session.open_text(WORDS * 20, "sea")
        self.until_state("ready")
        self.until(lambda: self.step == 0)
        return self.session

    def run_to(self, step: int) -> None:
        """Train at least so far, then pause."""
        self.session.run()
        self.until_step(step)
        if self.session.state == "running":
            self.session.pause()
        self.until(lambda: self.session.state != "running")


@pytest.fixture
def watched(qtbot) -> Iterator[Watched]:
    session = Session()
    yield Watched(session, qtbot.waitUntil)
    session.close()


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "sea.txt"
    path.write_text(WORDS * 20, encoding="utf-8")
    return path
