"""The questions that a drafted lesson asks on the screen, each answered by what is measured."""

from rnnviz.lab.settings import Settings
from rnnviz.lessons.measures import why_unavailable
from rnnviz.lessons.question import Question
from rnnviz.tasks import DRAWN, SCORED

FARTHEST = 10
"""Steps back at which a gradient is asked for, where the sequences are long enough."""
NEAREST = 2
"""Steps back below which there is nothing to ask."""
OF_WEIGHTS = ("decay", "gradient_flow")
"""The panels that show how far gradients reach."""
SHARES = (0.5, 0.01)
WORDS_OF_SHARES = ("more than half", "less, but more than a hundredth", "a hundredth or less")


def measures_heldout(settings: Settings) -> bool:
    """Whether there is data that is not learned from."""
    return settings.task in DRAWN or float(str(settings.value("validation"))) > 0


def after_training(settings: Settings, diverged: bool = False) -> Question:
    """How far the training comes: beside a line that a network without memory reaches."""
    if diverged:
        return Question("Will the loss stay a number?", ("yes", "no"), right="B")
    if not measures_heldout(settings):
        return _beside("Where will the mean loss of the last steps be?", "smoothed", "uniform")
    if settings.task in SCORED:
        words = f"Where will the {SCORED[settings.task].measure} on data not learned from be?"
        return _beside(words, "score", "baseline")
    return _beside("Where will the loss on data not learned from be?", "heldout", "2-gram")


def _beside(words: str, what: str, line: str) -> Question:
    answers = (f"above the {line} line", "not above it")
    return Question(words, answers, what=what, lines=(line,))


def of_weights(settings: Settings) -> Question | None:
    """How far gradients reach with the weights as they are; None where sequences are too short."""
    steps = int(str(settings.value("length" if settings.task in SCORED else "window")))
    lag = min(FARTHEST, steps - 1)
    what = f"decay at {lag}"
    if lag < NEAREST or why_unavailable(settings, what):
        return None
    words = f"Of a loss's gradient, how much is left {lag} steps back?"
    return Question(words, WORDS_OF_SHARES, what=what, lines=SHARES)
