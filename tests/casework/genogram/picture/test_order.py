"""Who stands beside whom."""

from casework.genogram.picture.order import LayoutPlan, cost_of, ordered


def plan(row, **parts):
    empty = {"couples": [], "unions": [], "links": [], "twins": [], "halves": [], "household": frozenset()}
    return LayoutPlan(row=row, first_loose=9, **{**empty, **parts})


ROWS = [[1, 2, 3, 4]]
ROW = dict.fromkeys(ROWS[0], 0)


def test_couple_is_side_by_side_the_man_first():
    assert ordered(ROWS, plan(ROW, couples=[(4, 1, "partners", True)]))[0].index(1) == (
        ordered(ROWS, plan(ROW, couples=[(4, 1, "partners", True)]))[0].index(4) + 1
    )


def test_couple_of_today_comes_before_one_of_the_past():
    couples = [(1, 2, "former", False), (1, 3, "former", False), (1, 4, "partners", False)]
    [row] = ordered(ROWS, plan(ROW, couples=couples))
    assert abs(row.index(1) - row.index(4)) == 1


def test_household_is_not_divided():
    [row] = ordered(ROWS, plan(ROW, household=frozenset({1, 3}), couples=[(1, 2, "former", False)]))
    assert abs(row.index(1) - row.index(3)) == 1


def test_siblings_are_together_the_eldest_first():
    rows = [[9], [1, 5, 2, 3]]
    row = {9: 0, **dict.fromkeys(rows[1], 1)}
    assert [key for key in ordered(rows, plan(row, unions=[((9,), (3, 1, 2))]))[1] if key != 5] == [3, 1, 2]
    assert ordered(rows, plan(row, unions=[((9,), (3, 1, 2))]))[1].index(5) in (0, 3)


def test_parents_follow_where_their_children_are():
    """Neither row gains by a move alone: both must move at once."""
    rows = [[10, 11, 12], [1, 2, 3]]
    row = {**dict.fromkeys(rows[0], 0), **dict.fromkeys(rows[1], 1)}
    wanted = plan(row, unions=[((10,), (3,)), ((12,), (1,))], couples=[(3, 2, "partners", True)])
    found = ordered(rows, wanted)
    above, below = found
    assert (above.index(10) - above.index(12)) * (below.index(3) - below.index(1)) > 0
    assert cost_of(found, wanted) <= cost_of(rows, wanted)
