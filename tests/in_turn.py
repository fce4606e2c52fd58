"""Cases of several parts: every part at least once, where not each with each other is tried."""


def in_turn(*parts):
    """The n-th case has the n-th of each list; a shorter one begins again, one place further on."""
    lists = [list(part) for part in parts]
    longest = max(map(len, lists))
    return [
        tuple(one[(n + (n // len(one) if len(one) < longest else 0)) % len(one)] for one in lists)
        for n in range(longest)
    ]
