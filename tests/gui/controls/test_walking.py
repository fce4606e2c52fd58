"""Walking through what is read, and through the operations of a step."""

from rnnviz.gui.controls.walking import WINDOW, Walking, things_of


def walking(count, step=None):
    walk = Walking()
    if step is not None:
        walk.go(step)
    walk.begin(count)
    return walk


def test_one_begins_in_the_middle_or_where_one_stood_already():
    assert walking(15).step == 7
    assert walking(15, 3).step == 3
    assert walking(5, 30).step == 4


def test_one_cannot_leave_what_is_read():
    walk = walking(3)
    assert not any(walk.by(1) for _ in range(9) if walk.step == 2)
    assert walk.go(-4)
    assert walk.step == 0
    assert walking(1).step == 0
    assert not walking(1).by(1)


def test_what_is_measured_stays_until_one_comes_near_its_end_and_always_holds_the_step():
    walk = walking(40, 20)
    first = walk.first
    for _ in range(3):
        walk.by(1)
        assert walk.first == first
    for step in (*range(40), *range(39, -1, -1)):
        walk.go(step)
        assert walk.first <= step < walk.first + WINDOW
        assert 0 <= walk.first <= 40 - WINDOW


def test_the_next_step_is_measured_already():
    walk = walking(40, 20)
    for _ in range(15):
        before = range(walk.first, walk.first + WINDOW)
        walk.by(1)
        assert walk.step in before


def test_several_side_by_side_have_the_step_among_them_and_the_loss_at_the_right():
    walk = walking(15, 7)
    measured = range(walk.first, walk.first + WINDOW)
    for cells in (1, 3, 5, 7, 9):
        shown = walk.run_of(cells, -1, measured)
        assert len(shown) == cells
        assert 7 in shown
        back = walk.run_of(cells, 8, measured)
        assert 7 in back
        assert len(back) == cells
    assert walk.run_of(3, 8, measured) == range(6, 9)
    assert walk.run_of(3, 12, measured) == range(7, 10)
    assert walk.run_of(9, -1, range(4)) == range(4)


def test_playing_computes_one_thing_after_the_other_and_goes_on_to_the_next_step():
    walk = walking(3, 0)
    seen = []
    while walk.play(2, back=False):
        seen.append((walk.step, walk.played))
    assert seen == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]


def test_playing_back_ends_at_the_first_step():
    walk = walking(3, 1)
    steps = []
    while walk.play(1, back=True):
        steps.append(walk.step)
    assert steps == [0]


def test_to_go_somewhere_shows_the_whole_step():
    walk = walking(9, 4)
    walk.play(5, back=False)
    walk.by(1)
    assert walk.played is None


def test_the_way_back_computes_in_the_opposite_order():
    order = things_of(("a", "h"), back=False)
    assert order == ("a", "h", "output", "loss")
    assert things_of(("a", "h"), back=True) == order[::-1]


def test_on_the_way_back_what_is_measured_ends_with_the_loss_as_long_as_it_is_near():
    walk = walking(40, 30)
    walk.turn(30)
    assert walk.first == 30 - WINDOW + 1
    for step in range(30, -1, -1):
        walk.go(step)
        assert walk.first <= step < walk.first + WINDOW
        if step > 30 - WINDOW + 1:
            assert walk.first == 30 - WINDOW + 1
    assert walk.first == 0
    walk.go(20)
    walk.turn(None)
    assert walk.first == 20 - WINDOW // 2
