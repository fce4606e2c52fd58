"""Goes through a race on the command line, and reports what it has shown."""

import sys
from contextlib import suppress
from time import perf_counter
from typing import Any

from rnnviz.captions import race as words
from rnnviz.captions.alphabet import alphabet_warning
from rnnviz.cli.interruption import Interruption
from rnnviz.cli.output import ProgressLine, print_json, print_text, tell_of_failure
from rnnviz.cli.texts import tell_of
from rnnviz.lab.race.contestants import Contestant
from rnnviz.lab.race.race import Race
from rnnviz.lab.race.standing import Outcome, standing
from rnnviz.lab.report import report_of
from rnnviz.lab.snapshot import TaskFacts
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.progress import Cancelled


class Findings:
    """What the races with so many `seeds` have shown so far."""

    def __init__(self, seeds: int) -> None:
        self.seeds = seeds
        self.races = 0
        self._outcomes: list[Outcome] = []
        self._rows: list[list[dict[str, Any]]] = []
        self._task: TaskFacts | None = None

    def add(self, race: Race) -> None:
        """Take in a race that is over, or was stopped."""
        self.races, self._task = self.races + 1, race.task
        self._outcomes += race.outcomes()
        pairs = zip(race.contestants, race.runs, strict=True)
        self._rows.append([_row(contestant, run.trainer) for contestant, run in pairs])

    def rows(self) -> list[dict[str, Any]]:
        """A row for each contestant, in the order given, and seed."""
        return [row for seeds in zip(*self._rows, strict=True) for row in seeds]

    def report(self, as_json: bool, stopped: bool) -> None:
        """Print the rows as JSON, or a table of them and what may be concluded."""
        if stopped:
            print(words.stopped_line(self.races, self.seeds), file=sys.stderr)
        if as_json:
            print_json(self.rows())
            return
        assert self._task is not None
        places = standing(self._outcomes, self._task)
        for line in words.table_lines(self.rows(), self._task):
            print_text(line)
        for caption in (words.standing_caption, words.conclusion_caption):
            if told := caption(places, self._task):
                print_text(told)


def race_on(race: Race, found: Findings, interruption: Interruption) -> None:
    """Go through a race until it is over or interrupted, and add what it has shown."""
    if not found.races:
        _tell_of_texts(race)
    for run in race.runs:
        run.trainer.network.pauses.ask = interruption.ask
        run.trainer.beside.tell = tell_of_failure
    line, begun = ProgressLine(), perf_counter()

    def text() -> str:
        share = (found.races + race.done) / found.seeds
        done = max(race.done, 1e-9)
        left = (perf_counter() - begun) * (found.seeds - found.races - done) / done
        places = standing(race.outcomes(), race.task)
        return words.progress_line(places, race.task, share, left)

    try:
        with suppress(Cancelled):
            for _ in race:
                line.show(text)
                if interruption.wanted:
                    break
    finally:
        for run in race.runs:
            run.trainer.network.pauses.ask = None
        line.close()
    found.add(race)


def _tell_of_texts(race: Race) -> None:
    """Say on stderr what somebody should know of each text that is learned."""
    told: list[int] = []
    for run in race.runs:
        if run.corpus is not None and id(run.corpus) not in told:
            told.append(id(run.corpus))
            tell_of(run.corpus, alphabet_warning(run.corpus, run.trainer.network))


def _row(contestant: Contestant, trainer: Trainer) -> dict[str, Any]:
    """What is reported of one contestant: as of a training alone, and who it is."""
    settings = trainer.settings
    return {
        "name": contestant.name,
        "settings": settings.as_dict(),
        "hidden": settings.hidden,
        "seed": settings.seed,
        **report_of(trainer),
        "data": "other" if contestant.other_data else "same",
    }
