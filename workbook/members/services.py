"""Who belongs to the family joins its running Workbook episodes, and leaves them with it.

A person is open in one Workbook only (A1.16): whoever is part of another family's comes in only by a decision.
"""

from django.utils import timezone

from casework.access import Can, require
from casework.families import services as families
from casework.households import services as households
from casework.refusal import Refusal
from casework.trail.acting import service
from casework.trail.rows import change
from workbook.books.services import open_workbook_of
from workbook.episodes.models import EpisodeMember
from workbook.episodes.states import RUNNING
from workbook.programmes import clocks
from workbook.ties.reading import memberships_now
from workbook.ties.services import rest_is_whole, settle


@service
def add_person(family, *, by, at, **details):
    """As `casework.families.services.add_person`."""
    person = families.add_person(family, by=by, at=at, **details)
    for episode in episodes_to_join(family):
        join_running(episode, person, at=at)
    clocks.settle(family, at=at)
    return person


def episodes_to_join(family):
    """Where somebody who comes now is put: what runs, or else the latest, from which the next takes its people."""
    workbook = open_workbook_of(family)
    running = list(workbook.episodes.filter(state__in=RUNNING)) if workbook else []
    return running or ([workbook.episodes.first()] if workbook else [])


def join_running(episode, person, *, at):
    """The person is part of the episode from today; once, and again where they had left it."""
    row = episode.members.filter(person=person).first()
    if row is None:
        EpisodeMember.objects.create(
            family=episode.family, episode=episode, person=person, from_date=timezone.localdate(at)
        )
    elif row.until_date:
        change(row, until_date=None)


@service
def come_into_workbook(family, person, *, by, at, decided=None):
    """A member of the family who is not in its open Workbook comes into it, or stays in another's; give the person.

    `decided` gives a Tie by the person's id, where they are part of another family's (A1.16, A1.17).
    """
    require(by, family, Can.LEAD)
    families.lock(family)
    if not family.members_now().filter(person=person).exists():
        raise Refusal(f"{person} does not belong to this family now.")
    episodes = episodes_to_join(family)
    if not episodes:
        raise Refusal("No Workbook is open for this family. A manager decides whether one is opened.")
    coming = settle(family, [person], decided or {}, by=by, at=at)
    for episode in episodes if coming else ():
        join_running(episode, person, at=at)
    clocks.settle(family, at=at)
    return person


@service
def leave(family, person, *, left_on, because, by, at):
    """As `casework.households.services.leave`; a Workbook keeps at least one child and one adult (A1.14)."""
    member = households.leave(family, person, left_on=left_on, because=because, by=by, at=at)
    for row in memberships_now([person]).filter(family=family):
        if not rest_is_whole(row):
            raise Refusal(
                f"Without {person} the open Workbook would have no child, or no adult. Add another first, or a manager "
                "closes the Workbook first."
            )
        change(row, until_date=max(row.from_date, left_on))
    clocks.settle(family, at=at)
    return member
