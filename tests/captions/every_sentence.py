"""Lists what every caption says of real networks in every state: `python every_sentence.py`.

One layer, the top of two and the layer below it, each learning a text and a task with one loss, in
a short and a long window and both precisions; untrained, trained a little, saturated, diverged.
Sentences that differ in numbers alone are listed once. `--all` lists them all, `--few` looks at
the cases that the tests look at, `--where WORD` names cases that say what contains a word.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    sys.path[:0] = [str(here.parents[1]), str(here.parent / "lab")]

from lives import SHORT, B, H, Life, every_life, some_lives
from sentences_of_next import of_what_comes
from sentences_of_pages import of_finder, of_pages, of_silence

from rnnviz.captions import (
    cell_step,
    clipping,
    decay,
    direct_path,
    free_running,
    gradient_flow,
    gradient_table,
    hidden_units,
    losses,
    lyapunov,
    progress,
    samples,
    saturation,
    spectrum,
    task_score,
    triangle,
    way_back,
)
from rnnviz.captions.map_square import Square
from rnnviz.lab.snapshot import Moment, Request
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal

NUMBER = re.compile(r"[−-]?\d[\d,.]*(·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|“.”|a space|a line end")


def sentences(life: Life) -> Iterator[tuple[str, str]]:
    """What is said of a case: which caption, and the sentence."""
    trainer, at = life.trainer(), {"layer": life.layer}

    def found(probe: str, **options: object) -> object:
        request = Request(probe, tuple((at | options).items()))
        return trainer.measure([request])[request]

    with np.errstate(all="ignore"):
        yield from _of_training(trainer)
        for maker in (
            _of_flow,
            _of_triangle,
            _of_decay,
            _of_spectrum,
            _of_saturation,
            _of_units,
            _of_walk,
        ):
            yield from maker(trainer, found)
        yield from of_pages(found)
        yield from of_finder(found)
        yield from of_what_comes(found)
        yield from of_silence(found)


def _of_training(trainer: Trainer) -> Iterator[tuple[str, str]]:
    now = trainer.snapshot()
    unit = now.task.unit
    yield "progress", progress.step_caption(now)
    for name, told in vars(losses).items():
        if name in ("mean_caption", "headline", "bare_headline", "held_out_caption"):
            yield f"losses.{name}", told(now)
    yield "progress.rate", progress.rate_caption(1234.0, unit)
    if now.curves.loss.size:
        args = float(now.curves.loss[-1]), unit, float(now.step)
        for against in (losses.STEPS, losses.INPUTS, losses.SECONDS):
            yield "losses.point", losses.point_caption("training", *args, against)
        clipped = int(now.curves.clipped.sum())
        for how in ("none", "norm", "value"):
            settings = now.settings.change(clip=how)
            yield "clipping.norms", clipping.norms_caption(now.curves, clipped, settings)
            angles = np.degrees(now.curves.clip_angle[np.isfinite(now.curves.clip_angle)])
            yield "clipping.angles", clipping.angles_caption(angles.astype(float), how)
        norm = float(now.curves.gradient_norm[-1])
        yield "clipping.norm_point", clipping.norm_point_caption(norm, now.step)
        yield "clipping.norm_mean", clipping.norm_mean_caption(norm, now.step, 16)
    request = Request("free_running")
    freely = trainer.measure([request])[request]
    yield "free_running", freely if isinstance(freely, str) else free_running.caption(freely, unit)
    request = Request("updates")
    ratios = trainer.measure([request])[request]
    yield "clipping.ratios", clipping.ratios_caption(ratios, now.step)
    for name, ratio in zip(clipping.short_names(ratios.names), ratios.ratios, strict=True):
        yield "clipping.ratio", clipping.ratio_accessible_text(name, ratio)
    if trainer.corpus is None:
        for score in now.curves.validation_score[-1:]:
            yield "task_score", task_score.caption(float(score), now.task)
        yield "task_score.baseline", task_score.baseline_caption(now.task)
    elif np.isfinite(trainer.network.flat).all():
        with suppress(Refusal):  # a network whose outputs are no numbers writes nothing
            yield "samples", samples.caption(trainer.write(), unit)


def _of_flow(trainer: Trainer, found) -> Iterator[tuple[str, str]]:
    step = "character" if losses.of_characters(trainer.feed.facts.unit) else "step"
    for mode in ("last", "summed"):
        flow = found("gradient_flow", mode=mode)
        yield f"gradient_flow, {mode}", gradient_flow.caption(flow, step)
        yield "gradient_flow.compared", gradient_flow.compared({"LSTM": flow, "GRU": flow}, step)
        now, last = float(flow.median[0]), len(flow.median) - 1
        if flow.median[last] > 0:
            told = gradient_flow.point_caption(last, float(flow.median[last]), now)
            yield "gradient_flow.point", told
        elif not (flow.median > 0).any():
            yield "gradient_flow.why_unavailable", gradient_flow.why_unavailable(flow)
    yield "gradient_flow.middle_half", gradient_flow.middle_half(flow.norms.shape[1], B)


def _of_triangle(trainer: Trainer, found) -> Iterator[tuple[str, str]]:
    for state in trainer.network.cell.shown_states:
        norms = found("triangle", state=state, stream=0)
        yield "triangle.check", triangle.check_of_sum(norms)
        last = len(norms.norms) - 1
        rows = sorted({0, min(1, last), max(last - 1, 0), last})
        for row in rows:
            yield "triangle.loss", triangle.loss_caption(norms, row)
            for column in sorted({0, row, max(row - 1, 0), min(row + 1, rows[-1])}):
                one = Square(row, column, range(row, row + 1), range(column, column + 1))
                yield "triangle.norm", triangle.norm_caption(norms, one)
    shares = found("shares", stream=0)
    if isinstance(shares, str):
        yield "shares", shares
        return
    yield "shares.check", triangle.check_of_shares(shares)
    for row in rows:
        yield "shares.loss", triangle.loss_share_caption(shares, row)
        yield "shares.one", triangle.share_caption(shares, Square(row, 0, range(2), range(1)))


def _of_decay(trainer: Trainer, found) -> Iterator[tuple[str, str]]:
    for state in trainer.network.cell.shown_states:
        now = found("decay", state=state, stream=0)
        yield "decay", decay.caption(now, cut=found("truncation"))
        yield "decay, earlier", decay.caption(now, (Moment(0, now),))
        yield "decay.compared", decay.compared({"LSTM, bias 4": now, "vanilla": now})
        yield "decay.middle_half", decay.middle_half(now)
        if now.mean[-1] > 0:  # else the logarithmic axis has no point there
            told = decay.point_caption(len(now.lags) - 1, float(now.mean[-1]), "start")
            yield "decay.point", told


def _of_spectrum(trainer: Trainer, found) -> Iterator[tuple[str, str]]:
    for gate in trainer.network.cell.gates:
        spectra = found("spectrum", gate=gate)
        if isinstance(spectra, str):
            yield "spectrum", spectra
            continue
        yield "spectrum", spectrum.caption(spectra)
        yield "spectrum.value", spectrum.accessible_text("W_hh", spectra.eigenvalues[0, 0])
        for line in _gauge(spectra.lyapunov):
            yield "gauge", line
    yield "lyapunov", lyapunov.caption(found("lyapunov"))


def _gauge(found) -> tuple[str, str]:
    return lyapunov.gauge_captions(found)


def _of_saturation(trainer: Trainer, found) -> Iterator[tuple[str, str]]:
    ends = found("saturation")
    views = ends.saturated if ends.silent is None else {"silent": ends.silent}
    for view, shares in views.items():
        is_tanh = view != "h" or (not ends.left and ends.leak == 1.0)
        told = saturation.units_caption(view, shares, is_tanh=is_tanh, leak=ends.leak)
        yield "saturation.units", told
        yield "saturation.unit", saturation.unit_accessible_text(0, float(shares[0]))
    if ends.horizon is not None:
        median = float(np.median(ends.horizon))
        yield "saturation.gates", saturation.gates_caption(ends, median)
        yield "saturation.median", saturation.median_label(median)
        yield "saturation.horizon", saturation.horizon_accessible_text(0, float(ends.horizon[0]))
    path = found("direct_path", stream=0)
    yield "direct_path", path if isinstance(path, str) else direct_path.caption(path)
    if not isinstance(path, str) and len(path.full) > 1:
        yield "direct_path.point", direct_path.point_caption(1, float(path.full[1]), "direct path")


def _of_walk(trainer: Trainer, found) -> Iterator[tuple[str, str]]:
    for options in ({}, {"phrase": "the moon"}, {"phrase": "a"}, {"step": 1, "loss": 3}):
        walk = found("cell_walk", back=True, around=3, **options)
        yield "way_back", way_back.caption(walk)
        for step in walk.shown:
            yield "cell_step", cell_step.caption(walk, step)
            yield "way_back.factor", way_back.factor_caption(walk, step)
        yield "way_back.jacobian", way_back.jacobian_caption(found("step_jacobian", **options))


def _of_units(trainer: Trainer, found) -> Iterator[tuple[str, str]]:
    units = found("hidden_units", phrase="the moon")
    values = hidden_units.kinds(units)
    for kind, shown in values.items():
        yield "hidden_units", hidden_units.caption(shown, (H, len(shown)), units.unit)
        one = Square(0, 1, range(1), range(1, 2))
        yield "hidden_units.value", hidden_units.value_caption(kind, one, tuple(range(H)), units)
    if trainer.corpus is not None and trainer.settings.window == SHORT:
        from rnnviz.probes.triangle import triangle as all_gradients

        sequence = trainer.sequence().first(1)
        text = trainer.feed.coding.decode(sequence.inputs[:, 0])
        for line in gradient_table.table(text, all_gradients(trainer.network, sequence)):
            yield "gradient_table", line


def main() -> None:
    """Print the list, and how many there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="also those that differ in numbers only")
    parser.add_argument("--few", action="store_true", help="the cases of the tests")
    parser.add_argument("--where", metavar="WORD", help="name the cases that say this")
    asked = parser.parse_args()
    seen: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], tuple[str, Life]] = {}
    for life in some_lives() if asked.few else every_life():
        for caption, told in sentences(life):
            kind = (caption, told if asked.all else NUMBER.sub("#", told))
            seen[kind] += 1
            examples.setdefault(kind, (told, life))
            if asked.where and asked.where in told:
                print(f"{life}: {caption}: {told}")  # noqa: T201
    if not asked.where:
        for caption, kind in sorted(seen):
            told, life = examples[caption, kind]
            print(f"{seen[caption, kind]:5} {caption}: {told}   [{life}]")  # noqa: T201
    print(f"{seen.total():,} sentences, {len(seen):,} of them different")  # noqa: T201


if __name__ == "__main__":
    main()
