"""rnnviz train: learns a text without a window."""

import argparse
import sys
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import numpy as np

from rnnviz.captions import evaluation, progress
from rnnviz.captions.alphabet import alphabet_warning
from rnnviz.cli.flags import PREFIX, add_settings
from rnnviz.cli.interruption import Interruption
from rnnviz.cli.output import ProgressLine, print_json
from rnnviz.cli.saving import Saving, check_out
from rnnviz.cli.standard_input import as_files, from_nowhere
from rnnviz.cli.texts import add_encoding, read_corpus, tell_of
from rnnviz.lab.beside import sentence_of
from rnnviz.lab.estimates import UNVALIDATED
from rnnviz.lab.feeds import FRESH
from rnnviz.lab.recent_losses import steps_averaged
from rnnviz.lab.run import Run
from rnnviz.lab.runs.checkpoint import SavedRun, load_run
from rnnviz.lab.runs.sources import find_text, read_for
from rnnviz.lab.setting_words import usual_texts
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.trainer import Trainer
from rnnviz.lab.usual_settings import PRESETS, preset, with_usual
from rnnviz.lab.validation import text_loss
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.progress import Cancelled

NAME = "train"
HELP = "learn a text and report the loss"
HELDOUT_AT_MOST = 100_000
"""Characters of held-out text that the final loss is measured on."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags, one for every declared setting."""
    parser.usage = "%(prog)s [CORPUS ...] [--SETTING VALUE ...] [--resume RUN] [--out RUN] [--json]"
    parser.add_argument(
        "corpus",
        metavar="CORPUS",
        nargs="*",
        help="text files, joined in this order (- is standard input), or a built-in text's name; "
        "none with a --task that draws its sequences",
    )
    files = parser.add_argument_group("beginning and end")
    files.add_argument("--preset", choices=tuple(PRESETS), help="start from these settings")
    files.add_argument(
        "--resume", type=Path, metavar="RUN", help="go on with a saved run, for --steps more"
    )
    files.add_argument("--out", type=Path, metavar="RUN", help="save the run here (.safetensors)")
    files.add_argument("--json", action="store_true", help="one JSON object on the last line")
    add_encoding(files)
    add_settings(parser)


def run(parsed: argparse.Namespace) -> int:
    """Train; the exit code is 1 if the training diverged."""
    given: dict[str, Any] = {
        name.removeprefix(PREFIX): value
        for name, value in vars(parsed).items()
        if name.startswith(PREFIX)
    }
    check_out(parsed.out, parsed.corpus)
    trainer = _resumed(parsed, given) if parsed.resume else _begun(parsed, given)
    if trainer.corpus is not None:
        tell_of(trainer.corpus, alphabet_warning(trainer.corpus, trainer.network))
    saving = Saving(trainer, parsed.out)
    saving.prove()
    with Interruption() as interruption:
        _train(trainer, saving, interruption)
        problem = saving.end()
        with suppress(OSError) if interruption.hung_up else nullcontext():
            if interruption.wanted:
                print(f"Stopped after step {trainer.step:,}.", file=sys.stderr)
            _report(trainer, parsed.json)
            if problem:
                print(f"rnnviz: {problem}", file=sys.stderr)
    return 1 if trainer.diverged or problem else 0


def _begun(parsed: argparse.Namespace, given: dict[str, Any]) -> Trainer:
    start = preset(parsed.preset or "default")
    settings = start.change(**with_usual(given))
    _check_meaning(settings, given)
    corpus = _corpus(parsed.corpus, settings, parsed.encoding)
    _check_prime(settings, corpus)
    came = {n for n in with_usual(given) if n not in given and settings.value(n) != start.value(n)}
    for name, words in usual_texts(settings, came):
        print(f"{words} {declarations()[name].flag} sets another.", file=sys.stderr)
    return Trainer(settings, corpus)


def _check_meaning(settings: Settings, given: Iterable[str]) -> None:
    """Refuse flags that nothing which was chosen takes any notice of."""
    for name in given:
        if name not in settings.rows():
            owner, choices = settings.users(name)
            declared, chosen = declarations()[owner], settings.value(owner)
            raise Refusal(
                f"{declarations()[name].flag} has no meaning for the {declared.label.lower()} "
                f"{chosen}; leave it out, or choose {declared.flag} {' or '.join(choices)}."
            )


def _check_prime(settings: Settings, corpus: Corpus | None) -> None:
    if corpus is not None:
        corpus.coding.encode(settings.prime, "--prime")


def _corpus(names: list[str], settings: Settings, encoding: str | None) -> Corpus | None:
    """The text to learn, where the task wants one."""
    if settings.task in DRAWN:
        if names:
            raise Refusal(
                f"The task {settings.task} draws its sequences; leave {' '.join(names)} out."
            )
        if encoding is not None:
            raise Refusal(f"The task {settings.task} reads no text; leave --encoding out.")
        return None
    if not names:
        raise Refusal("A text is missing: give a file or the name of a built-in text.")
    return read_corpus(names, Folding.named(settings.fold, settings.symbols), encoding)


