"""How large a node is, and where its parts stand when its place is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rnnviz.gui.plotting.cell_diagram.levels import Level
from rnnviz.gui.plotting.cell_diagram.nodes import ENTRY, SUM, Node, Term
from rnnviz.gui.plotting.cell_diagram.shapes import Box, Label, Rect, TermBox, Type

SIGNS = {
    "multiply": "×",
    "scale": "×",
    "add": "+",
    "subtract": "−",
    "divide": "÷",
    "maximum": "max",
    "complement": "1 −",
    "sigmoid": "σ",
    "tanh": "tanh",
    "relu": "relu",
    "exp": "exp",
    "log_sigmoid": "ln σ",
    "normalize": "LN",
}
ROUND = ("multiply", "scale", "add", "subtract", "divide", "maximum", "complement")
WIDEST_NUMBER = "−0.88"
PADDING = 3.0
HOOK = 4.0
"""Room above and below a sign for wires that come from there."""


@dataclass(frozen=True)
class Measures:
    """What sizes of nodes depend on: letters, level, gates and states, sizes of parameters."""

    letters: Type
    level: Level
    named: Mapping[str, str]
    sizes: Mapping[str, str]

    def is_numbered(self, node: Node) -> bool:
        """Whether there must be room for the chosen unit's number below the strip."""
        return self.level.numbers or node.name in self.named

    def label_of(self, node: Node) -> str:
        """Return what is written above the strip, "" for nothing."""
        return node.name if node.name in self.named or self.level.names else ""

    @property
    def widest_label(self) -> float:
        """The width of the longest of the long labels: either all gates have them or none."""
        texts = (f"{name}, {called}" if called else name for name, called in self.named.items())
        return max(map(self.letters.width, texts), default=0.0)

    def long_label_of(self, node: Node) -> str:
        """Return the same with what a state or gate is called, for where there is room."""
        name = self.named.get(node.name, "")
        return f"{node.name}, {name}" if name else node.name

    def sign_of(self, node: Node) -> str:
        """Return what stands in the sign of a node."""
        if node.opening != node.gate:
            return node.opening
        if node.operation == SUM:
            return (
                SIGNS[node.squash]
                if node.squash
                else "+"
                if len(node.terms) + len(node.biases) > 1
                else ""
            )
        if node.operation == ENTRY:
            return ""
        return " ".join((SIGNS[node.operation], *node.biases))

    def glyph_width(self, node: Node) -> float:
        """Return the width of a node's sign, 0 where it has none."""
        sign = self.sign_of(node)
        if node.operation == ENTRY:
            return self.level.glyph if node.name == "x" else 0.0
        if not sign:
            return 0.0
        return max(self.level.glyph, self.letters.width(sign) + PADDING)

    def term_width(self, node: Node) -> float:
        """Return the width of the boxes of a card's parameters."""
        texts = [self.size_text(term)[0] for term in node.terms]
        texts += [self.size_text(term)[1] for term in node.terms if self.level.sizes]
        if self.level.biases:
            texts.append(bias_text(node))
        return max((self.letters.width(text) for text in texts), default=0.0) + 2 * PADDING

    def size_text(self, term: Term) -> tuple[str, str]:
        """Return what a parameter is called, and its rows x columns."""
        return term.parameter or term.operand, self.sizes.get(term.parameter, "")

    def term_height(self, node: Node) -> float:
        """Return the height of one parameter of a card, and of what keeps it from the next."""
        return self.letters.line * (2 if self.level.sizes else 1) + (3 if self.level.sizes else 1)

    def rows(self, node: Node) -> int:
        """Return how many parameters stand one below the other, biases as one."""
        return len(node.terms) + int(self.level.biases and bool(node.biases))

    def fixed_width(self, node: Node) -> float:
        """Return the width of a node without its strips."""
        gap, glyph = self.level.gap, self.glyph_width(node)
        width = glyph + gap if glyph else 0.0
        if node.operation == SUM:
            width += self.term_width(node) + gap + (gap if self.level.products else 0.0)
        return width

    def strips(self, node: Node) -> int:
        """Return how many strips stand side by side in a node."""
        return 2 if node.operation == SUM and self.level.products else 1

    def least_strip(self, node: Node) -> float:
        """Return the width that a strip has at least."""
        least = self.level.least
        if node.name in self.named:
            least = max(least, self.letters.width(node.name))
        if self.is_numbered(node):
            least = max(least, self.letters.width(WIDEST_NUMBER))
        return least

    def extent(self, node: Node) -> tuple[float, float]:
        """Return how far a node reaches above and below its wire."""
        glyph, line, strip = self.level.glyph / 2, self.letters.line, self.level.strip / 2
        up = max(glyph, strip + (line + 1 if self.label_of(node) else 0.0))
        down = max(glyph, strip + (line + 1 if self.is_numbered(node) else 0.0))
        if self.level.sizes:
            down = max(down, strip + line + 1)
        if len(node.inputs) > 1 and node.operation != SUM:
            up, down = max(up, glyph + HOOK), max(down, glyph + HOOK)
        if node.operation == SUM:
            half = self.rows(node) * self.term_height(node) / 2 + 2
            up, down = max(up, half), max(down, half)
        return up, down

    def box(self, node: Node, left: float, middle: float, strip: float) -> Box:
        """Return a node whose left edge and the row of whose wire are known."""
        up, down = self.extent(node)
        width = self.fixed_width(node) + self.strips(node) * strip
        rect = Rect(left, middle - up, width, up + down)
        terms, bias, at = self._terms(node, left, middle, strip)
        glyph_width = self.glyph_width(node)
        half = self.level.glyph / 2
        glyph = Rect(at, middle - half, glyph_width, 2 * half) if glyph_width else None
        at += glyph_width + self.level.gap if glyph_width else 0.0
        values = Rect(at, middle - self.level.strip / 2, rect.right - at, self.level.strip)
        number = Rect(at, values.bottom + 1, values.width, self.letters.line)
        return Box(
            node.name,
            kind_of(node),
            rect,
            glyph,
            self.sign_of(node),
            values,
            self._label(node, values),
            number if self._has_number(node, values) else None,
            terms,
            bias,
            node.opening,
        )

    def _has_number(self, node: Node, values: Rect) -> bool:
        """Whether the number is written, as it is wherever there is room."""
        _, down = self.extent(node)
        high = down >= values.height / 2 + 1 + self.letters.line
        return high and values.width >= self.letters.width(WIDEST_NUMBER)

    def _label(self, node: Node, values: Rect) -> Label | None:
        text = self.label_of(node)
        if text and self.widest_label <= values.width:
            text = self.long_label_of(node)
        if not text or self.letters.width(text) > values.width:
            return None
        line = self.letters.line
        return Label(Rect(values.x, values.y - line - 1, values.width, line), text)

    def _terms(
        self, node: Node, left: float, middle: float, strip: float
    ) -> tuple[tuple[TermBox, ...], Label | None, float]:
        """Return a card's parameters one below the other, and where what follows begins."""
        if node.operation != SUM:
            return (), None, left
        height, width, gap = self.term_height(node), self.term_width(node), self.level.gap
        top = middle - self.rows(node) * height / 2
        found = []
        for place, term in enumerate(node.terms):
            box = Rect(left, top + place * height + 0.5, width, height - 1)
            product = None
            if self.level.products:
                row = box.centre[1] - self.level.strip / 2
                product = Rect(box.right + gap, row, strip, self.level.strip)
            found.append(self._term(term, box, product))
        bias, text = None, bias_text(node)
        if self.level.biases and text:
            line = self.letters.line
            row = top + len(node.terms) * height + (height - line) / 2
            bias = Label(Rect(left, row, width, line), text)
        at = left + width + gap + (strip + gap if self.level.products else 0.0)
        return tuple(found), bias, at

    def _term(self, term: Term, box: Rect, product: Rect | None) -> TermBox:
        symbol, size = self.size_text(term)
        line = self.letters.line
        if not (self.level.sizes and size):
            return TermBox(
                term.wire, term.parameter, term.operand, box, Label(box, symbol), None, product
            )
        upper = Rect(box.x, box.y + 1, box.width, line)
        lower = Rect(box.x, box.y + 1 + line, box.width, line)
        symbols, sizes = Label(upper, symbol), Label(lower, size)
        return TermBox(term.wire, term.parameter, term.operand, box, symbols, sizes, product)


def bias_text(node: Node) -> str:
    """Return what is added besides products, "" for nothing."""
    return " + ".join(node.biases) if node.operation == SUM else ""


def kind_of(node: Node) -> str:
    """Return how a node is drawn."""
    if node.operation in (SUM, ENTRY):
        return node.operation
    if node.gate:
        return "valve"
    return "round" if node.operation in ROUND else "squash"
