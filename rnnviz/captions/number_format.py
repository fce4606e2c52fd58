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


def steps_in_words(steps: float) -> str:
    """Return a number of steps for people."""
    if math.isnan(steps):
        return "not a number"
    if math.isinf(steps):
        return "endless"
    text = signed_number(steps, 2) if steps < 100 else f"{steps:,.0f}"
    return f"{text} step" if text == "1" else f"{text} steps"
