"""Numbers of things in words: 1 step, but 2 steps."""


def counted(count: int, thing: str) -> str:
    """Return how many of a thing there are; what it is called in the singular takes an s."""
    return f"{count:,} {thing if count == 1 else thing + 's'}"
