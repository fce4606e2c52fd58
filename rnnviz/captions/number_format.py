"""How numbers are written in sentences, at ticks and beside pictures."""

from __future__ import annotations

import math

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float) -> str:
    """Return a number above zero with two digits, small ones as 8.8·10⁻⁸."""
    if 1e-3 <= value < 1e4:
        return f"{value:.2g}" if value < 100 else f"{value:.0f}"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}·{power(int(exponent))}"


def power(exponent: int) -> str:
    """Return a power of ten as it is printed: 10⁻⁷."""
    return "10" + str(exponent).translate(SUPERSCRIPTS)


def signed_number(value: float, digits: int = 3) -> str:
    """Return a value for people, with a minus sign of full width."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite" if value > 0 else "minus infinite"
    return f"{value:.{digits}g}".replace("-", "−") if value else "0"


def number_of_steps(steps: float) -> str:
    """Return a number of steps for people."""
    if math.isnan(steps):
        return "not a number"
    if math.isinf(steps):
        return "endless"
    text = signed_number(steps, 2) if steps < 100 else f"{steps:,.0f}"
    return f"{text} step" if text == "1" else f"{text} steps"


def percentage(share: float) -> str:
    """Return a share as a percentage of one or two digits: 35 %, 0.0008 %, 4 × 10⁻¹⁰ %."""
    value = 100 * share
    if value >= 9.95:
        return f"{value:.0f} %"
    if value >= 0.0995:
        return f"{value:.2g} %"
    digit, exponent = (int(part) for part in f"{value:.0e}".split("e"))
    if exponent >= -6:
        return f"{digit * 10.0**exponent:.{-exponent}f} %"
    return f"{digit} × {power(exponent)} %"
