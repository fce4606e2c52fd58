"""rnnviz sample, evaluate, gradients: asks a saved run."""

import argparse
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from rnnviz.captions import evaluation, gradient_table, progress
from rnnviz.captions.alphabet import unknown_caption
from rnnviz.cli.flags import as_flag
from rnnviz.cli.forecasts import evaluate_numbers, sample_numbers
from rnnviz.cli.output import print_json, print_text
from rnnviz.cli.standard_input import as_files
from rnnviz.cli.texts import add_encoding, tell_of, wish_for
from rnnviz.core.network import Network
from rnnviz.core.numerics import bits, perplexity
from rnnviz.core.sampling import NoDistributionError
from rnnviz.core.sampling import sample as write
from rnnviz.core.state import State
from rnnviz.declare import Value, WrongValue
from rnnviz.lab.runs.checkpoint import SavedRun, load_run
from rnnviz.lab.runs.sources import read_for
from rnnviz.lab.settings import Settings
from rnnviz.lab.validation import text_loss
from rnnviz.probes.base import Sequence
from rnnviz.probes.triangle import triangle
from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import Codes
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.decoding import Wish
from rnnviz.tasks.numbers import Numbers
from rnnviz.tasks.text import read_files
from rnnviz.tasks.text_task import TextTask

SAMPLING = {
    "--length": "sample_length",
    "--temperature": "temperature",
    "--top-k": "top_k",
    "--seed": "seed",
}
"""The flags of `rnnviz sample` and the settings they stand for."""
DEFAULTS: dict[str, Value] = {"sample_length": 500, "temperature": 0.8, "top_k": None, "seed": 0}


NO_NUMBERS = (
    "{name}: The network's outputs are no finite numbers, so it says nothing. Give an earlier copy "
    "of the run, or train again with a lower --lr or with --clip norm."
)


@dataclass(frozen=True)
class Command:
    """A subcommand: its name, its help, its flags and what it does."""

    NAME: str
    HELP: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run_file", metavar="RUN", help="a run saved with --out or in the window")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def _text_run(path: str) -> SavedRun:
    """A run that learned a text; one of another task is refused, and one that has diverged."""
    return _checked(load_run(path), TextTask.name)


def _run_that_writes(path: str) -> SavedRun:
    """A run that learned a text or numbers."""
    return _checked(load_run(path), TextTask.name, Numbers.name)


def _checked(run: SavedRun, *tasks: str) -> SavedRun:
    task = run.settings.task
    if task not in tasks:
        raise Refusal(f"{run.path} learned the task {task}, not a text; give another run.")
    if run.diverged:
        raise Refusal(f"{run.path.name}: {progress.mute_caption(run.progress['step'])}")
    return run


