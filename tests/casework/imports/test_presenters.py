from casework.imports import report as reports
from casework.imports.presenters import change_lines, figure_lines, problem_lines
from casework.imports.report import ImportReport, Problem


def problem(line=3, *, refused=False, kind="A kind", sentence="It is so.", child="AB1"):
    return Problem(line=line, child=child, field="UPN", sentence=sentence, kind=kind, refused=refused)


def test_problem_lines_begin_with_refused_rows_in_the_order_of_the_file():
    report = ImportReport()
    for found in (problem(9), problem(7, refused=True), problem(2), problem(1, child="", refused=True)):
        report.add_problem(found)
    assert list(problem_lines(report)) == [
        "Set aside: 2", "  line 1, UPN: It is so.", "  line 7, AB1, UPN: It is so.",
        "Warnings: 2", "  line 2, AB1, UPN: It is so.", "  line 9, AB1, UPN: It is so.",
    ]  # fmt: skip


def test_problem_lines_are_none_where_nothing_is_wrong():
    assert list(problem_lines(ImportReport())) == []
    assert list(change_lines(ImportReport())) == []


def test_report_counts_more_than_it_keeps_and_keeps_refused_rows_first(monkeypatch):
    monkeypatch.setattr(reports, "MOST_KEPT", 2)
    report = ImportReport()
    for line in range(5):
        report.add_problem(problem(line))
    report.add_problem(problem(9, refused=True))
    for number in range(3):
        report.add_change(f"line {number}")
    assert len(report.problems) == 3
    assert report.refused == 1
    assert "  … and 3 more, counted below" in list(problem_lines(report))
    assert list(change_lines(report)) == ["Changed since the last import: 3", "  line 0", "  line 1"]


def test_figure_lines_count_by_what_and_warnings_by_kind():
    report = ImportReport()
    report.figures.update({"children": 1200, "referrals": 2, "reviews": 0, "children, new": 3, "referrals, open": 1})
    report.figures["referrals, closed"] = 1
    report.figures["changed"] = 4
    for found in (problem(), problem(), problem(kind="Another"), problem(kind="Refused", refused=True)):
        report.add_problem(found)
    assert list(figure_lines(report)) == [
        "Figures", "  children: 1,200 (3 new)", "  referrals: 2 (1 open, 1 closed)", "  reviews: 0", "  warnings: 3",
        "    2 × A kind", "    1 × Another",
    ]  # fmt: skip


def test_problem_lines_hold_nothing_that_a_terminal_obeys():
    assert str(problem(sentence="‘\x9b2J\n  line 1, AB2: all is well’")) == (
        "line 3, AB1, UPN: ‘�2J�  line 1, AB2: all is well’"
    )
