"""How large the weights and biases of every initializer must be."""

from collections.abc import Callable
from dataclasses import dataclass

ROLES = ("input", "recurrent", "readout")


@dataclass(frozen=True)
class Reference:
    """Root mean squares at the default options.

    `weights(role, n, m, H)` is that of one gate's block (n, m) in a layer of H units, `bias(H)`
    that of a bias.
    """

    weights: Callable[[str, int, int, int], float]
    bias: Callable[[int], float] = lambda H: 0.0


WHAT_TO_WRITE = (
    "tests/references/initializers.py does not know the initializer {name!r}: write a function "
    "weights(role, n, m, H) that returns the root mean square of its weights, as the paper has it, "
    "and list it in REFERENCES"
)


def uniform(role, n, m, H):
    """U(-1/sqrt(H), 1/sqrt(H))."""
    return (3 * H) ** -0.5


def glorot(role, n, m, H):
    return (2 / (n + m)) ** 0.5


def rotation(role, n, m, H):
    """One 1 in every row, turned or not."""
    return H**-0.5 if role == "recurrent" else glorot(role, n, m, H)


REFERENCES = {
    "pytorch": Reference(uniform, bias=lambda H: (3 * H) ** -0.5),
    "gaussian": Reference(lambda role, n, m, H: 0.01),
    "glorot": Reference(glorot),
    "he": Reference(lambda role, n, m, H: (2 / m) ** 0.5),
    "orthogonal": Reference(rotation),
    "identity": Reference(rotation),
}
