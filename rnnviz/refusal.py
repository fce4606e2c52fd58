"""The one exception that is meant for people: a sentence they can act on."""


class Refusal(Exception):  # noqa: N818  (it is an answer, not an error in the program)
    """Something a person asked for cannot be done; the text says what, why and the way out."""
