"""What can be set, a field each: form rows, flags, file entries and tooltips follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.clipping import MODES as CLIPPING_MODES
from rnnviz.core.clipping import USUAL_THRESHOLDS
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.learned import LEARNS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.core.schedules import REGISTRY as SCHEDULES
from rnnviz.declare import Value
from rnnviz.tasks import REGISTRY as TASKS

USUAL_OPTIMIZER = "adam"


def _setting(default: Value, label: str, tooltip: str, kind: str, **more: Any) -> Any:
    """A dataclass field that carries its declaration."""
    parts = {"default": default, "label": label, "tooltip": tooltip, "kind": kind, **more}
    return field(default=default, metadata=parts)


def _choice(
    default: str, choices: Mapping[str, Any] | tuple[str, ...], label: str, tip: str, **m: Any
) -> Any:
    return _setting(default, label, tip, "choice", choices=tuple(choices), **m)


@dataclass(frozen=True)
class SettingRows:
    """The fields of `Settings`; `options` holds what chosen parts declare themselves."""

    task: str = _choice(
        "text", TASKS, "Task", "What is learned: a text, or a task that takes a long memory.",
        group="text", effect="new text",
    )  # fmt: skip
    cell: str = _choice(
        "vanilla", CELLS, "Cell", "The recurrent cell.",
        group="network", effect="new network", front=True,
    )  # fmt: skip
    hidden: int = _setting(
        64, "Hidden units", "Units of each recurrent layer (H).", "int",
        low=1, high=4096, log=True, group="network", effect="new network", front=True,
    )  # fmt: skip
    layers: int = _setting(
        1, "Layers", "Recurrent layers on top of each other (L).", "int",
        low=1, high=8, group="network", effect="new network",
    )  # fmt: skip
    bidirectional: bool = _setting(
        False, "Bidirectional",
        "Beside each layer a second one reads from the end; both states are handed on.", "flag",
        group="network", effect="new network",
    )  # fmt: skip
    skip: bool = _setting(
        False, "Skip connections",
        "From the second layer on, what a layer reads is added to its output.", "flag",
        group="network", effect="new network",
    )  # fmt: skip
    dropout: float = _setting(
        0.0, "Dropout",
        "Share of what a layer hands to the next that each training step sets to zero, anew each "
        "time; nothing is left out when something is measured or written.", "float",
        low=0.0, high=0.9, step=0.1, group="network", effect="new network",
    )  # fmt: skip
    attention: int | None = _setting(
        None, "Attention",
        "The readout looks back at so many states of the top layer before the present one (A), "
        "weighted by how well they match.", "int", low=1, high=1000, log=True, unit="steps",
        optional=True, first=25, group="network", effect="new network",
    )  # fmt: skip
    forget_bias: float | None = _setting(
        None, "Forget bias",
        "Bias of the gate that keeps the past (LSTM's f, GRU's z); b remembers about 1 + e^b "
        "steps. It decides what a gated cell can learn over long distances. Unset it is the "
        "cell's usual one; 0, PyTorch's, stays as the initial weights draw it.",
        "float", low=-10.0, high=10.0, step=0.5, optional=True, unset="usual", first=0.0,
        group="network", effect="new network",
    )  # fmt: skip
    chrono: int | None = _setting(
        None, "Chrono horizon",
        "Spreads the units' memories over all distances up to this many steps "
        "(Tallec and Ollivier 2018).",
        "int", low=3, high=10_000, log=True, unit="steps", optional=True,
        group="network", effect="new network",
    )  # fmt: skip
    init: str = _choice(
        "orthogonal", INITIALIZERS, "Initial weights", "How the weights start.",
        group="network", effect="new network",
    )  # fmt: skip
    spectral_radius: float | None = _setting(
        None, "Spectral radius",
        "W_hh of a vanilla cell is scaled at the start, so that its eigenvalue farthest from zero "
        "has this modulus; unset it stays as it is drawn.",
        "float", low=0.01, high=100.0, step=0.05, optional=True, unset="as drawn", first=1.0,
        group="network", effect="new network",
    )  # fmt: skip
    layer_norm: bool = _setting(
        False, "Layer norm",
        "Every gate's sum is brought to mean 0 and spread 1 over its units, times a gain that is "
        "learned, before its bias is added (Ba, Kiros and Hinton 2016).",
        "flag", group="network", effect="new network",
    )  # fmt: skip
    seed: int = _setting(
        0, "Seed", "The same seed gives the same curve, on one machine to the last bit.", "int",
        low=0, high=2**31 - 1, group="network", effect="new network",
    )  # fmt: skip
    dtype: str = _choice(
        "float32", ("float32", "float64"), "Precision", "Numbers of 32 or 64 bits.",
        group="network", effect="new network",
    )  # fmt: skip
    window: int = _setting(
        25, "Window", "Steps that gradients travel back (T): truncated BPTT.", "int",
        low=1, high=1000, log=True, unit="steps", effect="new network",
    )  # fmt: skip
    batch: int = _setting(
        1, "Batch", "Parallel streams through the text (B).", "int",
        low=1, high=512, log=True, effect="new network",
    )  # fmt: skip
    state: str = _choice(
        "carried", ("carried", "reset"), "State",
        "Carried: each window goes on from the last one's hidden state. "
        "Reset: each window starts from zeros.",
    )  # fmt: skip
    own_outputs: float = _setting(
        0.0, "Own outputs",
        "Share of the inputs that are the network's own outputs of the step before, in place of "
        "the true ones (scheduled sampling).", "float", low=0.0, high=1.0, step=0.1,
    )  # fmt: skip
    steps: int = _setting(
        5000, "Steps", "Training stops after this many steps and can be run on.", "int",
        low=1, high=100_000_000, log=True,
    )  # fmt: skip
    optimizer: str = _choice(
        USUAL_OPTIMIZER, OPTIMIZERS, "Optimizer", "How gradients move the weights.",
        effect="new network",
    )  # fmt: skip
    learns: str = _choice(
        "all", LEARNS, "Learns",
        "All: every weight is learned. Readout: W_out and its bias alone; the recurrence stays as "
        "it was drawn (an echo state network), and a step is faster. Clipping and the gradient's "
        "norm are of what is learned.", effect="new network",
    )  # fmt: skip
    lr: float = _setting(
        OPTIMIZERS[USUAL_OPTIMIZER].default_lr, "Learning rate",
        "How far each update goes; an optimizer that is chosen brings its usual one.",
        "float", low=1e-6, high=10.0, log=True, front=True,
    )  # fmt: skip
    schedule: str = _choice(
        "cosine", SCHEDULES, "Schedule", "How the learning rate changes over the steps."
    )
    schedule_length: int = _setting(
        5000, "Schedule length",
        "Steps until the learning rate has reached its end; independent of how long you train.",
        "int", low=1, high=100_000_000, log=True, unit="steps",
    )  # fmt: skip
    warmup: int = _setting(
        0, "Warm-up", "Steps in which the learning rate rises from near zero.", "int",
        low=0, high=1_000_000, unit="steps",
    )  # fmt: skip
    lr_end: float = _setting(
        0.05, "Final share", "Share of the learning rate that is left at the end.", "float",
        low=0.001, high=1.0, step=0.05,
    )  # fmt: skip
    clip: str = _choice(
        "norm", CLIPPING_MODES, "Clipping",
        "Norm scales the whole gradient and keeps its direction; value cuts each number.",
    )  # fmt: skip
    clip_threshold: float = _setting(
        USUAL_THRESHOLDS["norm"], "Clip threshold",
        "The largest norm (or value) that passes unchanged. The gradient is that of the sum of "
        "the window's losses, so its norm grows with the window.", "float",
        low=1e-6, high=1e6, log=True,
    )  # fmt: skip
    column: str = _setting(
        "", "Column", "The column of the table whose numbers are forecast; unset the first that "
        "holds numbers and does not only count.", "text", group="text", effect="new text",
    )  # fmt: skip
    fold: str = _choice(
        "none", ("none", "case", "letters"), "Fold",
        "Case: capitals become small. Letters: a to z, space and newline are left; accents and "
        "apostrophes go, all else becomes a space, and runs of spaces become one.",
        group="text", effect="new text",
    )  # fmt: skip
    symbols: int | None = _setting(
        None, "Symbols",
        "Keep so many of the text's symbols, the most frequent; the others become one sign.",
        "int", low=2, high=100_000, log=True, optional=True, first=2000,
        group="text", effect="new text",
    )  # fmt: skip
    validation: float = _setting(
        0.1, "Held out", "Share of the text, its end, that is kept for validation.", "float",
        low=0.0, high=0.5, step=0.05, group="text", effect="new network",
    )  # fmt: skip
    temperature: float = _setting(
        0.8, "Temperature", "Below 1 samples are safer, above 1 wilder.", "float",
        low=0.05, high=5.0, step=0.1, group="sampling",
    )  # fmt: skip
    top_k: int | None = _setting(
        None, "Top k", "Only the k likeliest symbols may be written.", "int",
        low=1, high=10_000, optional=True, group="sampling",
    )  # fmt: skip
    prime: str = _setting(
        "", "Prime", "What the network reads before it writes.", "text", group="sampling"
    )
    sample_length: int = _setting(
        200, "Length", "Characters in a sample.", "int",
        low=1, high=100_000, log=True, unit="characters", group="sampling",
    )  # fmt: skip
    options: tuple[tuple[str, Any], ...] = ()