def _resumed(parsed: argparse.Namespace, given: dict[str, Any]) -> Trainer:
    if parsed.preset:
        raise Refusal("--preset does not go with --resume: a run keeps its settings.")
    saved = load_run(parsed.resume)
    steps = given.pop("steps", None)
    settings = saved.settings.change(**given)
    _check_meaning(settings, given)
    corpus = _corpus_of(saved, parsed.corpus, parsed.encoding)
    _check_prime(settings, corpus)
    trainer = saved.resume(corpus)
    Run(trainer).change(settings)  # which records it as done by hand
    if steps is not None:
        trainer.goal = trainer.step + int(str(declarations()["steps"].check(steps)))
    elif trainer.step >= trainer.goal:
        trainer.goal = trainer.step + trainer.settings.steps
    return trainer


def _corpus_of(saved: SavedRun, names: list[str], encoding: str | None) -> Corpus | None:
    """The text that a saved run goes on with: the one that is named, else its own."""
    if saved.settings.task in DRAWN or (names and (encoding or names[0] in BUILTIN)):
        return _corpus(names, saved.settings, encoding)
    if names:
        with as_files(names) as files:
            found = read_for(saved, files) or _corpus(files, saved.settings, encoding)
        return found and from_nowhere(found, names)
    if encoding is not None:
        raise Refusal("--encoding says how a text's file is read; name that text, too.")
    way_out = "Put that text beside the run, or name it: rnnviz train TEXT --resume RUN."
    return find_text(saved, way_out)[1]


def _train(trainer: Trainer, saving: Saving, interruption: Interruption) -> None:
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
    trainer.beside.tell = _tell_of_failure
    try:
        with suppress(Cancelled):
            for _ in trainer:
                line.show(text)
                saving.in_passing()
                if interruption.wanted:
                    break
    finally:
        trainer.network.pauses.ask = None
        line.close()


def _tell_of_failure(failure: str, error: Exception) -> None:
    """Say on stderr what failed beside the training, and log it."""
    from rnnviz.log_file import logged  # when something fails, not at the start

    sentence = logged(sentence_of(failure, error))
    with suppress(OSError):  # nobody reads it, or there is no room for it
        print(f"rnnviz: {sentence}", file=sys.stderr)


def _held_out(trainer: Trainer) -> dict[str, Any]:
    """The loss on data not learned from, of how many, and for a drawn task its score."""
    found: dict[str, Any] = {"heldout": None, "heldout_count": 0, "heldout_estimate": None}
    with trainer.beside(UNVALIDATED):
        found |= _measured(trainer)
    return found


def _measured(trainer: Trainer) -> dict[str, Any]:
    with np.errstate(all="ignore"):
        estimate = trainer.feed.estimate(trainer.network)
    if estimate is None:
        return {}
    found: dict[str, Any] = {"heldout_estimate": estimate.loss}
    if trainer.corpus is None:
        return found | {"heldout": estimate.loss, "heldout_count": FRESH, "score": estimate.score}
    _, heldout = trainer.corpus.split(trainer.settings.validation)
    held = heldout[:HELDOUT_AT_MOST]
    return found | {"heldout": text_loss(trainer.network, held), "heldout_count": len(held) - 1}


def _result(trainer: Trainer) -> tuple[dict[str, Any], dict[str, str]]:
    """The numbers of the report, and what the losses among them are."""
    history, steps = trainer.history, max(1, trainer.step // 10)
    last = history.curve("loss")[history.curve("steps") > trainer.step - steps]
    result: dict[str, Any] = {
        "steps": trainer.step,
        "loss": float(last.mean(dtype=float)) if len(last) else None,
        "loss_steps": len(last),
        "loss_mean": trainer.smoothed if len(last) else None,
        "loss_mean_steps": steps_averaged(trainer.step),
        "loss_ema": trainer.slow,
        **_held_out(trainer),
        "seconds": trainer.seconds,
        "chars_per_second": trainer.characters / max(trainer.seconds, 1e-9),
        "parameters": trainer.network.flat.size,
        "vocabulary": len(trainer.feed.coding.vocabulary),
        "diverged": trainer.diverged,
    }
    unit = trainer.feed.facts.unit
    return result, {
        "loss": evaluation.mean_words(len(last), steps),
        "loss_ema": evaluation.SLOW_WORDS,
        "heldout": evaluation.held_out_words(result["heldout_count"], unit),
    }


def _report(trainer: Trainer, as_json: bool) -> None:
    result, words = _result(trainer)
    if trainer.diverged:
        print(progress.diverged_caption(trainer.step), file=sys.stderr)
    if as_json:
        print_json(result)
        return
    unit, rate = trainer.feed.facts.unit, result["chars_per_second"]
    print(progress.training_caption(trainer.step, trainer.seconds, rate, unit))
    for name, what in words.items():
        if result[name] is not None:
            print(evaluation.report_line(name, result[name], unit, what))
