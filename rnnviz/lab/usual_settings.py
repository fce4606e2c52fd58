"""Settings to start from, and the numbers that come along with what somebody chooses."""

from collections.abc import Mapping

from rnnviz.core.clipping import USUAL_THRESHOLDS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab.settings import Settings
from rnnviz.refusal import Refusal


def with_usual(changes: Mapping[str, object]) -> dict[str, object]:
    """What somebody changes, and the number that goes with it where none is named.

    An optimizer brings its usual learning rate, a way of clipping its usual threshold.
    """
    optimizer, clipping = changes.get("optimizer"), changes.get("clip")
    usual: dict[str, object] = {}
    if optimizer in OPTIMIZERS:
        usual["lr"] = OPTIMIZERS[str(optimizer)].default_lr
    if clipping in USUAL_THRESHOLDS:
        usual["clip_threshold"] = USUAL_THRESHOLDS[str(clipping)]
    return usual | dict(changes)


PRESETS: dict[str, dict[str, object]] = {
    "default": {},
    "min-char-rnn": {
        "cell": "vanilla",
        "hidden": 100,
        "window": 25,
        "batch": 1,
        "optimizer": "adagrad",
        "lr": 0.1,
        "schedule": "constant",
        "clip": "value",
        "clip_threshold": 5.0,
        "init": "gaussian",
        "init_scale": 0.01,
    },
}
"""Named starting points; "min-char-rnn" is the classic script's setting."""


def preset(name: str) -> Settings:
    """The settings of a preset, or a refusal that lists them."""
    if name not in PRESETS:
        raise Refusal(f"There is no preset {name!r}; choose one of: {', '.join(PRESETS)}.")
    return Settings().change(**PRESETS[name])
