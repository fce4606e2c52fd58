"""Whether a lesson kept what it promises, in words."""


def caption(what: str, value: float | bool | str, wanted: str, passed: bool) -> str:
    """Return what was measured beside what was promised, as a line of the command line.

    A value in words is why nothing could be measured.
    """
    verdict = "ok    " if passed else "FAILED"
    if isinstance(value, str):
        return f"{verdict} {what}: {value.removesuffix('.')}; wanted {wanted}"
    return f"{verdict} {what} = {_shown(value)}, wanted {wanted}"


def _shown(value: float | bool) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value).lower()
