"""The window's panels by name and what may be chosen in them, for those who name them in files."""

from collections.abc import Mapping

from rnnviz.declare import Declaration

ALL, NAMED, SPACES, WORD_ENDS = "all", "named", "spaces", "word ends"
"""Which hidden units are shown."""
STATE, MEMORY = "h", "c"
"""The memory is there in an LSTM only."""
SIGNALS = (STATE, MEMORY, "i", "f", "g", "o", "r", "z", "n")
"""What a hidden unit has: its state, its memory and its gates, as far as the cell has them."""
TOP = "top"
LAYERS = (TOP, *"12345678")
"""The top layer of whatever network there is, or one by its number."""
TABS = "|"
"""Stands between the names of panels that are tabs of one place; the first is in front."""
Layout = str | tuple["Layout", ...]
"""A place, or places one beside the other; what lies within is one below the other, and so on."""


def _choice(name: str, label: str, tooltip: str, *choices: str) -> Declaration:
    return Declaration(name, label, choices[0], tooltip, "choice", choices=choices)


_LAYER = _choice("layer", "Layer", "The layer that is shown; 1 reads the input.", *LAYERS)
_STATE = _choice("state", "State", "Of the state h, or of the memory c.", STATE, MEMORY)
VIEWS: Mapping[str, tuple[Declaration, ...]] = {
    "loss": (),
    "samples": (),
    "hidden_units": (
        _choice("units", "Units", "Which units are shown.", ALL, NAMED, SPACES, WORD_ENDS),
        Declaration("named", "Named units", "", "The units that are shown if named.", "text"),
        Declaration("phrase", "Phrase", "", "What the network reads.", "text"),
        _choice("signal", "Signal", "The state, the memory or a gate.", *SIGNALS),
        _LAYER,
    ),
    "gradient_flow": (
        _choice("mode", "Losses", "Of one loss, or of all summed.", "last", "summed"),
        _LAYER,
    ),
    "triangle": (
        _choice("measure", "Measure", "Norms, or shares of the update.", "triangle", "shares"),
        _STATE,
        _LAYER,
    ),
    "decay": (_STATE, _LAYER),
    "spectrum": (_LAYER,),
    "saturation": (_LAYER,),
    "clipping": (),
    "task": (),
    "simulator": (),
}
"""What can be chosen in each panel from outside, in the order of the panels' own registry."""


def tabs(place: str) -> tuple[str, ...]:
    """The panels that share a place; the first is in front."""
    return tuple(name.strip() for name in place.split(TABS))


def names(layout: Layout) -> tuple[str, ...]:
    """All panels of a layout."""
    if isinstance(layout, str):
        return tabs(layout)
    return tuple(name for part in layout for name in names(part))
