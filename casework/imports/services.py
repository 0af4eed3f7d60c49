"""Bring in a caseload from a file, child by child or family by family, in the name of the robot 'import'."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from casework.imports.census.checks import ReturnChecks
from casework.imports.census.parser import CensusFile
from casework.imports.census.rules.rule import RuleContext
from casework.imports.census.schema import Child
from casework.imports.census.services import ChildWriter
from casework.imports.families import checks
from casework.imports.families import parser as families
from casework.imports.families.schema import PersonRow
from casework.imports.families.services import FamilyWriter
from casework.imports.ledger.models import ImportKind
from casework.imports.ledger.services import Ledger, Place
from casework.imports.queries import open_and_not_among
from casework.imports.report import ImportReport, Problem
from casework.imports.runs.services import alone, begin, end
from casework.trail.acting import acting
from casework.users.models import Team
from casework.users.services import robot

STEP = 100  # children between two reports of progress
CENSUS_FIGURES = (
    "children", "referrals", "assessments", "section 47 enquiries", "child in need plans", "child protection plans",
    "conferences", "reviews", "pre-proceedings",
)  # fmt: skip
FAMILY_FIGURES = ("families", "people", "relationships", "allocations")
KINDS = {True: "Wrong in the column", False: "To be looked at in the column"}
Progress = Callable[[str], None]


def bring_in_census(
    path: Path | str, *, team: Team, at: datetime, dry_run: bool = False, progress: Progress = lambda words: None
) -> ImportReport:
    """Read, check and write a census return, child by child; return the report.

    Each child comes in as a family of one of `team`. One who cannot is set aside, with the reason; the others come in.
    A dry run keeps nothing. Raises Unreadable, and Refusal while another import runs.
    """
    report, returned = ImportReport(figures=Counter(dict.fromkeys(CENSUS_FIGURES, 0))), CensusFile(path)
    aside = _check(returned, report, timezone.localdate(at), progress)
    with _run(report, ImportKind.CENSUS, Path(path), dry_run, at, team) as ledger:
        _write(returned, aside, ledger, team, at, progress)
    return report


class Aside(NamedTuple):
    """The children who do not come in: by the line on which each begins, or by the number that stands twice."""

    lines: set[int]
    numbers: set[str]

    def __contains__(self, child: object) -> bool:
        return isinstance(child, Child) and (child.line in self.lines or (child.number or "") in self.numbers)


def _check(returned: CensusFile, report: ImportReport, today: date, progress: Progress) -> Aside:
    of_return, number, lines = ReturnChecks(), 0, set()
    for number, (child, unread) in enumerate(returned, 1):
        context = RuleContext(today=today, counted_on=_counted_on(returned, today))
        for problem in (*unread, *of_return.problems_of(child, context)):
            report.add_problem(problem)
            if problem.refused:
                lines.add(child.line)
        if number % STEP == 0:
            progress(f"{number} children read")
    progress(f"{number} children read, {report.warnings} warnings, {len(lines | of_return.twice)} set aside")
    return Aside(lines, of_return.twice)


def _counted_on(returned: CensusFile, today: date) -> date:
    return (returned.header and returned.header.reference_date) or today


def _write(returned: CensusFile, aside: Aside, ledger: Ledger, team: Team, at: datetime, progress: Progress) -> None:
    writer, today, written, seen = None, timezone.localdate(at), 0, set()
    waiting: list[Child] = []
    for child, _ in returned:
        if writer is None:  # the header is known with the first child
            year = f" of {returned.header.year}" if returned.header and returned.header.year else ""
            counted_on = _counted_on(returned, today)
            writer = ChildWriter(ledger, team=team, year=year, counted_on=counted_on, at=at, today=today)
        seen.add(child.number)
        if child in aside:
            ledger.report.set_aside(child.number or f"line {child.line}")
            continue
        waiting.append(child)
        if len(waiting) == STEP:
            written += _write_all(writer, waiting)
            progress(f"{written} children written")
    if writer and waiting:
        _write_all(writer, waiting)
    for number in open_and_not_among(seen, team):
        ledger.report.add_gone(f"{number}: the child is open here and is not in the return. Nothing was changed.")


def _write_all(writer: ChildWriter, waiting: list[Child]) -> int:
    """Write and forget those who wait, in one transaction; their number."""
    with transaction.atomic():
        writer.write_all(waiting)
    number = len(waiting)
    waiting.clear()
    return number


def bring_in_families(
    path: Path | str, *, at: datetime, dry_run: bool = False, progress: Progress = lambda words: None
) -> ImportReport:
    """Read, check and write a file of families, one after the other; return the report.

    A family with a row that cannot stand is set aside, with the reason; the others come in. A dry run keeps nothing.
    """
    report, today = ImportReport(figures=Counter(dict.fromkeys(FAMILY_FIGURES, 0))), timezone.localdate(at)
    people = families.parse(path)
    rows = [row for row, _ in people]
    for problem in (problem for _, problems in people for problem in problems):
        report.add_problem(problem)
    for refused, found in ((True, checks.refusals(rows, today)), (False, checks.warnings(rows))):
        for row, field, sentence in found:
            place, kind = Place(row.line, row.person or "", field), f"{KINDS[refused]} ‘{field}’"
            report.add_problem(place.problem(sentence, kind, refused=refused))
    report.missing_teams, report.missing_workers = checks.missing(rows)
    aside = {_family_of(rows, problem) for problem in report.problems if problem.refused}
    progress(f"{len(rows)} people read, {report.warnings} warnings, {len(aside)} families set aside")
    with _run(report, ImportKind.FAMILIES, Path(path), dry_run, at) as ledger:
        _write_families(rows, aside, ledger, at, progress)
    return report


def _family_of(rows: list[PersonRow], problem: Problem) -> str | None:
    return next((row.family for row in rows if row.line == problem.line), None)


def _write_families(
    rows: list[PersonRow], aside: set[str | None], ledger: Ledger, at: datetime, progress: Progress
) -> None:
    writer = FamilyWriter(ledger, at=at, today=timezone.localdate(at), in_several=checks.in_several(rows))
    for number, (key, members) in enumerate(checks.by_family(rows).items(), 1):
        if key in aside:
            ledger.report.set_aside(key or f"line {members[0].line}")
            continue
        with transaction.atomic():
            writer.write(members)
        if number % STEP == 0:
            progress(f"{number} families written")


@contextmanager
def _run(
    report: ImportReport, kind: ImportKind, path: Path, dry_run: bool, at: datetime, team: Team | None = None
) -> Iterator[Ledger]:
    """What is written into the ledger stays, in the name of the robot and as one run; of a dry run nothing does."""
    with alone(), ExitStack() as kept:
        if dry_run:
            kept.enter_context(_nothing_kept())
        with transaction.atomic():
            by = robot("import")
        with acting(by):
            run = None if dry_run else begin(kind, path, team=team, by=by, at=at)
            yield Ledger(by=by, at=at, report=report, run=run)
            if run:
                end(run, report.figures, by=by, at=at)
                report.kept, report.run = bool(report.figures["children"] + report.figures["families"]), run.pk


@contextmanager
def _nothing_kept() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
