"""rnnviz train: learns a text without a window."""

import argparse
import sys
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

from rnnviz.captions import evaluation, forecasts, progress
from rnnviz.captions.alphabet import alphabet_warning
from rnnviz.cli.beginning import (
    add_corpus,
    add_preset,
    check_meaning,
    check_prime,
    corpus_for,
    first_settings,
    given_settings,
    tell_of_usual,
)
from rnnviz.cli.flags import add_settings
from rnnviz.cli.interruption import Interruption
from rnnviz.cli.output import ProgressLine, print_json, tell_of_failure
from rnnviz.cli.recording import Filming, add_record, asked_recording
from rnnviz.cli.saved_text import corpus_of
from rnnviz.cli.saving import Past, Saving, check_out
from rnnviz.cli.texts import add_encoding, tell_of
from rnnviz.lab.forecasts import Forecasts
from rnnviz.lab.report import report_of
from rnnviz.lab.run import Run
from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.lab.settings import declarations
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks import READING
from rnnviz.tasks.progress import Cancelled

NAME = "train"
HELP = "learn a text and report the loss"
WAY_OUT = "Put that text beside the run, or name it: rnnviz train TEXT --resume RUN."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags, one for every declared setting."""
    parser.usage = "%(prog)s [CORPUS ...] [--SETTING VALUE ...] [--resume RUN] [--out RUN] [--json]"
    add_corpus(parser)
    files = parser.add_argument_group("beginning and end")
    add_preset(files)
    files.add_argument(
        "--resume", type=Path, metavar="RUN", help="go on with a saved run, for --steps more"
    )
    files.add_argument("--out", type=Path, metavar="RUN", help="save the run here (.safetensors)")
    files.add_argument("--json", action="store_true", help="one JSON object on the last line")
    add_encoding(files)
    add_record(parser)
    add_settings(parser)


def run(parsed: argparse.Namespace) -> int:
    """Train; the exit code is 1 if the training diverged."""
    given = given_settings(parsed)
    check_out(parsed.out, parsed.corpus)
    wanted = asked_recording(parsed)
    trainer, past = _resumed(parsed, given) if parsed.resume else (_begun(parsed, given), ())
    if trainer.corpus is not None:
        tell_of(trainer.corpus, alphabet_warning(trainer.corpus, trainer.network))
    elif trainer.series is not None:
        tell_of(trainer.series)
    saving = Saving(trainer, parsed.out, past)
    saving.prove()
    with Interruption() as interruption:
        filming = Filming(wanted, trainer, past, interruption.asked)
        _train(trainer, saving, interruption, filming)
        problem = saving.end()
        with suppress(OSError) if interruption.hung_up else nullcontext():
            if interruption.wanted:
                print(f"Stopped after step {trainer.step:,}.", file=sys.stderr)
            _report(trainer, parsed.json, filming)
            if problem:
                print(f"rnnviz: {problem}", file=sys.stderr)
    return 1 if trainer.diverged or problem or filming.problem else 0


def _begun(parsed: argparse.Namespace, given: dict[str, Any]) -> Trainer:
    settings = first_settings(parsed.preset, given)
    corpus = corpus_for(parsed.corpus, settings, parsed.encoding)
    check_prime(settings, corpus)
    tell_of_usual(settings, parsed.preset, given)
    return Trainer(settings, corpus)


def _resumed(parsed: argparse.Namespace, given: dict[str, Any]) -> tuple[Trainer, Past]:
    """What goes on with a saved run, and the past in its file, which stays there."""
    if parsed.preset:
        raise Refusal("--preset does not go with --resume: a run keeps its settings.")
    saved = load_run(parsed.resume, past=True)
    steps = given.pop("steps", None)
    settings = saved.settings.change(**given)
    check_meaning(settings, given)
    corpus = corpus_of(saved, parsed.corpus, parsed.encoding, WAY_OUT)
    check_prime(settings, corpus)
    trainer = saved.resume(corpus)
    past = tuple(saved.moments(trainer))
    Run(trainer).change(settings)  # which records it as done by hand
    if steps is not None:
        trainer.goal = trainer.step + int(str(declarations()["steps"].check(steps)))
    elif trainer.step >= trainer.goal:
        trainer.goal = trainer.step + trainer.settings.steps
    return trainer, past


def _train(trainer: Trainer, saving: Saving, interruption: Interruption, filming: Filming) -> None:
    line = ProgressLine()
    before, seconds = trainer.step, trainer.seconds

    def text() -> str:
        done, spent = trainer.step - before, max(trainer.seconds - seconds, 1e-9)
        left = (trainer.goal - trainer.step) * spent / max(done, 1)
        speed = done * trainer.characters / max(trainer.step, 1) / spent
        unit = trainer.feed.facts.unit
        return progress.training_line(
            trainer.step, trainer.goal, trainer.smoothed, unit, speed, left
        )

    trainer.network.pauses.ask = interruption.ask
    trainer.beside.tell = tell_of_failure
    try:
        with suppress(Cancelled):
            for _ in filming.steps:
                line.show(text)
                saving.in_passing()
                filming.in_passing()
                if interruption.wanted:
                    break
    finally:
        trainer.network.pauses.ask = None
        line.close()
        filming.end()


def _words(result: dict[str, Any], trainer: Trainer) -> dict[str, str]:
    """What the losses of the report are."""
    steps, unit = max(1, trainer.step // 10), trainer.feed.facts.unit
    return {
        "loss": evaluation.mean_words(result["loss_steps"], steps),
        "loss_ema": evaluation.SLOW_WORDS,
        "heldout": evaluation.held_out_words(result["heldout_count"], unit, _held_out_of(trainer)),
    }


def _held_out_of(trainer: Trainer) -> str:
    """What was held out of data that has an end; "" where that goes without saying."""
    if trainer.series is not None:
        return "number"
    return "answer" if trainer.settings.task in READING else ""


def _report(trainer: Trainer, as_json: bool, filming: Filming) -> None:
    result = {**report_of(trainer), **filming.report()}
    if trainer.diverged:
        print(progress.diverged_caption(trainer.step), file=sys.stderr)
    if as_json:
        print_json(result)
        return
    unit, rate = trainer.feed.facts.unit, result["chars_per_second"]
    print(progress.training_caption(trainer.step, trainer.seconds, rate, unit))
    for name, what in _words(result, trainer).items():
        if result[name] is not None:
            print(evaluation.report_line(name, result[name], unit, what))
    if "forecasts" in result:
        _tell_forecasts(Forecasts(**result["forecasts"]))
    if filming.words:
        print(filming.words)


def _tell_forecasts(found: Forecasts) -> None:
    print(forecasts.ahead_caption(found))
    print(forecasts.free_caption(found))
