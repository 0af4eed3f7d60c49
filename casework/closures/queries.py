"""What is recorded of a case that closes: the running closing, when the child was last seen, the latest activity."""

from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from casework import practice
from casework.access import may_take
from casework.closures.models import Closure
from casework.closures.states import RUNNING
from casework.families.models import Family
from casework.notes.models import CaseNote, NotePassage, Seen
from casework.notes.states import TOOK_PLACE, NoteState
from casework.people.models import Person
from casework.plans.models import PlanKind
from casework.referrals.models import Involvement
from casework.words import london_date

TRANSFER_FIELDS = {
    "to_authority": "Name the authority that takes the case over.",
    "confirmed_by": "Say who confirmed it in writing there.",
    "confirmed_in_writing_on": "Give the day on which it was confirmed in writing.",
}
CLOSURE_FIELDS = ("reason", "closing_on", "last_seen_on", *TRANSFER_FIELDS)


def others_open(involvement: Involvement) -> QuerySet[Involvement]:
    """The open involvements of the family's other children."""
    return involvement.family.involvement_set.filter(closed_on=None).exclude(pk=involvement.pk)


def is_last_open(involvement: Involvement) -> bool:
    """Whether no other child of the family is open."""
    return not others_open(involvement).exists()


def last_seen(family: Family, child: Person) -> date | None:
    """The day on which the child was last seen by a note that is not withdrawn (A9.8), or None."""
    seen = family.seen_set.filter(child__in=child.all_ids, seen=True).exclude(note__state=NoteState.WITHDRAWN)
    latest = seen.order_by().aggregate(at=Max("note__took_place_at"))["at"]
    return latest and london_date(latest)


def latest_activity(involvement: Involvement) -> date | None:
    """The last day on which something is recorded of the child, or of anybody where no other child is open; or None.

    A note counts for a child whom it names or saw. One that names nobody goes on with the other children.
    """
    days = [london_date(at) for at in _notes(involvement).values_list("took_place_at", flat=True) if at]
    return max([*days, *_days_of_facts(involvement)], default=None)


def _notes(involvement: Involvement) -> QuerySet[CaseNote]:
    family, child = involvement.family, involvement.child
    took_place = family.casenote_set.filter(state__in=TOOK_PLACE)
    if is_last_open(involvement):
        oversight = [key for key, kind in practice.current().note_kinds.items() if kind.managers_only]
        return took_place.exclude(kind__in=oversight)
    return took_place.filter(about_or_seeing(child))


def about_or_seeing(child: Person) -> Exists | Q:
    """For a query of notes: those that say something of this child by name, or in which the child was seen."""
    named = NotePassage.objects.filter(owner=OuterRef("pk"), about__overlap=child.all_ids).exclude(text="")
    saw = Seen.objects.filter(note=OuterRef("pk"), child__in=child.all_ids).filter(Q(seen=True) | Q(bedroom=True))
    return Exists(named) | Exists(saw)


def _days_of_facts(involvement: Involvement) -> list[date]:
    """The days of the child's assessments, plans, conferences and court or care episodes."""
    of_child = {"child__in": involvement.child.all_ids, "withdrawn_because": ""}
    family = involvement.family
    pairs = [
        *family.assessment_set.filter(**of_child).values_list("started_on", "ended_on"),
        *family.plan_set.filter(**of_child).exclude(kind=PlanKind.EARLY_HELP).values_list("from_date", "until_date"),
        *family.conference_set.filter(**of_child).values_list("held_on", "held_on"),
        *family.legalepisode_set.filter(**of_child).values_list("from_date", "until_date"),
    ]
    return [day for pair in pairs for day in pair if day]


def field_values(closure: Closure) -> dict[str, Any]:
    """What is recorded in CLOSURE_FIELDS, by the name of the field."""
    return {name: getattr(closure, name) for name in CLOSURE_FIELDS}


def version_of(closure: Closure | None) -> int:
    """0 where nothing is written yet."""
    return closure.version if closure else 0


def may_agree(family: Family) -> bool:
    """Whether this user, for whom the family was opened, has the grade that closes a case."""
    return may_take(family.access, "close_case")


def running_closure(family: Family, child: Person) -> Closure | None:
    """The closing of the child's open case that is being written or is with the manager, or None."""
    return family.closure_set.filter(involvement__child=child, state__in=RUNNING).first()
