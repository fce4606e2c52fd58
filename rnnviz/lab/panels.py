"""What is known of every live view before it is there: its words, and what may be chosen in it.

The window, the command line and lessons read this one list, so nothing here brings in Qt.
"""

from dataclasses import dataclass, replace

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.declare import Declaration

ALL, NAMED, SPACES, WORD_ENDS = "all", "named", "spaces", "word ends"
"""Which hidden units are shown."""
EACH, WRITE, BEAM = "each", "write on", "beam search"
"""What is shown of the next character."""
STATE, MEMORY = "h", "c"
"""The memory is there in an LSTM only."""
SIGNALS = (STATE, MEMORY, *dict.fromkeys(g for cell in CELLS.values() for g in cell.gate_names))
"""What a hidden unit has: its state, its memory and its gates, as far as the cell has them."""
TOP = "top"
GATES = ("all", *dict.fromkeys(g for cell in CELLS.values() for g in cell.gate_names))
FORWARD, BACK = "forward", "back"
"""Which way one looks at a cell: values, or the gradient of a loss."""
CELLS_SHOWN = ("1", "3", "5", "7", "9")
"""How many steps stand side by side."""
BACKWARD, BOTH = " backward", " both"
"""What follows a layer's number where two read, for that which reads from the end, or for both."""
NUMBERS = tuple("12345678")
LAYERS = (TOP, *(f"{n}{which}" for which in ("", BACKWARD) for n in NUMBERS))
"""The top layer of whatever network there is, or one by its number."""


@dataclass(frozen=True)
class PanelKind:
    """What the program says of a panel.

    `name` is that of its file in `gui/panels`, for the command line, lessons and saved layouts;
    `title` and `tooltip` are for people. `choices` are what lessons may choose in it. One that
    belongs to another stands in a tab `behind` it at first; `of_run` says whether it shows
    something of the run in focus, `comparable` whether it can show that of a second run beside it,
    `of_steps` whether it has curves of training steps, and is empty before the first one, `alone`
    whether it needs all of a place in front of a class, for letters and lines in all of it.
    """

    name: str
    title: str
    tooltip: str
    choices: tuple[Declaration, ...] = ()
    behind: str = ""
    of_run: bool = True
    comparable: bool = False
    of_steps: bool = False
    alone: bool = False


def _choice(name: str, label: str, tooltip: str, *choices: str) -> Declaration:
    return Declaration(name, label, choices[0], tooltip, "choice", choices=choices)


def _text(name: str, label: str, tooltip: str, default: str = "") -> Declaration:
    return Declaration(name, label, default, tooltip, "text")


SURPRISE, ONE_UNIT, REACH, CHANGE = "surprise", "unit", "reach", "change"
"""What a page of text is coloured by."""
COST, SAMPLE = "cost", "sample"
"""And where units are silenced: what that costs, and what is written so."""
ZERO, MEAN = "zero", "mean"
"""What silenced units are held at."""
FEATURES = (
    "newline", "quotes", "brackets", "word_start", "word_end", "between", "vowels", "capitals",
    "indentation", "digits", "pattern",
)  # fmt: skip
"""What units are compared with along a text; the last is a pattern that somebody writes."""
HELD_OUT, LEARNED, OWN = "held out", "training", "own"
"""Which part of the text is read, or that it is one that somebody writes."""

_LAYER = _choice("layer", "Layer", "The layer that is shown; 1 reads the input.", *LAYERS)
_LAYER_OR_BOTH = replace(_LAYER, choices=(*LAYERS, *(f"{n}{BOTH}" for n in NUMBERS)))
_STATE = _choice("state", "State", "Of the state h, or of the memory c.", STATE, MEMORY)

