"""Who belongs to the family joins its running Workbook episodes, and leaves them with it.

A person is open in one Workbook only (A1.16): whoever is part of another family's comes in only by a decision.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from casework.access import Can, require
from casework.families.models import Family, FamilyMember
from casework.households import services as households
from casework.matching import services as matching
from casework.people import services as people
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import change, lock
from casework.users.models import User
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.members.queries import episodes_to_join
from workbook.one_workbook.checks import remains_whole_without
from workbook.one_workbook.models import WorkbookChoice
from workbook.one_workbook.queries import is_in_another_workbook, lock_people, memberships_now
from workbook.one_workbook.services import resolve_memberships
from workbook.programmes.children import services as programme_children
from workbook.programmes.services import part_with


@service
def bring_in(family: Family, person: Person, *, by: User, at: datetime, **details: Any) -> FamilyMember:
    """As `casework.matching.services.bring_in`; who is part of another family's Workbook stays there until decided."""
    member = matching.bring_in(family, person, by=by, at=at, **details)
    lock_people([person])  # no other family takes them into its Workbook meanwhile
    if not is_in_another_workbook(family, person):
        for episode in episodes_to_join(family):
            join_episode(episode, person, at=at)
    programme_children.reconcile(family, at=at)
    return member


@service
def add_person(family: Family, *, by: User, at: datetime, **details: Any) -> Person:
    """As `casework.people.services.add_person`."""
    person = people.add_person(family, by=by, at=at, **details)
    for episode in episodes_to_join(family):
        join_episode(episode, person, at=at)
    programme_children.reconcile(family, at=at)
    return person


@in_service
def join_episode(episode: WorkbookEpisode, person: Person, *, at: datetime) -> None:
    """The person is part of the episode from today; once, and again where they had left it."""
    row = episode.members.filter(person=person).first()
    if row is None:
        EpisodeMember.objects.create(
            family=episode.family, episode=episode, person=person, role=episode.family.roles()[person.pk],
            from_date=timezone.localdate(at),
        )  # fmt: skip
    elif row.until_date:
        change(row, until_date=None, role=episode.family.roles()[person.pk])


@service
def come_into_workbook(
    family: Family, person: Person, *, by: User, at: datetime, choices: Mapping[int, WorkbookChoice] | None = None
) -> Person:
    """A member of the family who is not in its open Workbook comes into it, or stays in another's; return the person.

    `choices` has one, by the person's id, where they are part of another family's (A1.16, A1.17).
    """
    require(by, family, Can.LEAD)
    lock(family)
    if not family.members_now().filter(person=person).exists():
        raise Refusal(f"{person} does not belong to this family now.")
    episodes = episodes_to_join(family)
    if not episodes:
        raise Refusal("No Workbook is open for this family. A manager decides whether one is opened.")
    coming = resolve_memberships(family, [person], choices or {}, by=by, at=at)
    for episode in episodes if coming else ():
        join_episode(episode, person, at=at)
    programme_children.reconcile(family, at=at)
    return person


@service
def leave(family: Family, person: Person, *, left_on: date, because: str, by: User, at: datetime) -> FamilyMember:
    """As `casework.households.services.leave`; a Workbook keeps at least one child and one adult (A1.14)."""
    member = households.leave(family, person, left_on=left_on, because=because, by=by, at=at)
    for row in memberships_now([person]).filter(family=family):
        if not remains_whole_without(row):
            raise Refusal(
                f"Without {person} the open Workbook would have no child, or no adult. Add another first, or a manager "
                "closes the Workbook first."
            )
        change(row, until_date=max(row.from_date, left_on))
    part_with(family, person, at=at)
    programme_children.reconcile(family, at=at)
    return member
