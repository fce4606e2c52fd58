"""What is said of a task's shape."""

import pytest

from rnnviz.captions.shape import FUTURE_HIDDEN, accessible_text, caption, tooltip
from rnnviz.tasks.shape import ALIGNED, DELAYED, MANY_TO_ONE, ONE_TO_MANY, SHAPES


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (ONE_TO_MANY, "Inputs at step 1, outputs at all of them."),
        (MANY_TO_ONE, "Inputs at all of them, outputs at step 4."),
        (ALIGNED, "Inputs at all of them, outputs at all of them."),
        (DELAYED, "Inputs at steps 1 to 3, outputs at steps 4 to 5."),
    ],
)
def test_the_picture_is_told_in_words(shape, told):
    assert accessible_text(shape).endswith(told)
    assert accessible_text(shape).startswith(f"{len(shape.reads)} steps")


@pytest.mark.parametrize("shape", SHAPES)
def test_the_tooltip_says_what_it_means_and_whether_one_may_look_ahead(shape):
    assert caption(shape)[0].isupper()
    assert tooltip(shape, sees_future=False) == f"{shape.words} {FUTURE_HIDDEN}"
    assert FUTURE_HIDDEN not in tooltip(shape, sees_future=True)
