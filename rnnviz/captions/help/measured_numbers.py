"""The numbers of help texts that are measured: what is asked for, and what is told of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import numpy as np

from rnnviz.captions import lyapunov
from rnnviz.captions.invisible_characters import accessible_text
from rnnviz.captions.number_format import number_of_steps, percent, percentage, signed_number
from rnnviz.captions.truncation import angle_text, missed_text
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Request
from rnnviz.probes.decay import Decay
from rnnviz.probes.letters import Letters
from rnnviz.probes.lyapunov import Lyapunov
from rnnviz.probes.next_character import NextCharacter
from rnnviz.probes.saturation import Saturation
from rnnviz.probes.spectrum import Spectrum
from rnnviz.probes.triangle import GradientTriangle
from rnnviz.probes.truncation import Truncation

Found = TypeVar("Found")
Results = Iterable[object]


def _first(results: Results, kind: type[Found]) -> Found | None:
    return next((one for one in results if isinstance(one, kind)), None)


def _of(kind: type[Found], tell: Callable[[Found], str]) -> Callable[[Results], str]:
    """Return a number of what one probe found, "" where it was not asked."""

    def number(results: Results) -> str:
        found = _first(results, kind)
        return tell(found) if found is not None else ""

    return number


def _finite(value: float, digits: int = 3) -> str:
    return signed_number(value, digits) if math.isfinite(value) else ""


def _half_life(found: Decay) -> str:
    """Return the half-life, where the gradient fades at one rate within the window."""
    fades = found.finite and found.slope < 0 and found.half_life <= len(found.lags)
    return number_of_steps(found.half_life) if fades else ""


def _left(found: Decay) -> str:
    """Return what is left at the longest lag that is measured."""
    known = np.flatnonzero(np.isfinite(found.mean) & (found.mean > 0))
    return percentage(float(found.mean[known[-1]])) if found.finite and known.size else ""


def _longest(found: Decay) -> str:
    known = np.flatnonzero(np.isfinite(found.mean) & (found.mean > 0))
    return f"{known[-1]:,}" if found.finite and known.size else ""


def _memory(results: Results) -> str:
    found = _exponent(results)
    return lyapunov.memory_text(found) if found is not None else ""


def _lambda(results: Results) -> str:
    found = _exponent(results)
    return _finite(found.exponent, 2) if found is not None else ""


def _factor(results: Results) -> str:
    found = _exponent(results)
    is_known = found is not None and math.isfinite(found.exponent) and found.exponent < 700.0
    return signed_number(math.exp(found.exponent), 2) if found is not None and is_known else ""


def _exponent(results: Results) -> Lyapunov | None:
    """Return the exponent that was measured by itself or with the spectrum."""
    results = list(results)
    if (alone := _first(results, Lyapunov)) is not None:
        return alone
    spectrum = _first(results, Spectrum)
    return spectrum.lyapunov if spectrum is not None else None


def _largest(values: Callable[[Spectrum], np.ndarray]) -> Callable[[Spectrum], str]:
    """Return the number of the one W_hh, "" of gated cells, which have one a gate."""
    return lambda found: _finite(float(values(found)[0])) if len(found.gates) == 1 else ""


def _horizon(found: Saturation) -> str:
    if found.horizon is None or np.isnan(found.horizon).any():
        return ""
    return number_of_steps(float(np.median(found.horizon)))


def _saturated(found: Saturation) -> str:
    shares = found.saturated["h"]
    known = found.silent is None and np.isfinite(shares).all()
    return percent(float(shares.mean())) if known else ""


def _silent(found: Saturation) -> str:
    known = found.silent is not None and np.isfinite(found.silent).all()
    return percent(float(found.silent.mean())) if known and found.silent is not None else ""


def _angle(found: Truncation) -> str:
    return angle_text(float(found.angles[-1])) if math.isfinite(found.angles[-1]) else ""


def _of_first(tell: Callable[[NextCharacter], str]) -> Callable[[Results], str]:
    """Return a number of what is expected after the first character that another one follows."""
    return _of(NextCharacter, lambda f: tell(f) if f.is_finite and f.losses.size else "")


def _explained(found: Letters) -> str:
    share = float(found.explained.sum())
    return percent(share) if share > 0 else ""


def _steps_of_window(found: GradientTriangle) -> str:
    return f"{len(found.norms):,}"


def requests(names: Iterable[str], settings: Settings) -> frozenset[Request]:
    """Return what has to be measured for numbers of these names, where that takes no long time.

    What belongs to a panel's own phrase or choice is left to the panel.
    """
    probes = {PROBES[name] for name in names if name in PROBES}
    if settings.hidden > LARGEST_SPECTRUM:
        probes.discard("spectrum")
    return frozenset(Request(probe, OPTIONS.get(probe, ())) for probe in probes)


LARGEST_SPECTRUM = 256
"""Units up to which eigenvalues take a moment."""
OPTIONS: Mapping[str, tuple[tuple[str, int], ...]] = {"decay": (("stream", 0),)}
PROBES = {
    **dict.fromkeys(("half_life", "slope", "left_last", "longest_lag"), "decay"),
    **dict.fromkeys(("lambda_1", "factor", "memory"), "lyapunov"),
    **dict.fromkeys(
        ("truncated", "truncated_recurrent", "truncation_angle", "truncation_long"), "truncation"
    ),
    **dict.fromkeys(("sigma_1", "radius", "step_bound"), "spectrum"),
    **dict.fromkeys(("horizon", "saturated", "silent"), "saturation"),
}
"""Which probe finds a number; those of other numbers are asked by their panels alone."""
MEASURED: Mapping[str, Callable[[Results], str]] = {
    "half_life": _of(Decay, _half_life),
    "slope": _of(Decay, lambda found: _finite(found.slope, 2) if _half_life(found) else ""),
    "left_last": _of(Decay, _left),
    "longest_lag": _of(Decay, _longest),
    "lambda_1": _lambda,
    "factor": _factor,
    "memory": _memory,
    "truncated": _of(Truncation, lambda found: missed_text(float(found.missed[-1]))),
    "truncated_recurrent": _of(Truncation, lambda found: missed_text(float(found.recurrent[-1]))),
    "truncation_angle": _of(Truncation, _angle),
    "truncation_long": _of(Truncation, lambda found: f"{found.lengths[-1]:,}"),
    "sigma_1": _of(Spectrum, _largest(lambda found: found.sigma_1)),
    "step_bound": _of(Spectrum, lambda found: _finite(found.bound) if found.bound else ""),
    "radius": _of(Spectrum, _largest(lambda found: found.radius)),
    "horizon": _of(Saturation, _horizon),
    "saturated": _of(Saturation, _saturated),
    "silent": _of(Saturation, _silent),
    "read_symbol": _of_first(lambda found: accessible_text(found.symbols[0])),
    "true_symbol": _of_first(lambda found: accessible_text(found.symbols[1])),
    "true_p": _of_first(lambda found: _finite(float(found.p_true[0]))),
    "true_bits": _of_first(lambda found: _finite(float(found.bits[0]))),
    "true_nats": _of_first(lambda found: _finite(float(found.losses[0]))),
    "explained": _of(Letters, _explained),
    "triangle_steps": _of(GradientTriangle, _steps_of_window),
}
"""By the name in braces; a number that was not measured is not known."""
