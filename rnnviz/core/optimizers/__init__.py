"""The optimizers, simplest first; a new one is one file and one line here."""

from rnnviz.core.optimizers.adagrad import Adagrad
from rnnviz.core.optimizers.adam import Adam
from rnnviz.core.optimizers.base import Optimizer
from rnnviz.core.optimizers.rmsprop import RMSProp
from rnnviz.core.optimizers.sgd import SGD

REGISTRY: dict[str, type[Optimizer]] = {
    SGD.name: SGD,
    Adagrad.name: Adagrad,
    RMSProp.name: RMSProp,
    Adam.name: Adam,
}
