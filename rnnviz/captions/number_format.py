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
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}·{power(int(exponent))}"


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
    text = f"{value:,.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return text
    rounded = float(text)
    return f"{rounded:,.0f}" if 1 <= rounded < 1e4 else f"{mantissa}·{power(int(exponent))}"


def fixed(value: float, decimals: int) -> str:
    """Return a number above zero with so many decimals, or with a power of ten if it is large."""
    return f"{value:,.{decimals}f}" if value < 1e4 else signed_number(value)


def beside_one(value: float, digits: int = 2) -> str:
    """Return a number with so many digits, and with as many more as tell it from 1."""
    return beside(value, 1.0, digits)


def beside(value: float, other: float, digits: int = 3) -> str:
    """Return a number with so many digits, and with as many more as tell it from another."""
    while digits < 7 and value != other and float(f"{value:.{digits}g}") == other:
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


def is_times(share: float) -> bool:
    """Return whether a ratio is told as so many times, and not in per cent."""
    return share >= 1.005


def ratio(share: float) -> str:
    """Return a ratio above zero: in per cent below one, else as so many times."""
    return f"{beside_one(share)} times" if is_times(share) else percentage(share)


def ratio_to(share: float, other: str) -> str:
    """Return a ratio and what it is to: "49 % of now", "2.1 times now"."""
    return f"{ratio(share)} {'' if is_times(share) else 'of '}{other}"


def left(share: float, of: str) -> str:
    """Return what is left of a gradient, `of` it: the one way in which all captions say it."""
    if math.isnan(share):
        return f"{of} is {NOT_A_NUMBER}"
    if math.isinf(share):
        return f"{of} is beyond all numbers"
    if share == 0:
        return f"nothing of {of} is left"
    if is_times(share):
        return f"{of} is {ratio(share)} as large"
    return f"{ratio(share)} of {of} is left"


def percent(share: float) -> str:
    """Return a share as a percentage that is not rounded to none or all if it is neither."""
    value = 100 * share
    if 0 < value < 1:
        return f"{signed_number(value, 1)} %"
    if 99 < value < 100:
        return f"{math.floor(10 * value) / 10:.1f} %"
    return f"{value:.0f} %"


def percentage(share: float) -> str:
    """Return a share as a percentage of one or two digits: 35 %, 0.0008 %, 4·10⁻¹⁰ %."""
    value = 100 * share
    if value >= 9.95:
        return f"{value:.0f} %"
    if value >= 0.0995:
        return f"{value:.2g} %"
    digit, exponent = (int(part) for part in f"{value:.0e}".split("e"))
    if exponent >= -6:
        return f"{digit * 10.0**exponent:.{-exponent}f} %"
    return f"{digit}·{power(exponent)} %"
