"""Whether a lesson kept what it promises, in words."""

from collections.abc import Sequence


def caption(what: str, value: float | bool | str, wanted: str, passed: bool) -> str:
    """Return what was measured beside what was promised, as a line of the command line.

    A value in words is why nothing could be measured.
    """
    verdict = "ok    " if passed else "FAILED"
    if isinstance(value, str):
        return f"{verdict} {what}: {value.removesuffix('.')}; wanted {wanted}"
    return f"{verdict} {what} = {_shown(value)}, wanted {wanted}"


def seeds_caption(
    what: str, values: Sequence[float | bool | str], wanted: str, held: int, passed: bool
) -> str:
    """Return how often it was kept with several seeds, and what was measured."""
    verdict = "ok    " if passed else "FAILED"
    return f"{verdict} {held} of {len(values)}  {what}, wanted {wanted}: {_range(values)}"


def _range(values: Sequence[float | bool | str]) -> str:
    """The least and the largest number, and all else once."""
    numbers = sorted(value for value in values if isinstance(value, float))
    ends = dict.fromkeys(_shown(value) for value in (numbers[:1] + numbers[-1:]))
    others = [_shown(value) for value in values if not isinstance(value, float)]
    return ", ".join(dict.fromkeys([*([" to ".join(ends)] if ends else []), *others]))


def _shown(value: float | bool | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:.4g}" if isinstance(value, float) else str(value).lower()
