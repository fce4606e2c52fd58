"""Settings in the words that the window has for them, for forms and sentences."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rnnviz.core.fed_back import FedBack
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.core.schedules import REGISTRY as SCHEDULES
from rnnviz.declare import Declaration, Value
from rnnviz.lab.settings import FUTURE_ONLY, PARTS, Settings, declarations
from rnnviz.tasks import REGISTRY as TASKS

ASKED_FOR: Mapping[FedBack | None, str] = {
    "drawn": "character that it is to predict",
    "number": "number that it is to forecast",
    "likeliest": "symbol that it is to write",
    None: "answer that it is to give",
}
"""What a network would see that may look ahead, by how a task's outputs become inputs."""
LABELLED: Mapping[str, Mapping[str, Any]] = {**PARTS, "schedule": SCHEDULES}
"""The settings whose choices have labels and hints of their own."""


def choice_text(name: str, choice: str) -> tuple[str, str]:
    """The label of a setting's choice and what it is good for."""
    if name in LABELLED:
        part = LABELLED[name][choice]
        return part.label, part.hint
    return choice, ""


def usual_texts(settings: Settings, came: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What is said when a setting has come along with another: its name and the sentence."""
    came = tuple(came)
    if "lr" in came:
        label = OPTIMIZERS[settings.optimizer].label
        yield "lr", f"{label} came with its usual learning rate, {settings.lr:g}."
    if "clip_threshold" in came:
        threshold = f"{settings.clip_threshold:g}"
        yield (
            "clip_threshold",
            f"Clipping by {settings.clip} came with its usual threshold, {threshold}.",
        )


def why_meaningless(settings: Settings, name: str) -> str:
    """Why a setting that a form shows would do what may not be; "" where there is no such reason.

    It is no whole sentence.
    """
    if name not in FUTURE_ONLY or name in settings.rows():
        return ""
    return f"such a network would read the very {ASKED_FOR[TASKS[settings.task].fed_back]}"


def because(settings: Settings, name: str) -> str:
    """The same as the end of a clause: ": such a network ...", "" without a reason."""
    reason = why_meaningless(settings, name)
    return f": {reason}" if reason else ""


def setting_text(name: str, given: object) -> str:
    """A setting and its value: "Learning rate 0.01", "Cell LSTM", "Chrono horizon off"."""
    declared = declarations()[name]
    return f"{declared.label} {value_text(declared, declared.check(given))}"


def value_text(declared: Declaration, value: Value) -> str:
    """A setting's value in the window's words: "0.01", "LSTM", "off"."""
    if value is None:
        return declared.unset
    if isinstance(value, bool):
        return "on" if value else "off"
    if declared.kind == "choice":
        return choice_text(declared.name, str(value))[0]
    if isinstance(value, str):
        return f"“{value}”"
    return f"{value:,}" if declared.kind == "int" else f"{value:g}"
