"""What the training shows of itself: frozen, made only when a frame is due, read-only arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from numpy.typing import NDArray

from rnnviz.declare import Value
from rnnviz.lab.settings import Settings
from rnnviz.lab.turns import STEPS, Shared
from rnnviz.tasks.shape import ALIGNED, Shape

Option = str | int | float | bool
NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Request:
    """A measurement somebody wants to see: a probe's name and its options, hashable."""

    probe: str
    options: tuple[tuple[str, Option], ...] = ()

    def option(self, name: str, default: Option) -> Option:
        """The value of one option."""
        return dict(self.options).get(name, default)


@dataclass(frozen=True)
class Curves:
    """The curves so far: read-only prefixes (n,) of append-only series, nothing is copied.

    `validation_score` is a task's accuracy or squared error, NaN for texts.

    `loss`, its mean over the last steps, `smoothed` (see `recent_losses.py`), and
    `validation_loss` are in nats per character; `validation_*` (m,) are measured now and then;
    `gradient_norm` is the norm of the gradient before clipping; `clip_angle` the radians between
    the raw and the clipped gradient, NaN at the steps where it was not measured. `seconds` and
    `validation_seconds` say how long had been trained when a step was done.
    """

    steps: NDArray[Any]
    characters: NDArray[Any]
    loss: NDArray[Any]
    smoothed: NDArray[Any]
    gradient_norm: NDArray[Any]
    lr: NDArray[Any]
    clipped: NDArray[Any]
    clip_angle: NDArray[Any]
    seconds: NDArray[Any]
    validation_steps: NDArray[Any]
    validation_characters: NDArray[Any]
    validation_loss: NDArray[Any]
    validation_score: NDArray[Any]
    validation_seconds: NDArray[Any]

    def seconds_at(self, step: int) -> float:
        """How long had been trained when a step was done; of a thinned curve's next before it."""
        place = int(self.steps.searchsorted(step, "right"))
        return float(self.seconds[place - 1]) if place else 0.0


@dataclass(frozen=True)
class Sample:
    """A text the network wrote: the prime it was given, and what it wrote after it."""

    step: int
    loss: float
    text: str
    prime: str
    temperature: float


@dataclass(frozen=True)
class TaskFacts:
    """What is learned, for those who show it.

    `unit` is that of all losses, `line` the name and loss of knowing nothing. Where `measure`
    (one of `tasks.task.Score`) is not "", the task has a score, its `baseline` without memory, and
    the score at which it is `solved`; where that is what somebody else comes to, and not the end,
    `goal` says who. `shape` and `sees_future` are the task's, by default a text's.
    """

    name: str
    label: str
    hint: str
    unit: str
    line: tuple[str, float]
    measure: str = ""
    baseline: float = float("nan")
    solved: float = float("nan")
    goal: str = "solved"
    shape: Shape = ALIGNED
    sees_future: bool = False


@dataclass(frozen=True)
class Event:
    """A mark on the curves: what somebody did to the network, and after which step."""

    step: int
    characters: int
    text: str


@dataclass(frozen=True)
class Edit:
    """What somebody did to a run after `step`, exactly enough to be done again.

    `name` is an intervention's, with its `value` if it has one, or CHANGE, UNDO or REDO; `settings`
    are those that are other ones from then on, and `before` what they were.
    """

    step: int
    name: str
    value: float | None = None
    settings: Mapping[str, Value] = field(default_factory=lambda: NOTHING)
    before: Mapping[str, Value] = field(default_factory=lambda: NOTHING)


CHANGE, UNDO, REDO = "change", "undo", "redo"
"""The names of edits that are no interventions."""


MOMENTS = (0, 100, 1_000, 10_000, 100_000, 1_000_000)
"""The steps whose moments are measured beside the present."""


@dataclass(frozen=True, eq=False)
class Moment:
    """What a probe `found` of the network as it was after `step` steps."""

    step: int
    found: object


@dataclass(frozen=True, eq=False)
class RunId:
    """Tells a run from all others, whatever they are called: it is equal to itself alone."""

    name: str


@dataclass(frozen=True)
class Wanted:
    """What the panels want measured: of the run in focus, and of the others that are shown.

    `beside` is wanted of every one of these, `of` of single ones besides.
    """

    focus: frozenset[Request] = frozenset()
    beside: frozenset[Request] = frozenset()
    of: Mapping[RunId, frozenset[Request]] = field(default_factory=lambda: NOTHING)

    def of_other(self, run: RunId | None) -> frozenset[Request]:
        """All that is wanted of a run that is shown beside the focus."""
        more = self.of.get(run) if run else None
        return self.beside | more if more else self.beside


@dataclass(frozen=True)
class Entry:
    """A run's part in a race.

    `race` is the id of the race's first run, `name` what the run is called in it, whatever its
    seed, `measure` the settings of the first contestant with the same seed, and `shared` what is
    shared out evenly among all.
    """

    race: RunId
    name: str
    measure: Settings
    shared: Shared = STEPS


@dataclass(frozen=True)
class Row:
    """A run as the list of runs shows it.

    `heldout` is the newest loss on data not learned from and `score` a drawn task's, NaN where
    there is none; `state` is "ready", "running", "paused", "finished", "diverged" or "kept" (in a
    file, until it is wanted again); `memory` is in bytes, 0 for one that is kept.
    """

    run: RunId
    name: str
    look: int
    shown: bool
    settings: Settings
    task: TaskFacts
    parameters: int
    step: int
    smoothed: float
    heldout: float
    score: float
    seconds: float
    memory: int
    state: str
    entry: Entry | None = None
    time: float = 0.0
    """When one in a file was kept, in seconds since the epoch."""


@dataclass(frozen=True)
class Snapshot:
    """The training between two steps. `loss` and its mean, `smoothed`, are in nats per character.

    Before the first step they are those of the first window, NaN until that is measured.
    `beside` are the other runs that are shown, in the order of the list, `rows` the whole list.
    """

    step: int
    characters: int
    loss: float
    smoothed: float
    lr: float
    chars_per_second: float
    settings: Settings
    task: TaskFacts
    curves: Curves
    samples: Sequence[Sample]
    results: Mapping[Request, object] = field(default_factory=lambda: NOTHING)
    diverged: bool = False
    events: Sequence[Event] = ()
    edits: Sequence[Edit] = ()
    undo: str = ""
    """What can be undone: the words of the last intervention, "" if there is none."""
    undo_step: int | None = None
    """The step whose weights undoing brings back; None where it touches no weights."""
    goal: int = 0
    """The step where training stops, 0 if that is not known."""
    run: RunId | None = None
    """The run that this is of; None of a trainer that belongs to none."""
    name: str = ""
    """What the run is called in the list of runs."""
    look: int = 0
    """Which colour and dash its curves have, everywhere the same."""
    entry: Entry | None = None
    """Its part in a race."""
    beside: "Sequence[Snapshot]" = ()
    rows: Sequence[Row] = ()
    budget: int = 0
    """The bytes that all runs may take; 0 for the usual ones."""
    moments: Sequence[int] = ()
    """The steps of its past that can be gone back to, rising."""
    past_bytes: int = 0
    past_budget: int = 0
    """Bytes that these moments take, and may take."""
    present: int | None = None
    """The step of the run where this shows a moment of its past; else None."""
    later: Curves | None = None
    """There the curves up to the present; else None."""

    @property
    def reached(self) -> int:
        """The steps that the run has done, wherever in its past this stands."""
        return self.step if self.present is None else self.present
