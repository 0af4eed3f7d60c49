"""Each open child's case summary: begun, saved, completed; then the three months run again (A9.1, C13)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from casework.access import Can, require
from casework.case_summaries import contents
from casework.case_summaries.clocks import start_case_summary_clock
from casework.case_summaries.models import CaseSummary
from casework.case_summaries.states import CASE_SUMMARY_STATES, CaseSummaryState
from casework.duedates import services as duedates
from casework.families.models import Family
from casework.frozen.services import freeze
from casework.passages import services as passages
from casework.passages.models import NewText
from casework.passages.queries import people_ids
from casework.people.models import Person
from casework.practice.schema import Section
from casework.refusal import Conflict, Refusal
from casework.states import Mover
from casework.trail.acting import service
from casework.trail.rows import lock
from casework.trail.versions import change_version, lock_version, new_version
from casework.users.models import User

CHANGED = "Somebody saved this case summary since you opened it. Your text is still here: compare and save again."


@service
def begin(family: Family, child: Person, *, by: User, at: datetime) -> CaseSummary:
    """The open case summary of the child, begun from the text of the last one where none is open."""
    require(by, family, Can.LEAD)
    lock(family)
    if not family.familymember_set.children().filter(person=child).exists():
        raise Refusal("Choose a child of this family with whom we work.")
    versions = list(family.casesummary_set.filter(child=child))
    if versions and versions[0].state == CaseSummaryState.OPEN:
        return versions[0]
    number = versions[0].number + 1 if versions else 1
    summary = CaseSummary.objects.create(family=family, child=child, number=number, opened_at=at)
    if versions:
        carried = [
            NewText(passage.section, passage.text, tuple(passage.about), passage.position)
            for passage in versions[0].passages.all()
        ]
        passages.write(summary, carried, people=people_ids(family))
    return summary


@service
def write(
    summary: CaseSummary, *, written: Iterable[NewText], by: User, at: datetime, version: int | None = None
) -> CaseSummary:
    """Save the passages of an open version."""
    summary = lock_version(summary, version, "family", "child", sentence=CHANGED)
    require(by, summary.family, Can.LEAD)
    if summary.state != CaseSummaryState.OPEN:
        raise Conflict("This case summary is completed. Begin the next version to change it.")
    if passages.write(summary, written, people=people_ids(summary.family)):
        new_version(summary)
    return summary


@service
def save(
    family: Family, child: Person, *, written: Iterable[NewText], version: int, by: User, at: datetime
) -> CaseSummary:
    """Save the child's open case summary; `version` 0 means that none was open when its writer began."""
    lock(family)
    existing = family.casesummary_set.filter(child=child, state=CaseSummaryState.OPEN).first()
    if (existing.version if existing else 0) != version:
        raise Conflict(CHANGED)
    return write(existing or begin(family, child, by=by, at=at), written=written, by=by, at=at)


@service
def complete(
    summary: CaseSummary, *, headings: Iterable[Section], by: User, at: datetime, version: int | None = None
) -> CaseSummary:
    """Complete a version; every one of `headings` must have its text. The next is due three months from now."""
    lock(summary.family)
    summary = lock_version(summary, version, "family", "child", sentence=CHANGED)
    lead = [Mover.LEAD] if require(by, summary.family, Can.READ).can(Can.LEAD) else []
    CASE_SUMMARY_STATES.require(summary.state, CaseSummaryState.COMPLETED, *lead)
    filled = set(summary.passages.exclude(text="").values_list("section", flat=True))
    missing = [section.heading for section in headings if section.key not in filled]
    if missing:
        raise Refusal(f"Write under each heading first. Still empty: {', '.join(missing)}.")
    change_version(summary, state=CaseSummaryState.COMPLETED, completed_at=at, completed_by=by)
    parts = contents.parts_of(summary, timezone.localdate(at))
    freeze("case_summary", summary, title=contents.title_of(summary), parts=parts, by=by, at=at)
    involvement = summary.family.involvement_set.filter(child=summary.child, closed_on=None).first()
    if involvement:
        duedates.meet("case_summary", involvement, at=at)
        start_case_summary_clock(involvement, at=at)
    return summary
