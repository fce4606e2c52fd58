"""How numbers are written in sentences, at ticks and beside pictures."""

from __future__ import annotations

import math

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
NOT_A_NUMBER = "not a number"


def number(value: float) -> str:
    """Return a number with two digits, more above 100, small and large ones as 8.8·10⁻⁸."""
    if not math.isfinite(value) or value <= 0:
        return signed_number(value, 2)
    if 1e-3 <= value < 1e4:
        text = f"{value:.2g}"
        return f"{value:,.0f}" if "e" in text or value >= 100 else text
    return _with_power(value, 2)


def power(exponent: int) -> str:
    """Return a power of ten as it is printed: 10⁻⁷."""
    return "10" + str(exponent).translate(SUPERSCRIPTS)


def signed_number(value: float, digits: int = 3) -> str:
    """Return a value for people, with a minus sign of full width."""
    if math.isnan(value):
        return NOT_A_NUMBER
    if math.isinf(value):
        return "infinite" if value > 0 else "minus infinite"
    return ("−" if value < 0 else "") + _plain(abs(value), digits)


def _plain(value: float, digits: int) -> str:
    """Return a number with so many digits and no exponent, where it has up to four places."""
    text = f"{value:.{digits}g}"
    if "e" not in text:
        return text
    rounded = float(text)
    return f"{rounded:,.0f}" if 1 <= rounded < 1e4 else _with_power(value, digits)


def _with_power(value: float, digits: int) -> str:
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return f"{mantissa}·{power(int(exponent))}"


def beside_one(value: float, digits: int = 2) -> str:
    """Return a number with so many digits, and with as many more as tell it from 1."""
    while digits < 7 and value != 1 and float(f"{value:.{digits}g}") == 1:
        digits += 1
    return signed_number(value, digits)


def number_of_steps(steps: float) -> str:
    """Return a number of steps for people."""
    if math.isnan(steps):
        return NOT_A_NUMBER
    if math.isinf(steps):
        return "endless"
    text = signed_number(steps, 2) if steps < 99.5 else f"{steps:,.0f}"
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
