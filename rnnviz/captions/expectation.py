"""Whether a lesson kept what it promises, in words."""


def caption(what: str, value: float | bool | str, wanted: str, passed: bool) -> str:
    """Return what was measured beside what was promised, as a line of the command line."""
    verdict = "ok    " if passed else "FAILED"
    shown = f"{value:.4g}" if isinstance(value, float) else str(value).lower()
    return f"{verdict} {what} = {shown}, wanted {wanted}"
