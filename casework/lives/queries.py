"""What is recorded of somebody that a date or a tie has to agree with, over all their entries and families."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from casework.families.models import Family
from casework.lives import checks
from casework.lives.checks import CaseSpan, Fact, What
from casework.lives.kinship import ANCESTRAL
from casework.notes.models import Seen
from casework.people.models import Person
from casework.plans.models import (
    Assessment,
    AssessmentKind,
    Conference,
    ConferenceKind,
    LegalEpisode,
    LegalKind,
    Plan,
    PlanKind,
)
from casework.referrals.models import Involvement
from casework.relationships.models import Relationship

KINDS: dict[str, What] = {
    AssessmentKind.SINGLE: checks.ASSESSMENT,
    AssessmentKind.SECTION_47: checks.SECTION_47,
    PlanKind.CHILD_WE_CARE_FOR: checks.CARE_PLAN,
    PlanKind.EARLY_HELP: checks.EARLY_HELP,
    ConferenceKind.EARLY_HELP: checks.MEETING,
    ConferenceKind.FAMILY_NETWORK: checks.MEETING,
    LegalKind.PRE_PROCEEDINGS: checks.PRE_PROCEEDINGS,
    LegalKind.CARE_PROCEEDINGS: checks.PROCEEDINGS,
    LegalKind.PRIVATE_LAW: checks.PRIVATE_LAW,
    LegalKind.CARE: checks.CARE,
}


def case_spans(child: Person) -> list[CaseSpan]:
    """The child's cases, in every family."""
    rows = Involvement.objects.filter(child__in=child.all_ids).order_by("opened_on")
    return [CaseSpan(*row) for row in rows.values_list("opened_on", "closed_on")]


def work_began(family: Family) -> date | None:
    """The day of the referral by which the first of the family's open cases came, or where none is open its latest."""
    open_now = family.involvement_set.filter(closed_on=None)
    first = open_now.aggregate(opened=Min("opened_on"), received=Min("referral__received_on"))
    latest = family.referral_set.aggregate(received=Max("received_on"))
    return min(filter(None, first.values()), default=latest["received"])


def ties_of(person: Person) -> QuerySet[Relationship]:
    """Those of the person, in every family, that were not recorded wrongly."""
    ids = person.all_ids
    rows = Relationship.objects.filter(Q(person__in=ids) | Q(other__in=ids), recorded_wrongly=False)
    return rows.select_related("person__merged_into", "other__merged_into")


def forebears_of(person: Person) -> set[int]:
    """The main entries of everybody from whom the person descends by what is recorded, in any family."""
    found: set[int] = set()
    newest = {person.one_id}
    while newest:
        rows = Relationship.objects.filter(
            Q(other__in=newest) | Q(other__merged_into__in=newest), kind__in=ANCESTRAL, recorded_wrongly=False
        ).select_related("person")
        newest = {row.person.one_id for row in rows} - found
        found |= newest
    return found


def facts_of(person: Person) -> Iterator[Fact]:
    """What is recorded of somebody with a day on which they had to live, or to be expected."""
    mine = {"child__in": person.all_ids}
    for involvement in Involvement.objects.filter(**mine):
        yield Fact(checks.REFERRAL, involvement.opened_on, person)
    for assessment in Assessment.objects.not_withdrawn().filter(**mine):
        yield Fact(KINDS[assessment.kind], assessment.started_on, person)
    for plan in Plan.objects.not_withdrawn().filter(**mine):
        yield Fact(KINDS.get(plan.kind, checks.PLAN), plan.from_date, person)
    for conference in Conference.objects.not_withdrawn().filter(**mine, held_on__isnull=False):
        if conference.held_on:
            yield Fact(KINDS.get(conference.kind, checks.CONFERENCE), conference.held_on, person)
    for episode in LegalEpisode.objects.not_withdrawn().filter(**mine):
        yield Fact(KINDS[episode.kind], episode.from_date, person)
    for row in Seen.objects.filter(**mine, seen=True).select_related("note").exclude(note__state="withdrawn"):
        if row.note.took_place_at:
            yield Fact(checks.SEEN, timezone.localdate(row.note.took_place_at), person)
