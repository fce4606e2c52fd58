"""Draws how a training step's cost grows, from what `rnnviz bench core` measures.

Usage: python packaging/make_cost_chart.py FILE.svg [SECONDS PER CASE]

Three plots on logarithmic axes: milliseconds a step over T, B and H, one line for each cell. The
slope written at a line is that of its upper half: 1 is linear growth, 2 is quadratic.
"""

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
CELLS = {"vanilla": "#0072b2", "gru": "#009e73", "lstm": "#d55e00"}
LEADING = 14
"""Pixels from one slope to the next below it, so that no two overlap."""
USUAL = {"H": 128, "B": 32, "T": 50}
VALUES = {
    "T": (12, 25, 50, 100, 200),
    "B": (8, 16, 32, 64, 128),
    "H": (64, 128, 256, 512, 1024),
}
NAMES = {"T": "window T (steps)", "B": "batch B (sequences)", "H": "hidden units H"}
EXPECTED = {"T": 1, "B": 1, "H": 2}
TURNS = 3
WIDTH, HEIGHT, LEFT, TOP, GAP = 280, 240, 64, 30, 80


@dataclass(frozen=True)
class Plot:
    """One plot: its left edge, and the logarithms at the edges of its axes."""

    left: float
    x: tuple[float, float]
    y: tuple[float, float]

    def at(self, x, y):
        """Pixels of a pair of values."""
        across = (math.log10(x) - self.x[0]) / (self.x[1] - self.x[0])
        up = (math.log10(y) - self.y[0]) / (self.y[1] - self.y[0])
        return self.left + WIDTH * across, TOP + HEIGHT * (1 - up)


def measured(seconds):
    """{(cell, H, B, T): milliseconds a step} of all cases of the three plots.

    The fastest of a few turns: what else the machine did is not of interest.
    """
    cases = sorted(
        {tuple((USUAL | {axis: v})[k] for k in "HBT") for axis in VALUES for v in VALUES[axis]}
    )
    grid = ",".join(f"{H}x{B}x{T}" for H, B, T in cases)
    command = [sys.executable, "-m", "rnnviz", "bench", "core", "--cells", ",".join(CELLS)]
    command += ["--grid", grid, "--seconds", str(seconds), "--json"]
    costs = {}
    for _ in range(TURNS):
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        for row in json.loads(done.stdout.splitlines()[-1]):
            case = (row["cell"], row["hidden"], row["batch"], row["window"])
            costs[case] = min(costs.get(case, math.inf), 1000 / row["steps_per_second"])
    return costs


def line_of(costs, cell, axis):
    """The points (value, milliseconds) of one line."""
    places = [(v, tuple((USUAL | {axis: v})[k] for k in "HBT")) for v in VALUES[axis]]
    return [(v, costs[(cell, *place)]) for v, place in places]


