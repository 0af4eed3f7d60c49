"""The facts of a life: every row with a day about a person, and what that day is in the life of whom (C17).

The one list that correcting a birth or a death asks again. A table with a day about a person stands in it, or is
excused in `tests/casework/lives/test_facts.py`; apps to the right add theirs in their `life_facts`.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Model, Q
from django.utils import timezone

from casework.answers.models import Answer
from casework.copies.models import CopyGiven
from casework.ecomap.models import EcomapTie
from casework.families.models import FamilyMember
from casework.links.models import FamilyLink
from casework.lives import checks
from casework.lives.checks import Fact, What
from casework.notes.models import Seen
from casework.people.asked_items.models import AskedItem
from casework.people.contact_details.models import ContactDetail
from casework.people.family_time.models import FamilyTime
from casework.people.models import Person, PersonName
from casework.people.responsibility.models import ParentalResponsibility
from casework.people.safe_contacts.models import SafeContact
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
from casework.warnings.models import Caution

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
PLANNED_KINDS: dict[str, What] = dict.fromkeys(
    (ConferenceKind.EARLY_HELP, ConferenceKind.FAMILY_NETWORK), checks.MEETING
)


def of_kind(other: What) -> Callable[[Any], What]:
    """What the row's kind is in a life, or `other`."""
    return lambda row: KINDS.get(row.kind, other)


def _planned(row: Conference) -> What:
    return PLANNED_KINDS.get(row.kind, checks.PLANNED_CONFERENCE)


class Dated(NamedTuple):
    """The columns that lead to a person, and those of days with what each is; `counts` leaves out what never was."""

    model: type[Model]
    people: tuple[str, ...]
    days: dict[str, What | Callable[[Any], What]]
    counts: Q = Q()


NOT_WITHDRAWN = Q(withdrawn_because="")
SPAN = {"until_date": checks.END}
FACTS: list[Dated] = [
    # The dead are brought into a family too, on the day on which that is recorded.
    Dated(FamilyMember, ("person",), {"from_date": checks.MEMBERSHIP._replace(after_death=True), **SPAN}),
    Dated(PersonName, ("person",), {"from_date": checks.KNOWN, "until_date": checks.KNOWN}),
    Dated(ContactDetail, ("person",), {"from_date": checks.KNOWN, "until_date": checks.KNOWN}),
    Dated(SafeContact, ("person",), {"from_date": checks.SAFE_CONTACT, **SPAN}),
    Dated(AskedItem, ("person",), {"asked_on": checks.ASKED}),
    Dated(EcomapTie, ("person",), {"from_date": checks.EVENT, **SPAN}),
    Dated(FamilyLink, ("person",), {"from_date": checks.EVENT, **SPAN}),
    Dated(Caution, ("person",), {"from_date": checks.EVENT}),
    Dated(Relationship, ("person", "other"), {"from_date": checks.RELATIONSHIP, **SPAN}, Q(recorded_wrongly=False)),
    Dated(ParentalResponsibility, ("child", "holder"), {"from_date": checks.RESPONSIBILITY, "ended_on": checks.END}),
    Dated(FamilyTime, ("child", "with_person"), {"from_date": checks.FAMILY_TIME, **SPAN}),
    Dated(Answer, ("person",), {"said_on": checks.SAID}),
    Dated(CopyGiven, ("person",), {"given_on": checks.COPY, "got_back_on": checks.END}),
    Dated(
        Involvement, ("child",),
        {"opened_on": checks.REFERRAL, "harm_alleged_at": checks.HARM, "closed_on": checks.INVOLVEMENT_END},
    ),
    Dated(
        Assessment, ("child",), {"started_on": of_kind(checks.ASSESSMENT), "ended_on": checks.END}, NOT_WITHDRAWN
    ),
    Dated(
        Plan, ("child",),
        {"from_date": of_kind(checks.PLAN), "latest_category_from": of_kind(checks.PLAN), **SPAN}, NOT_WITHDRAWN,
    ),
    Dated(Conference, ("child",), {"held_on": of_kind(checks.CONFERENCE)}, NOT_WITHDRAWN),
    Dated(Conference, ("child",), {"planned_for": _planned}, NOT_WITHDRAWN & Q(held_on=None, not_held_because="")),
    Dated(LegalEpisode, ("child",), {"from_date": of_kind(checks.CARE), **SPAN}, NOT_WITHDRAWN),
    Dated(Seen, ("child",), {"note.took_place_at": checks.SEEN}, Q(seen=True) & ~Q(note__state="withdrawn")),
]  # fmt: skip


class RecordedFact(NamedTuple):
    """`family` is the id of the family whose record has it; None where it stands with the person alone."""

    fact: Fact
    family: int | None


def facts_of(person: Person) -> Iterator[RecordedFact]:
    """All that is recorded of somebody, under each of their entries and in every family, with a day."""
    ids = person.all_ids
    for dated in FACTS:
        for column in dated.people:
            related = {name.split(".")[0] for name in dated.days if "." in name}
            rows = dated.model._default_manager.filter(dated.counts, **{f"{column}__in": ids})
            for row in rows.select_related(*related) if related else rows:
                yield from _of_row(row, dated, person)


def _of_row(row: Any, dated: Dated, person: Person) -> Iterator[RecordedFact]:
    for name, what in dated.days.items():
        first, _, rest = name.partition(".")
        value = getattr(getattr(row, first), rest) if rest else getattr(row, name)
        if value is not None:
            fact = Fact(what if isinstance(what, What) else what(row), _day(value), person)
            yield RecordedFact(fact, getattr(row, "family_id", None))


def _day(value: date) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value
