"""Where every schedule must pass: shares of the learning rate by the share of the way."""

import math

FINAL = 0.05
"""The final share of all points below."""

WHAT_TO_WRITE = (
    "tests/references/schedules.py knows no points of the schedule {name!r}: write down what share "
    "of the learning rate is left at some shares of the way, 0 and 1 among them, worked out by "
    "hand, and list them in REFERENCES"
)

REFERENCES = {
    "constant": {0.0: 1.0, 0.5: 1.0, 1.0: 1.0},
    "exponential": {0.0: 1.0, 0.25: FINAL**0.25, 0.5: math.sqrt(FINAL), 1.0: FINAL},
    "cosine": {
        0.0: 1.0,
        1 / 3: FINAL + (1 - FINAL) * 0.75,
        0.5: (1 + FINAL) / 2,
        2 / 3: FINAL + (1 - FINAL) * 0.25,
        1.0: FINAL,
    },
}
