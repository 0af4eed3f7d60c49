"""In which one Workbook a person of two families is open (A1.16), and on which ground (A1.17)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from casework.allocations.queries import lead_and_managers
from casework.families.models import Family
from casework.links.services import link_through
from casework.notifications.services import notify
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.acting import in_service
from casework.trail.rows import change, lock
from casework.users.models import User
from workbook.episodes.models import EpisodeMember
from workbook.one_workbook.checks import check_choice, remains_whole_without
from workbook.one_workbook.models import Ground, WorkbookChoice
from workbook.one_workbook.queries import lock_people, memberships_elsewhere
from workbook.workbooks.models import Workbook


@in_service
def resolve_memberships(
    family: Family, people: Sequence[Person], choices: Mapping[int, WorkbookChoice], *, by: User, at: datetime
) -> list[Person]:
    """Those of `people` who will be part of the Workbook of `family`, which is locked.

    `choices` are by the person's id, one for each who is open in another's. The persons' rows stay locked until the
    end, so that two families' Workbooks never both take the same person.
    """
    people = lock_people(people)
    staying = set()
    for person in people:
        rows = memberships_elsewhere(family, [person])
        for other in {row.family_id: row.family for row in rows}.values():
            choice = check_choice(person, other, choices.get(person.pk), by)
            _carry_out(family, other, person, choice, [row for row in rows if row.family_id == other.pk], by, at)
            staying.update([] if choice.comes else [person.pk])
    return [person for person in people if person.pk not in staying]


def _carry_out(
    family: Family,
    other: Family,
    person: Person,
    choice: WorkbookChoice,
    rows: Sequence[EpisodeMember],
    by: User,
    at: datetime,
) -> None:
    whose = family if choice.comes else other
    ground = f"{person} {Ground(choice.ground).label}" if choice.ground != Ground.RISK else f"that {Ground.RISK.label}"
    because = f"{person} is open in the Workbook of family {whose.reference} only, because {ground}. {choice.because}"
    if choice.comes:
        _take_out(other, person, rows, at)
        _notify_family(other, family, person, by, at)
    link_through(family, other, person, because=because, at=at)


def _take_out(other: Family, person: Person, rows: Sequence[EpisodeMember], at: datetime) -> None:
    """At least one child and one adult remain in the Workbook that is left (A1.14)."""
    # Two families may take two persons out of it at the same time: one waits for the other.
    for workbook in Workbook.objects.filter(pk__in={row.episode.workbook_id for row in rows}).order_by("pk"):
        lock(workbook)
    for row in rows:
        if not remains_whole_without(row):
            raise Refusal(
                f"Without {person} the other family's Workbook would have no child, or no adult. Let {person} stay "
                "there, or have that Workbook closed first.",
                f"tie-{person.pk}",
            )
        change(row, until_date=max(row.from_date, timezone.localdate(at)))


def _notify_family(other: Family, family: Family, person: Person, by: User, at: datetime) -> None:
    users = lead_and_managers(other, timezone.localdate(at)) - {by}
    notify(
        "person_in_another_workbook",
        users,
        subject=person,
        family=other,
        told_by=family,
        by=by,
        at=at,
        of_family=family.pk,
    )