def _add_sample(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("--prime", default="", help="what the network reads before it writes")
    for flag, name in SAMPLING.items():
        parser.add_argument(flag, **as_flag(name, "", DEFAULTS[name]))


def _sample(parsed: argparse.Namespace) -> int:
    run = _run_that_writes(parsed.run_file)
    if run.settings.task == Numbers.name:
        return sample_numbers(run, parsed)
    given = {name: getattr(parsed, name, default) for name, default in DEFAULTS.items()}
    settings = _changed(run.settings, given)
    prime = run.coding.encode(parsed.prime, "--prime")
    vocabulary = run.coding.vocabulary
    start = run.coding.encode("\n" if "\n" in vocabulary else vocabulary[0])
    text = _written(run, prime if len(prime) else start, settings)
    if parsed.json:
        print_json({"prime": parsed.prime, "text": text, "seed": settings.seed})
    else:
        print_text(run.coding.decode(prime) + text)
    return 0


def _written(run: SavedRun, begin: Codes, settings: Settings) -> str:
    """What the run's network writes after it has read `begin`."""
    rng, length = np.random.default_rng(settings.seed), settings.sample_length
    try:
        codes = write(
            run.network(), begin, length, rng, settings.temperature, settings.top_k,
            never=run.coding.sign,
        )  # fmt: skip
    except NoDistributionError:
        raise Refusal(NO_NUMBERS.format(name=run.path.name)) from None
    return run.coding.decode(codes)


def _changed(settings: Settings, given: dict[str, Value]) -> Settings:
    """The settings with others for sampling; a refusal names the flags that stand for them here."""
    flags = {name: flag for flag, name in SAMPLING.items()}
    try:
        return settings.change(**given)
    except WrongValue as wrong:
        raise Refusal(f"{flags[wrong.declaration.name]} {wrong.problem}") from None


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument(
        "text_file",
        metavar="TEXTFILE",
        help="the text, or table, to measure the loss on; - is standard input",
    )
    add_encoding(parser)


def _evaluate(parsed: argparse.Namespace) -> int:
    run = _run_that_writes(parsed.run_file)
    if run.settings.task == Numbers.name:
        return evaluate_numbers(run, parsed)
    with as_files([parsed.text_file]) as (path,):
        corpus = _text_for(run, path, parsed.encoding)
    codes = run.coding.recode(corpus.codes, corpus.vocabulary)
    tell_of(corpus, _unknown(run, corpus))
    if len(codes) < 2:
        raise Refusal(f"{corpus.name} has fewer than two characters; give a longer text.")
    nats = text_loss(run.network(), codes)
    if not math.isfinite(nats):
        raise Refusal(NO_NUMBERS.format(name=run.path.name))
    result = {
        "nats_per_char": nats,
        "bits_per_char": bits(nats),
        "perplexity": perplexity(nats),
        "characters": len(codes),
        "scored": len(codes) - 1,
        "folded": corpus.folded,
    }
    if parsed.json:
        print_json(result)
    else:
        print(evaluation.caption(nats))
        print(evaluation.scored_caption(len(codes) - 1, run.settings.fold, corpus.folded))
    return 0


def _unknown(run: SavedRun, corpus: Corpus) -> str:
    """What to say of a text's symbols that the run does not know, "" if there are none."""
    unknown = [corpus.vocabulary.index(one) for one in run.coding.unknown(corpus.vocabulary)]
    return unknown_caption(len(unknown), corpus.counts[unknown].sum() / corpus.characters)


def _text_for(run: SavedRun, path: str, encoding: str | None) -> Corpus:
    """The text of a file: the run's own as it was learned, else decoded as its bytes tell."""
    wish = wish_for(encoding)
    if encoding is None:
        if corpus := read_for(run, [path]):
            return corpus
        wish = Wish(unclear=tuple(run.corpus.get("encodings", ())))
    # Which of its symbols are rare in it does not matter: the run's are those that are known.
    folding = replace(run.coding.folding, form=run.coding.form, symbols=None)
    return read_files([path], folding, to_learn=False, wish=wish)


def _add_gradients(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("text", metavar="TEXT", help="n+1 characters make n steps and n losses")


def _gradients(parsed: argparse.Namespace) -> int:
    run = _text_run(parsed.run_file)
    codes = run.coding.encode(parsed.text).astype(np.intp)[:, None]
    if len(codes) < 2:
        raise Refusal("TEXT needs at least two characters: one to read and one to predict.")
    network = _in_float64(run)
    state: State = network.zero_state(1)
    found = triangle(network, Sequence(codes[:-1], codes[1:], state, run.coding))
    if not np.isfinite(found.losses).all():
        raise Refusal(NO_NUMBERS.format(name=run.path.name))
    if parsed.json:
        print_json(
            {
                "losses": found.losses.tolist(),
                "by_step": found.by_step.tolist(),
                "by_step_sum": found.by_step_sum.tolist(),
                "triangle": found.norms.tolist(),
            }
        )
        return 0
    for line in gradient_table.table(run.coding.decode(codes[:-1, 0]), found, network.layers):
        print(line)
    return 0


def _in_float64(run: SavedRun) -> Network:
    """The run's network in double precision, so that small gradients do not vanish in rounding."""
    return replace(run, settings=run.settings.change(dtype="float64")).network()


SAMPLE = Command("sample", "let a saved run write, or forecast", _add_sample, _sample)
EVALUATE = Command(
    "evaluate",
    "the loss of a saved run on a text",
    _add_evaluate,
    _evaluate,
)
GRADIENTS = Command(
    "gradients", "how a text's losses reach back in a saved run", _add_gradients, _gradients
)
