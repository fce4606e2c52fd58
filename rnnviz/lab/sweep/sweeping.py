"""Goes through the rows of a sweep: what is missing is claimed, computed and written down."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from rnnviz.lab.sweep.engine import Engine, Started
from rnnviz.lab.sweep.row import Outcome, Row, compute
from rnnviz.lab.sweep.store import Record, Store
from rnnviz.lab.sweep.watch import Watch
from rnnviz.refusal import Refusal

TICK_SECONDS = 0.1
LOOK_SECONDS = 1.0
"""How often rows that others compute are looked for."""
GIVEN_UP = "The engine gave it up before it was done."
ENDED = "Its process was ended from outside, as a system does that has no memory left."


@dataclass(frozen=True)
class Working:
    """A row that is being computed: its step, and its smoothed loss or score."""

    row: Row
    step: int
    value: float


@dataclass(frozen=True)
class Progress:
    """How far a sweep is: rows that are over, some of them failed, of so many.

    `elsewhere` are claimed by other processes; `seconds_left` is None until it can be guessed.
    """

    over: int
    failed: int
    rows: int
    working: tuple[Working, ...]
    elsewhere: int
    seconds_left: float | None


@dataclass(frozen=True)
class Over:
    """A row that is over: computed now, or found as it was."""

    row: Row
    record: Record
    computed: bool


@dataclass
class Turn:
    """A row at work: who watches it, and since when."""

    row: Row
    watch: Watch
    since: float = field(default_factory=time.monotonic)


class Sweep:
    """Rows, what each learns from (`read`), who computes them, and where they are kept.

    What is finished is not computed again; what had failed is, once. A row that another process
    has claimed is waited for, and computed here if that process ends without it.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        read: Callable[[Any], Any],
        engine: Engine,
        store: Store | None = None,
    ) -> None:
        self.rows = tuple({row.name: row for row in rows}.values())
        self._read, self._engine, self._store = read, engine, store or Store()
        self._waiting: deque[Row] = deque()
        self._elsewhere: dict[str, Row] = {}
        self._working: dict[Future[Outcome], Turn] = {}
        self._failed_before: dict[str, float] = {}
        self._over = self._failed = 0
        self._done_cost = self._done_seconds = self._looked = 0.0

    def events(self) -> Generator[Progress | Over, None, None]:
        """Go through all rows; to be closed, which keeps what is done, or read to its end."""
        with self._store:
            yield from self._found()
            if not self._waiting:
                return
            self._store.check_room(sum(row.size for row in self._waiting))
            with self._engine.start() as started:
                try:
                    while self._waiting or self._elsewhere or self._working:
                        yield from self._turn(started)
                finally:
                    self._end(started)

    def _found(self) -> Iterator[Over]:
        for row in self.rows:
            record = self._store.found(row.name)
            if record is not None and not record.error:
                yield self._note(row, record, computed=False)
                continue
            if record is not None:
                self._failed_before[row.name] = record.attempt
            self._waiting.append(row)

    def _turn(self, started: Started) -> Iterator[Progress | Over]:
        yield from self._look_elsewhere()
        yield from self._begin(started)
        if self._working:
            done, _ = wait(self._working, TICK_SECONDS, FIRST_COMPLETED)
        else:
            done = set()
            time.sleep(TICK_SECONDS if self._elsewhere else 0.0)
        if lost := started.lost():
            raise Refusal(lost)
        for future in done:
            yield from self._finish(future)
        yield self._progress(started)

    def _look_elsewhere(self) -> Iterator[Over]:
        """See which rows that others had claimed are over, or free again."""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        for row in tuple(self._elsewhere.values()):
            if (record := self._new_record(row)) is not None:
                del self._elsewhere[row.name]
                yield self._note(row, record, computed=False)
        self._waiting.extend(self._elsewhere.values())
        self._elsewhere.clear()

    def _new_record(self, row: Row) -> Record | None:
        """A row that is over, but for a failure that was there before this sweep began."""
        record = self._store.found(row.name)
        if record is None or not record.error:
            return record
        return None if record.attempt == self._failed_before.get(row.name) else record

    def _begin(self, started: Started) -> Iterator[Over]:
        """Claim rows, as many as can be computed at a time."""
        busy = [turn.watch for turn in self._working.values()]
        free = [watch for watch in started.watches if all(watch is not one for one in busy)]
        while free and self._waiting:
            row = self._waiting.popleft()
            if not self._store.take(row.name):
                self._elsewhere[row.name] = row
                continue
            record = self._new_record(row)  # another may have finished it just before
            if record is not None:
                self._store.release(row.name)
                yield self._note(row, record, computed=False)
                continue
            watch = free.pop(0)
            watch.begin()
            future = started.executor.submit(compute, row, self._read(row), watch)
            self._working[future] = Turn(row, watch)

    def _finish(self, future: Future[Outcome]) -> Iterator[Over]:
        turn = self._working.pop(future)
        outcome = _outcome_of(future)
        if outcome.details:
            _log(turn.row, outcome)
        try:
            if outcome.stopped:
                return
            ours = self._store.holds(turn.row.name)  # unless it was silent for long
            record = self._store.write(turn.row, outcome) if ours else self._new_record(turn.row)
        finally:
            self._store.release(turn.row.name)
        if record is None:  # another has taken it over, and is not done with it
            self._elsewhere[turn.row.name] = turn.row
            return
        self._done_cost += turn.row.cost
        self._done_seconds += time.monotonic() - turn.since
        yield self._note(turn.row, record, computed=True)

    def _note(self, row: Row, record: Record, computed: bool) -> Over:
        self._over += 1
        self._failed += bool(record.error)
        return Over(row, record, computed)

    def _progress(self, started: Started) -> Progress:
        working = tuple(Working(t.row, t.watch.step, t.watch.value) for t in self._working.values())
        counts = self._over, self._failed, len(self.rows)
        left = self._seconds_left(len(started.watches))
        return Progress(*counts, working, len(self._elsewhere), left)

    def _seconds_left(self, slots: int) -> float | None:
        """Guessed from the operations that were done, and the time that they took."""
        now, cost, seconds = time.monotonic(), self._done_cost, self._done_seconds
        left = sum(row.cost for row in self._waiting)
        for turn in self._working.values():
            share = min(turn.watch.step / turn.row.most_steps, 1.0)
            if share > 0.0:
                cost, seconds = cost + share * turn.row.cost, seconds + now - turn.since
            left += (1.0 - share) * turn.row.cost
        if cost == 0.0:
            return None
        return left * seconds / cost / max(1, min(slots, len(self._waiting) + len(self._working)))

    def _end(self, started: Started) -> None:
        """Stop what is computed now, but write what has been computed meanwhile."""
        for watch in started.watches:
            watch.stop()
        if not self._engine.local:
            started.executor.shutdown(wait=False)
        done, left = wait(self._working, None if self._engine.local else 0.0)
        for future in (*done, *left):
            if future in left or future.cancelled():
                self._store.release(self._working.pop(future).row.name)
            else:
                with suppress(Refusal):
                    list(self._finish(future))


def _outcome_of(future: Future[Outcome]) -> Outcome:
    """What a row has come to; one that its engine lost has failed."""
    if future.cancelled():
        return Outcome(error=GIVEN_UP)
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, BrokenProcessPool):
        return Outcome(error=ENDED)
    words = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(".: ")
    return Outcome(error=f"The engine could not compute it ({words}).")


def _log(row: Row, outcome: Outcome) -> None:
    from rnnviz.log_file import log  # when something fails

    log(f"A row of a sweep failed ({dict(row.values)}).", outcome.details)
