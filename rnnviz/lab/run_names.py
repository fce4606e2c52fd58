"""What runs differ in, and the short names that are made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from rnnviz.core.clipping import USUAL_THRESHOLDS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.core.schedules import Constant
from rnnviz.declare import Declaration, Value
from rnnviz.lab.setting_words import value_text
from rnnviz.lab.settings import PARTS, Settings, declarations

ABSENT = "\N{EN DASH}"
"""Stands where a setting means nothing."""
LONGEST = 40
"""Characters of a name."""
SEVERAL = 256
"""Settings of which is remembered what means something in them."""
TEXT_AT_MOST = 18
"""Characters of it that say what is learned."""
SHORT = {
    "hidden": "{} units",
    "layers": "{} layers",
    "forget_bias": "bias {}",
    "chrono": "chrono {}",
    "dtype": "{}",
    "lr": "rate {}",
    "schedule": "{} schedule",
    "clip_threshold": "threshold {}",
}
"""The settings that names say in fewer words than forms."""
ALONE = frozenset(("cell", "init", "optimizer"))
"""The settings whose choice says by itself what it is of."""
UNNAMED = frozenset(("task", "steps"))
"""What is learned has a name of its own, and the steps stand beside it."""
OWNERS = {"forget_bias": "cell", "lr": "optimizer", "clip_threshold": "clip"}
"""The settings whose usual value comes with the choice of another; options have their part."""


def differing(settings: Sequence[Settings]) -> tuple[str, ...]:
    """The settings in which these differ, in the order in which they are declared.

    Values of equal effect do not differ. One that means nothing in some of these differs where it
    is not the usual one in the others.
    """
    return tuple(name for name in declarations() if _differs(name, settings))


def shared(settings: Sequence[Settings]) -> tuple[str, ...]:
    """The settings that mean something in all of these and are the same in all."""
    others = set(differing(settings))
    return tuple(
        name
        for name in declarations()
        if name not in others and all(means_something(one, name) for one in settings)
    )


def means_something(settings: Settings, name: str) -> bool:
    """Whether a setting has any effect on a run with these settings."""
    return name in _with_effect(settings)


@lru_cache(maxsize=SEVERAL)
def _with_effect(settings: Settings) -> Mapping[str, Declaration]:
    """The settings that have an effect, which is asked of each run for every setting."""
    rows = settings.rows()
    if settings.clip not in USUAL_THRESHOLDS:
        del rows["clip_threshold"]
    if settings.schedule == Constant.name:
        del rows["lr_end"], rows["schedule_length"]
    return rows


def in_effect(settings: Settings, name: str) -> Value:
    """The value that a setting acts with; of the keep gate's bias that which the gate has."""
    if name != "forget_bias":
        return settings.value(name)
    bias = settings.keep_bias
    spread = settings.chrono is not None  # and a bias of 0 leaves it as it is
    return None if spread and not bias else bias


def effect_text(settings: Settings, name: str) -> str:
    """The value that a setting acts with, in the window's words; a dash where it means nothing."""
    if not means_something(settings, name):
        return ABSENT
    return value_text(_with_effect(settings)[name], in_effect(settings, name))


def run_names(
    settings: Sequence[Settings], texts: Sequence[str], given: Sequence[str] = ()
) -> list[str]:
    """A name for each run, made of what it differs in from the others; no two are equal.

    `texts` name what each learns, a text or a task; `given` are the names that people gave, ""
    where there is none.
    """
    given = given or [""] * len(settings)
    names = differing(settings)
    several = len(set(texts)) > 1
    made = [
        _name(one, names, _cut(text, TEXT_AT_MOST) if several else "")
        for one, text in zip(settings, texts, strict=True)
    ]
    taken: set[str] = set()
    called = {i: _free(name, taken) for i, name in enumerate(given) if name}
    return [called[i] if i in called else _free(name, taken) for i, name in enumerate(made)]


def _differs(name: str, settings: Sequence[Settings]) -> bool:
    having = [one for one in settings if means_something(one, name)]
    usual = all(is_usual(one, name) for one in having)
    if name == "forget_bias" and usual:
        return False  # each cell has one of its own
    several = len({in_effect(one, name) for one in having}) > 1
    return several or (len(having) < len(settings) and not usual)


def is_usual(settings: Settings, name: str) -> bool:
    """Whether a value is what comes by itself with those that it belongs to."""
    if name == "forget_bias":
        usual = replace(settings, forget_bias=None)
        return in_effect(settings, name) == in_effect(usual, name)
    if name == "lr":
        return settings.lr == OPTIMIZERS[settings.optimizer].default_lr
    if name == "clip_threshold":
        return settings.clip_threshold == USUAL_THRESHOLDS[settings.clip]
    return settings.value(name) == _with_effect(settings)[name].default


def _name(settings: Settings, names: Sequence[str], text: str) -> str:
    """As many of its parts as there is room for; the cell where it differs in nothing."""
    said = ""
    for part in (
        text,
        *(short_words(settings, name) for name in names if _is_told(settings, name, names)),
    ):
        longer = ", ".join(filter(None, (said, part)))
        said = longer if len(longer) <= LONGEST else said
    said = said or short_words(settings, "cell")
    first = said.split(maxsplit=1)[0]
    has_capitals = first != first.lower()  # "sLSTM" is written so
    return said if text or has_capitals else said[0].upper() + said[1:]


def _is_told(settings: Settings, name: str, names: Sequence[str]) -> bool:
    """Whether a name says this: it means something, and does not come along with what is said."""
    if name in UNNAMED or declarations()[name].group == "sampling":
        return False
    if not means_something(settings, name):
        return False
    owner = OWNERS.get(name) or _owner(settings, name)
    return not (owner in names and is_usual(settings, name))


def _owner(settings: Settings, name: str) -> str:
    """The part whose option this is, "" of a setting of its own."""
    return next((part for part in PARTS if name in settings.options_of(part)), "")


def short_words(settings: Settings, name: str) -> str:
    """A setting and its value in as few words as say it: "64 units", "LSTM", "seed 3"."""
    words = effect_text(settings, name)
    if name in ALONE:
        return words.removesuffix(" RNN")
    label = declarations()[name].label
    if name == "layers" and settings.layers == 1:
        return "1 layer"
    if name == "bidirectional" and words != ABSENT:
        return "bidirectional" if settings.bidirectional else "one direction"
    return SHORT.get(name, f"{label[0].lower()}{label[1:]} {{}}").format(words)


def _cut(text: str, length: int) -> str:
    """The beginning of what is too long."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken; it is taken from now on."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{_cut(name, LONGEST - 1 - len(f'({number})'))} ({number})"
    taken.add(free)
    return free
