"""The table of the benchmark, and its place in the page."""

from config.bench.report import COLUMNS, lines
from config.bench.rounds import Asked, Median
from config.management.commands import bench

HERE = Asked("families", "worker")
SMALL = Median(queries=10, rows=100, size=12_000, processor=0.02, database=0.01, wall=0.03, floor=0.01)
LARGE = SMALL._replace(rows=150, database=0.04, wall=0.06)


def row(alone, busy):
    last = list(lines([1_000, 10_000], {HERE: alone}, {HERE: busy} if busy else {}, commit="abc"))[-1]
    cells = [cell.strip() for cell in last.strip("|").split("|")]
    return dict(zip(COLUMNS, cells, strict=True))


def test_report_gives_the_larger_county_in_times_of_the_smaller():
    cells = row([SMALL, LARGE], [LARGE._replace(wall=0.18)])
    assert cells == {
        "page": "families", "role": "worker", "queries": "10", "rows read": "100", "kB": "12", "processor ms": "20.0",
        "PostgreSQL ms": "10.0", "× floor": "3.0", "rows ×": "1.50", "work ×": "2.00", "busy ×": "3.00",
    }  # fmt: skip


def test_report_says_where_postgresql_gave_up():
    assert row([SMALL, None], [])["rows ×"] == "over 20 s"
    assert row([None, None], [])["queries"] == "over 20 s"


def test_report_takes_the_place_of_the_last(tmp_path, monkeypatch):
    page = tmp_path / "performance.md"
    page.write_text(f"Before.\n\n{bench.BEGINS}\n\nold\n\n{bench.ENDS}\n\nAfter.\n")
    monkeypatch.setattr(bench, "PAGE", page)
    for table in ("one", "two"):
        bench.write(table)
    assert page.read_text() == f"Before.\n\n{bench.BEGINS}\n\ntwo\n\n{bench.ENDS}\n\nAfter.\n"
