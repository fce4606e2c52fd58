"""Who takes part in a race: settings that differ in what is compared, refused before they train."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from rnnviz.lab.architecture import parameter_count
from rnnviz.lab.memory.memory_need import need
from rnnviz.lab.memory.shapes import shape_of
from rnnviz.lab.memory.together import check_memory_together
from rnnviz.lab.race.equal_parameters import equalized
from rnnviz.lab.run_names import run_names
from rnnviz.lab.setting_words import because, choice_text
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.usual_settings import with_usual
from rnnviz.refusal import Refusal
from rnnviz.tasks import SCORED
from rnnviz.tasks.material import Material

Equal = Literal["hidden", "parameters"]
"""What the networks of a race have in common: the hidden units that were given, or the size."""
CorpusFor = Callable[[Settings], Material | None]
"""The text as settings want it folded; None for a task that draws its sequences."""
FEWEST, MOST = 2, 6
"""Contestants of a race."""
ON_TEXTS = ("fold", "symbols", "validation", "window", "batch", "seed")
"""The settings by which a text comes to a network in another way or order."""


@dataclass(frozen=True)
class Contestant:
    """One network of a race, before it is made.

    `other_data` are the settings by which it does not see what the first contestant sees,
    `memory` is what it takes in bytes.
    """

    name: str
    settings: Settings
    parameters: int
    memory: int
    other_data: tuple[str, ...] = ()

    def with_seed(self, further: int) -> "Contestant":
        """The same one with another seed, so many further."""
        seed = self.settings.seed + further
        return replace(self, settings=self.settings.change(seed=seed))


@dataclass(frozen=True)
class Entries:
    """What somebody asks for: settings to `start` from, what is `given` for all, and `changes`.

    Of each contestant it holds what its changes say, then what is given, then the start.
    """

    start: Settings
    changes: Sequence[Mapping[str, Any]]
    given: Mapping[str, Any] = field(default_factory=dict)
    equal: Equal = "hidden"

    def settings(self) -> list[Settings]:
        """The settings of each; refuses what cannot be, or would mean nothing."""
        if not FEWEST <= len(self.changes) <= MOST:
            raise Refusal(
                f"A race has {FEWEST} to {MOST} contestants, not {len(self.changes)}; "
                f"{'add one' if len(self.changes) < FEWEST else 'leave some out'}."
            )
        self.start.change(**with_usual(self.given))  # what is wrong for all is no contestant's
        found = [self._entered(number) for number in range(len(self.changes))]
        self._check_given(found)
        if len({one.task for one in found}) > 1:
            raise Refusal("All contestants of a race learn one task; leave the others out.")
        return found

    def _entered(self, number: int) -> Settings:
        change = self.changes[number]
        try:
            settings = self.start.change(**with_usual({**self.given, **change}))
            for name in change:
                _check_meaning(settings, name)
        except Refusal as refusal:
            raise Refusal(f"Contestant {number + 1}: {refusal}") from None
        if self.equal == "parameters" and number and "hidden" in change:
            raise Refusal(
                f"Contestant {number + 1} names its hidden units, which are found where parameters "
                "are equal; leave them out, or race with equal hidden units."
            )
        return settings

    def _check_given(self, found: Sequence[Settings]) -> None:
        """Refuse what is given for all and means nothing to any."""
        for name in self.given:
            if not any(name in settings.rows() for settings in found):
                _check_meaning(found[0], name)


def _check_meaning(settings: Settings, name: str) -> None:
    if name in settings.rows():
        return
    owner, choices = settings.users(name)
    known = declarations()
    raise Refusal(
        f"{known[name].label} has no meaning for the {known[owner].label.lower()} "
        f"{choice_text(owner, str(settings.value(owner)))[0]}{because(settings, name)}; "
        "leave it out, or choose "
        f"{' or '.join(choice_text(owner, choice)[0] for choice in choices)}."
    )


def contestants(entries: Entries, corpus_for: CorpusFor, seeds: int = 1) -> tuple[Contestant, ...]:
    """The contestants in the order given; refuses what is impossible or too large together.

    That is all of them with as many `seeds` as are in memory at once.
    """
    asked = entries.settings()
    names = run_names(asked, [_text(corpus_for(one), one) for one in asked])
    settings = asked
    if entries.equal == "parameters":
        settings = equalized(asked, lambda one: _parameters(one, corpus_for(one)))
    shapes = [shape_of(one, corpus_for(one)) for one in settings]
    check_memory_together(seeds * list(zip(settings, shapes, strict=True)))
    return tuple(
        Contestant(
            name,
            one,
            parameter_count(one, shape.inputs, shape.outputs),
            need(one, shape).total,
            other_data(one, settings[0]),
        )
        for name, one, shape in zip(names, settings, shapes, strict=True)
    )


def other_data(settings: Settings, measure: Settings) -> tuple[str, ...]:
    """The settings by which a run does not see the data of another, or not in the same order."""
    names = ("batch", "seed", *settings.options_of("task")) if measure.task in SCORED else ON_TEXTS
    return tuple(name for name in names if settings.value(name) != measure.value(name))


def _text(corpus: Material | None, settings: Settings) -> str:
    return corpus.name if corpus else choice_text("task", settings.task)[0]


def _parameters(settings: Settings, corpus: Material | None) -> int:
    shape = shape_of(settings, corpus)
    return parameter_count(settings, shape.inputs, shape.outputs)
