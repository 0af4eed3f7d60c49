"""Bring in a caseload from a file: all of it or nothing, in the name of the robot 'import'."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from casework.imports.census.checks import ReturnChecks
from casework.imports.census.parser import CensusFile
from casework.imports.census.rules.rule import RuleContext
from casework.imports.census.services import ChildWriter
from casework.imports.families import checks
from casework.imports.families import parser as families
from casework.imports.families.schema import PersonRow
from casework.imports.families.services import FamilyWriter
from casework.imports.ledger.services import Ledger, Place
from casework.imports.report import ImportReport
from casework.refusal import Refusal
from casework.trail.acting import acting
from casework.users.models import Team
from casework.users.services import robot

ONE_AT_A_TIME = 3471  # the advisory lock of the imports
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
    """Read, check and write a census return; return the report. Nothing is kept where one row is refused.

    Each child comes in as a family of one of `team`. Raises Unreadable, and Refusal while another import runs.
    """
    report, returned = ImportReport(figures=Counter(dict.fromkeys(CENSUS_FIGURES, 0))), CensusFile(path)
    _check(returned, report, timezone.localdate(at), progress)
    if not report.refused:
        _whole_or_not_at_all(report, dry_run, lambda ledger: _write(returned, ledger, team, at, progress), at)
    return report


def _check(returned: CensusFile, report: ImportReport, today: date, progress: Progress) -> None:
    of_return, number = ReturnChecks(), 0
    for number, (child, unread) in enumerate(returned, 1):
        context = RuleContext(today=today, counted_on=_counted_on(returned, today))
        for problem in (*unread, *of_return.problems_of(child, context)):
            report.add_problem(problem)
        if number % STEP == 0:
            progress(f"{number} children read")
    progress(f"{number} children read, {report.warnings} warnings, {report.refused} refused")


def _counted_on(returned: CensusFile, today: date) -> date:
    return (returned.header and returned.header.reference_date) or today


def _write(returned: CensusFile, ledger: Ledger, team: Team, at: datetime, progress: Progress) -> None:
    writer, today = None, timezone.localdate(at)
    for number, (child, _) in enumerate(returned, 1):
        if writer is None:  # the header is known with the first child
            year = f" of {returned.header.year}" if returned.header and returned.header.year else ""
            counted_on = _counted_on(returned, today)
            writer = ChildWriter(ledger, team=team, year=year, counted_on=counted_on, at=at, today=today)
        writer.write(child)
        if number % STEP == 0:
            progress(f"{number} children written")


def bring_in_families(
    path: Path | str, *, at: datetime, dry_run: bool = False, progress: Progress = lambda words: None
) -> ImportReport:
    """Read, check and write a file of families; return the report. Nothing is kept where one row is refused."""
    report, today = ImportReport(figures=Counter(dict.fromkeys(FAMILY_FIGURES, 0))), timezone.localdate(at)
    people = families.parse(path)
    rows = [row for row, _ in people]
    for problem in (problem for _, problems in people for problem in problems):
        report.add_problem(problem)
    for refused, found in ((True, checks.refusals(rows, today)), (False, checks.warnings(rows))):
        for row, field, sentence in found:
            place, kind = Place(row.line, row.person or "", field), f"{KINDS[refused]} ‘{field}’"
            report.add_problem(place.problem(sentence, kind, refused=refused))
    progress(f"{len(rows)} people read, {report.warnings} warnings, {report.refused} refused")
    if not report.refused:
        _whole_or_not_at_all(report, dry_run, lambda ledger: _write_families(rows, ledger, at, progress), at)
    return report


def _write_families(rows: list[PersonRow], ledger: Ledger, at: datetime, progress: Progress) -> None:
    writer = FamilyWriter(ledger, at=at, today=timezone.localdate(at))
    for number, members in enumerate(checks.by_family(rows).values(), 1):
        writer.write(members)
        if number % STEP == 0:
            progress(f"{number} families written")


def _whole_or_not_at_all(report: ImportReport, dry_run: bool, write: Callable[[Ledger], None], at: datetime) -> None:
    """Call `write` in one transaction, in the name of the robot; keep nothing of a dry run or with a refused row."""
    with transaction.atomic():
        _lock_imports()
        by = robot("import")
        with acting(by):
            write(Ledger(by=by, at=at, report=report))
        report.kept = not (dry_run or report.refused)
        transaction.set_rollback(not report.kept)


def _lock_imports() -> None:
    """Raise Refusal while another import runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise Refusal("Another import is running. Wait until it is done, and try again.")