PANELS: dict[str, PanelKind] = {
    kind.name: kind
    for kind in (
        PanelKind(
            "loss",
            "Loss",
            "How far the network's answers are from what is wanted; lower is better",
            of_steps=True,
        ),
        PanelKind(
            "samples",
            "Samples",
            "What the network writes while it learns, from noise to words",
            comparable=True,
        ),
        PanelKind(
            "hidden_units",
            "Hidden units",
            "What every hidden unit does while the network reads a phrase",
            (
                _choice("units", "Units", "Which units are shown.", ALL, NAMED, SPACES, WORD_ENDS),
                _text("named", "Named units", "The units that are shown if named."),
                _text("phrase", "Phrase", "What the network reads."),
                _choice("signal", "Signal", "The state, the memory or a gate.", *SIGNALS),
                _LAYER,
            ),
            comparable=True,
        ),
        PanelKind(
            "gradient_flow",
            "Gradients",
            "How much of the gradient is left, the further back in time it is taken",
            (_choice("mode", "Losses", "Of one loss, or of all summed.", "last", "summed"), _LAYER),
        ),
        PanelKind(
            "cell",
            "Cell",
            "One character goes through the cell: every number on its wires, forward and back",
            (
                _text("phrase", "Phrase", "What the network reads."),
                _LAYER,
                _choice("direction", "Direction", "Values, or the gradient.", FORWARD, BACK),
                _text("loss", "Loss", "The step whose loss is taken back, from 1; else the last."),
                _text("step", "Step", "The step that is shown, from 1."),
                _text("unit", "Unit", "The unit whose numbers stand on the wires.", "0"),
                _choice("cells", "Cells", "How many steps stand side by side.", *CELLS_SHOWN),
            ),
            behind="samples",
            comparable=True,
            alone=True,
        ),
        PanelKind(
            "triangle",
            "Gradient triangle",
            "How strongly every loss reaches back to every step before it",
            (
                _choice(
                    "measure", "Measure", "Norms, or shares of the update.", "triangle", "shares"
                ),
                _STATE,
                _LAYER_OR_BOTH,
            ),
            behind="loss",
            comparable=True,
            alone=True,
        ),
        PanelKind(
            "decay",
            "Decay",
            "How fast the gradient fades with the distance, and how training changes that",
            (_STATE, _LAYER),
            behind="gradient_flow",
        ),
        PanelKind(
            "spectrum",
            "Spectrum",
            "Eigenvalues of W_hh and of the steps, and how fast gradients really fade or grow",
            (_LAYER,),
            behind="hidden_units",
            comparable=True,
        ),
        PanelKind(
            "saturation",
            "Saturation",
            "How often units and gates stand at their ends, where gradients hardly pass",
            (_LAYER,),
            behind="gradient_flow",
        ),
        PanelKind(
            "clipping",
            "Clipping",
            "How large gradients are before clipping, and how large the updates after it",
            behind="loss",
            of_steps=True,
        ),
        PanelKind(
            "reading",
            "Reading page",
            "A page of text as the network reads it: what surprises it, and what that hangs on",
            (
                _choice(
                    "colour",
                    "Colour",
                    "What the page is coloured by.",
                    SURPRISE,
                    ONE_UNIT,
                    REACH,
                    CHANGE,
                    COST,
                    SAMPLE,
                ),
                _choice("text", "Text", "What is read.", HELD_OUT, LEARNED, OWN),
                _text("own", "Own text", "What is read where that is the text."),
                _text("unit", "Unit", "The unit that is shown, by its number.", "0"),
                _choice("signal", "Signal", "The state, the memory or a gate.", *SIGNALS),
                _LAYER,
                _text("instead", "Instead", "What the changed character is read as."),
                _text("silenced", "Silenced units", "The units that are held; none: all work."),
                _choice("silence_to", "Held at", "Zero, or the mean of each.", ZERO, MEAN),
            ),
            behind="samples",
            comparable=True,
        ),
        PanelKind(
            "units",
            "Unit finder",
            "Which hidden units follow words, lines, quotes or a pattern along a text",
            (
                replace(
                    _choice("feature", "Feature", "What the units are compared with.", *FEATURES),
                    default="word_start",
                ),
                _text("pattern", "Pattern", "A regular expression, where that is the feature."),
                _choice("signal", "Signal", "The state, the memory or a gate.", *SIGNALS),
                _LAYER,
            ),
            behind="hidden_units",
        ),
        PanelKind(
            "task",
            "Task",
            "How well a task is solved: its score, and what goes in, is wanted and comes out",
            behind="samples",
        ),
        PanelKind(
            "free_running",
            "Free running",
            "What is lost when the network reads its own outputs, beside what it is told",
            behind="gradient_flow",
        ),
        PanelKind(
            "next_character",
            "Next character",
            "What the network expects after every character, and what it writes on",
            (
                _choice("view", "View", "Each character, or how it goes on.", EACH, WRITE, BEAM),
                _text("phrase", "Phrase", "What the network reads."),
            ),
            behind="loss",
            comparable=True,
        ),
        PanelKind(
            "attention",
            "Attention",
            "Which earlier states the readout looks back at, where the network has attention",
            (_text("phrase", "Phrase", "What the network reads."),),
            behind="hidden_units",
            comparable=True,
        ),
        PanelKind(
            "letters",
            "Letters",
            "Which letters the network takes for alike: the columns of the first W_ih as points",
            (_choice("gate", "Gate", "The rows of one gate, or of all.", *GATES),),
            behind="hidden_units",
            comparable=True,
        ),
        PanelKind(
            "runs",
            "Runs",
            "All runs side by side: what they differ in, how far they are and how well they do",
            behind="samples",
            of_run=False,
        ),
        PanelKind(
            "simulator",
            "Simulator",
            "What is left of a gradient after d steps, without a network: play with w and φ′",
            behind="gradient_flow",
            of_run=False,
        ),
    )
}
"""Every panel by name, in the order of the docks. A new one is an entry here and its file."""
