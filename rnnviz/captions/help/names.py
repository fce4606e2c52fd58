"""What help texts are called: those of panels as these, all others by their folder."""

SETTINGS, FACTS = "settings", "facts"
"""The folders of rows of settings and of facts; the texts of panels stand beside these."""


def setting(name: str) -> str:
    """Return the name of the text about a row of settings."""
    return f"{SETTINGS}/{name}"


def fact(title: str) -> str:
    """Return the name of the text about a fact, from what it is called: "Held out", "half_life"."""
    return f"{FACTS}/{title.lower().replace(' ', '_')}"