def slope(points):
    """The growth per growth, both as logarithms, over the upper half of a line."""
    (x0, y0), (x1, y1) = points[len(points) // 2], points[-1]
    return math.log(y1 / y0) / math.log(x1 / x0)


def text(x, y, words, anchor="middle", extra=""):
    """An SVG text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {extra}>{escape(words)}</text>'


def axes(plot, axis):
    """Frame, ticks and grid of a plot."""
    bottom, parts = TOP + HEIGHT, []
    for value in VALUES[axis]:
        x = plot.at(value, 1)[0]
        parts.append(f'<path d="M{x:.1f} {TOP}V{bottom}" class="grid"/>')
        parts.append(text(x, bottom + 16, str(value)))
    for power in range(math.ceil(plot.y[0]), math.floor(plot.y[1]) + 1):
        y = plot.at(VALUES[axis][0], 10.0**power)[1]
        parts.append(f'<path d="M{plot.left} {y:.1f}h{WIDTH}" class="grid"/>')
        parts.append(text(plot.left - 6, y + 4, f"{10.0**power:g}", "end"))
    others = ", ".join(f"{k} = {v}" for k, v in USUAL.items() if k != axis)
    parts.append(text(plot.left + WIDTH / 2, bottom + 34, NAMES[axis]))
    parts.append(text(plot.left + WIDTH / 2, TOP - 10, others))
    frame = f'x="{plot.left}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}"'
    return [*parts, f'<rect {frame} class="frame"/>']


def guide(plot, axis, costs):
    """A dashed line of the growth that theory expects, below the lowest line's end."""
    points = line_of(costs, "vanilla", axis)
    (x0, _), (x1, y1) = points[len(points) // 2], points[-1]
    y1 *= 0.4
    y0 = y1 * (x0 / x1) ** EXPECTED[axis]
    a, b = plot.at(x0, y0), plot.at(x1, y1)
    words = "linear" if EXPECTED[axis] == 1 else "quadratic"
    path = f'<path d="M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}" class="guide"/>'
    return [path, text(b[0] + 6, b[1] + 4, words, "start", 'font-size="11"')]


def line(plot, cell, points):
    """A cell's measured points."""
    places = [plot.at(*point) for point in points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{CELLS[cell]}"/>' for x, y in places]
    return [f'<path d="M{path}" fill="none" stroke="{CELLS[cell]}" stroke-width="1.8"/>', *dots]


def slopes(plot, lines):
    """The slope of every line at its end, none upon another."""
    parts, lowest = [], -math.inf
    for cell, points in sorted(lines.items(), key=lambda one: -one[1][-1][1]):
        x, y = plot.at(*points[-1])
        lowest = max(y + 4, lowest + LEADING)
        words, extra = f"{slope(points):.2f}", f'fill="{CELLS[cell]}"'
        parts.append(text(x + 8, lowest, words, "start", extra))
    return parts


def chart(costs):
    """The whole picture as SVG."""
    low = math.floor(math.log10(min(costs.values())) * 2) / 2
    y = low, math.ceil(math.log10(max(costs.values())) * 2) / 2
    total, height = LEFT + 3 * (WIDTH + GAP), TOP + HEIGHT + 72
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total}" height="{height}" '
        'font-family="DejaVu Sans, sans-serif" font-size="12" fill="#333">',
        "<style>.grid{stroke:#ddd}.frame{fill:none;stroke:#888}"
        ".guide{stroke:#888;stroke-dasharray:5 4;fill:none}</style>",
        f'<rect width="{total}" height="{height}" fill="#fff"/>',
        text(
            14,
            TOP + HEIGHT / 2,
            "ms a step",
            extra=f'transform="rotate(-90 14 {TOP + HEIGHT / 2})"',
        ),
    ]
    for number, axis in enumerate(VALUES):
        values = VALUES[axis]
        x = math.log10(values[0]) - 0.06, math.log10(values[-1]) + 0.06
        plot = Plot(LEFT + number * (WIDTH + GAP), x, y)
        parts += axes(plot, axis) + guide(plot, axis, costs)
        lines = {cell: line_of(costs, cell, axis) for cell in CELLS}
        for cell, points in lines.items():
            parts += line(plot, cell, points)
        parts += slopes(plot, lines)
    for number, (cell, colour) in enumerate(CELLS.items()):
        x, y_legend = LEFT + 150 * number, TOP + HEIGHT + 60
        parts.append(f'<path d="M{x} {y_legend - 4}h24" stroke="{colour}" stroke-width="3"/>')
        parts.append(text(x + 30, y_legend, cell, "start"))
    return "\n".join([*parts, "</svg>", ""])


def main(file, seconds):
    """Measure, draw, and print the slopes."""
    costs = measured(seconds)
    Path(file).write_text(chart(costs), encoding="utf-8")
    for axis in VALUES:
        for cell in CELLS:
            points = line_of(costs, cell, axis)
            row = " ".join(f"{v}: {ms:.3g}" for v, ms in points)
            print(f"{axis} {cell:8} slope {slope(points):.2f}   {row} (ms)")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], float(sys.argv[2]) if len(sys.argv) == 3 else 2.0)
