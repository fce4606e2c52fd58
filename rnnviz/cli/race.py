"""rnnviz race: two to six networks learn the same data in turn, and are compared."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from functools import partial
from typing import Any

from rnnviz.cli.beginning import add_corpus, add_preset, check_prime, corpus_for, given_settings
from rnnviz.cli.flags import add_settings
from rnnviz.cli.interruption import Interruption
from rnnviz.cli.racing import Findings, race_on
from rnnviz.cli.standard_input import as_files
from rnnviz.cli.texts import add_encoding
from rnnviz.cli.typed import typed_settings, whole
from rnnviz.lab.race.contestants import FEWEST, MOST, Contestant, Entries, contestants
from rnnviz.lab.race.presets import PRESETS, race_preset
from rnnviz.lab.race.race import Race
from rnnviz.lab.setting_words import usual_texts
from rnnviz.lab.settings import Settings
from rnnviz.lab.usual_settings import preset, with_usual
from rnnviz.refusal import Refusal
from rnnviz.tasks.material import Material

NAME = "race"
HELP = "let two to six networks learn the same data in turn, and compare them"
MOST_SEEDS = 1000
MOST_SECONDS = 10_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who races and how, and a flag for every setting that they have in common."""
    parser.usage = (
        "%(prog)s [CORPUS ...] --contestant SETTING=VALUE,... --contestant ... | --between NAME "
        "[--SETTING VALUE ...] [--equal hidden|parameters] [--seeds K] [--json]"
    )
    add_corpus(parser)
    race = parser.add_argument_group("race")
    race.add_argument(
        "--contestant",
        action="append",
        metavar="SETTING=VALUE,...",
        help=f"what one network has, as in cell=lstm,forget_bias=2; {FEWEST} to {MOST} of them",
    )
    known = ", ".join(f"{name} ({one.label})" for name, one in PRESETS.items())
    race.add_argument("--between", choices=tuple(PRESETS), help=f"known contestants: {known}")
    race.add_argument(
        "--equal",
        choices=("hidden", "parameters"),
        default="hidden",
        help="the hidden units as given (default), or those with which all have about as many "
        "parameters as the first",
    )
    race.add_argument(
        "--by",
        choices=("steps", "time"),
        default="steps",
        help="as many steps (default), or as many --seconds of training for each",
    )
    race.add_argument("--seconds", metavar="FLOAT", help="how long each trains in a race by time")
    race.add_argument(
        "--seeds", metavar="INT", default="1", help="race again with each of so many seeds"
    )
    race.add_argument("--json", action="store_true", help="one JSON list on the last line")
    add_preset(race)
    add_encoding(race)
    add_settings(parser)


class Texts:
    """The text that is named, read once for each way in which contestants want it folded."""

    def __init__(self, names: list[str], encoding: str | None) -> None:
        self._names, self._encoding = names, encoding
        self._read: dict[tuple[Any, ...], Material | None] = {}

    def __call__(self, settings: Settings) -> Material | None:
        """The text as these settings want it; None for a task that needs none."""
        key = settings.task, settings.fold, settings.symbols, settings.column
        if key not in self._read:
            self._read[key] = corpus_for(self._names, settings, self._encoding)
        check_prime(settings, self._read[key])
        return self._read[key]


def run(parsed: argparse.Namespace) -> int:
    """Race with each seed; the exit code is 1 if every network diverged."""
    given, changes = given_settings(parsed), _changes(parsed)
    seeds, seconds = whole("--seeds", parsed.seeds, MOST_SEEDS), _seconds(parsed)
    entries = Entries(preset(parsed.preset or "default"), changes, given, parsed.equal)
    with as_files(parsed.corpus) as files:
        texts = Texts(files, parsed.encoding)
        entered = contestants(entries, texts)
    heats = [[one.with_seed(further) for one in entered] for further in range(seeds)]
    _tell_of_usual(entries, entered)
    endless = seconds is not None and not any("steps" in one for one in (given, *changes))
    begin = partial(Race, corpus_for=texts, by=parsed.by, seconds=seconds, endless=endless)
    found = Findings(seeds)
    with Interruption() as interruption:
        for heat in heats:
            if not interruption.wanted:
                race_on(begin(heat), found, interruption)
        with suppress(OSError) if interruption.hung_up else nullcontext():
            found.report(parsed.json, interruption.wanted)
    return 1 if all(row["diverged"] for row in found.rows()) else 0


def _seconds(parsed: argparse.Namespace) -> float | None:
    """How long each trains in a race by time; None in one by steps. Refuses half of either."""
    if parsed.by != "time":
        if parsed.seconds is not None:
            raise Refusal("--seconds goes with --by time; in a race by steps --steps ends it.")
        return None
    if parsed.seconds is None:
        raise Refusal("A race by time needs --seconds: how long each network may train.")
    try:
        seconds = float(parsed.seconds)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= MOST_SECONDS:
        raise Refusal(
            f"--seconds is a number above 0, at most {MOST_SECONDS:,}, not {parsed.seconds!r}."
        )
    return seconds


def _changes(parsed: argparse.Namespace) -> Sequence[dict[str, Any]]:
    """What each contestant has besides the flags."""
    if parsed.between and parsed.contestant:
        raise Refusal("--between names all contestants; leave it or --contestant out.")
    if parsed.between:
        return [dict(changes) for changes in race_preset(parsed.between).changes]
    if not parsed.contestant:
        raise Refusal(
            "Contestants are missing: give --contestant twice or more, as in --contestant "
            f"cell=vanilla --contestant cell=lstm, or --between {'|'.join(PRESETS)}."
        )
    return [typed_settings("--contestant", text) for text in parsed.contestant]


def _tell_of_usual(entries: Entries, entered: Sequence[Contestant]) -> None:
    """Say on stderr which numbers came along with what a contestant chooses."""
    told: dict[str, None] = {}
    for changes, contestant in zip(entries.changes, entered, strict=True):
        named = {**entries.given, **changes}
        settings, start = contestant.settings, entries.start
        came = {n for n in with_usual(named) if n not in named}
        came = {n for n in came if settings.value(n) != start.value(n)}
        told |= dict.fromkeys(words for _, words in usual_texts(settings, came))
    for words in told:
        print(words, file=sys.stderr)
