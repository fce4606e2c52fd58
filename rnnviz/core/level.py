"""One level of a stack: a layer, or two that read in both directions, and how it is connected.

Shape letters: T time steps, B sequences, D inputs, H hidden units, W numbers handed on (H or 2H).
"""

from collections.abc import Sequence

import numpy as np

from rnnviz.core.layer import Layer
from rnnviz.core.numerics import Array
from rnnviz.core.symbols import Symbols


class Level:
    """What reads the same inputs and hands on one output y (T, B, W).

        y = [h; h_reverse]          of two layers, else h itself
        y = [h; h_reverse] + x      with `skip`

    A plain level copies nothing: its output is its layer's tape.
    """

    def __init__(self, layers: Sequence[Layer], skip: bool) -> None:
        tape = layers[0].tape
        self.layers, self.skip, self._H = tuple(layers), skip, tape.H
        self.plain = len(layers) == 1 and not skip
        shape = (tape.T, tape.B, len(layers) * tape.H)
        self._y: Array = tape.h[1:] if self.plain else np.zeros(shape, tape.dtype)
        self._dy: Array | None = None
        self._x: Array | Symbols = self._y
        self.read: Array | Symbols = self._y
        """What the layers read in the last forward pass: x, or what dropout left of it."""
        self._kept: Array | None = None

    @property
    def output(self) -> Array:
        """y (T, B, W) of the last forward pass."""
        return self._y

    def project(self, x: Array | Symbols, kept: Array | None = None) -> None:
        """Give every layer what it reads: symbols (T, B) or numbers (T, B, D).

        `kept` (T, B, D) is what dropout multiplies x with, 0 or 1 / (1 - its share).
        """
        self._x, self._kept = x, kept
        self.read = x if kept is None else x * kept
        for layer in self.layers:
            own = layer.own_order(self.read)
            if own.ndim == 2:
                layer.project_symbols(own)
            else:
                layer.project_numbers(own)

    def join(self) -> None:
        """Make the output of the layers' states."""
        if self.plain:
            return
        for share, layer in zip(self.shares(self._y), self.layers, strict=True):
            share[...] = layer.own_order(layer.tape.h[1:])
        if self.skip:
            self._y += self._x

    def output_gradient(self) -> Array:
        """The array (T, B, W) to which d L / d y must be written."""
        for layer in self.layers:
            layer.prepare_backward()
        if self.plain:
            return self.layers[0].tape.dh[1:]
        if self._dy is None:
            self._dy = np.zeros_like(self._y)
        return self._dy

    def part(self) -> None:
        """Give every layer its share of what was written to `output_gradient()`."""
        if self._dy is None:
            return
        for share, layer in zip(self.shares(self._dy), self.layers, strict=True):
            layer.tape.dh[1:] = layer.own_order(share)

    def input_gradient(self) -> Array:
        """d L / d x (T, B, D) after the layers' way back."""
        first, *others = self.layers
        dx = first.input_gradients()
        for layer in others:
            dx += layer.own_order(layer.input_gradients())
        if self._kept is not None:
            dx *= self._kept
        if self.skip and self._dy is not None:
            dx += self._dy
        return dx

    def shares(self, y: Array) -> list[Array]:
        """Every layer's share (..., H) of an array (..., W), as views."""
        return [y[..., n * self._H : (n + 1) * self._H] for n in range(len(self.layers))]
