"""The initializers, simplest first; a new one is one file and one line here."""

from rnnviz.core.initializers.base import Initializer
from rnnviz.core.initializers.gaussian import Gaussian
from rnnviz.core.initializers.glorot import Glorot
from rnnviz.core.initializers.he import He
from rnnviz.core.initializers.identity import Identity
from rnnviz.core.initializers.orthogonal import Orthogonal
from rnnviz.core.initializers.pytorch import PyTorch

REGISTRY: dict[str, type[Initializer]] = {
    PyTorch.name: PyTorch,
    Gaussian.name: Gaussian,
    Glorot.name: Glorot,
    He.name: He,
    Orthogonal.name: Orthogonal,
    Identity.name: Identity,
}
