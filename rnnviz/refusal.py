"""The one exception that is meant for people, a sentence they can act on; and what others mean."""


class Refusal(Exception):  # noqa: N818  (it is an answer, not an error in the program)
    """Something a person asked for cannot be done; the text says what, why and the way out."""


MISTAKE = "of a mistake in this program"


def why(error: Exception) -> str:
    """What is behind an exception that nobody meant for people, to stand after "because"."""
    if isinstance(error, MemoryError):
        return "this machine has not enough memory for it"
    return MISTAKE
