"""What the mouse does in the window and in each panel, for the list of keys."""

from collections.abc import Mapping

Gestures = tuple[tuple[str, str], ...]
"""Each what the hand does, and what comes of it."""

WINDOW: Gestures = (
    ("Drop files or text", "Learn from it; a run, a lesson or a table is taken as what it is"),
    ("Drag a title", "Move a panel: into another place, behind another, or out of the window"),
    ("Double click on a title", "Let a panel float beside the window, or bring it back"),
    ("Click on a tab", "Bring that panel to the front"),
    ("Drag between two panels", "Share their room out otherwise"),
    ("Click on the red mark", "Stop recording"),
    ("Right click", "Copy or save picture and data; What is this? and what else there is"),
    ("Drag the timeline", "Look back at an earlier moment of the run"),
    ("Drag a slider", "Change a number; the wheel does so only where the keyboard is"),
)
PLOT: Gestures = (
    ("Point", "Read out the nearest point of a curve"),
    ("Drag, wheel", "Move the plot, zoom in or out"),
    ("Double click", "Show everything, and follow the data again"),
)
INTO_CELL = "Look into the cell there"
TO_MOMENT = "Look into the cell as it was after that step"
CURVES: Gestures = (*PLOT, ("Click on a point", TO_MOMENT))
LAGS: Gestures = (*PLOT, ("Click on a point", INTO_CELL))
READ: Gestures = (("Point", "Read out what is there"),)
PANELS: Mapping[str, Gestures] = {
    "loss": CURVES,
    "samples": (("Click on a line", "Show that sample in full"),),
    "hidden_units": (
        *READ,
        ("Click on a cell", INTO_CELL),
        ("Ctrl+click", "Show the unit on the page of text"),
        ("Wheel", "Scroll along a phrase that is too long"),
    ),
    "gradient_flow": LAGS,
    "cell": (
        ("Point at a wire", "Light it up in the diagram and in the equations"),
        ("Click on a strip", "Take that unit's numbers for all wires"),
        ("Click on a step", "Look at that step"),
        ("Click on a factor", "Look at the step that made it"),
        ("Wheel", "Scroll what is too long or too wide"),
    ),
    "triangle": (
        *READ,
        ("Click on a square", "Keep the row of that loss, or let it go"),
        ("Double click on a square", INTO_CELL),
    ),
    "decay": LAGS,
    "spectrum": (*READ, ("Wheel", "Zoom about zero"), ("Double click", "Show everything")),
    "clipping": CURVES,
    "saturation": (*READ, ("Click on a bar or a mark", "Look into the cell at that unit")),
    "next_character": (
        *READ,
        ("Click on a bar", "Look into the cell there, or write that character"),
        ("Wheel", "Scroll along a phrase that is too long"),
    ),
    "letters": (*READ, ("Click on a letter", "Look at what it does to the cell")),
    "reading": (*READ, ("Click on a character", INTO_CELL), ("Wheel", "Scroll the page")),
    "units": (*READ, ("Click on a bar", "Show the unit on the page of text")),
    "task": CURVES,
    "free_running": PLOT,
    "attention": (
        *READ,
        ("Click on a square", "Look into the cell at the step that looks back"),
        ("Wheel", "Scroll along a phrase that is too long"),
    ),
    "simulator": PLOT,
    "runs": (
        ("Double click on a row", "Bring that run into focus"),
        ("Click on a heading", "Sort by it"),
        ("Right click on a row", "What can be done with that run"),
    ),
}
