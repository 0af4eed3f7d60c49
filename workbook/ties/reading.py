"""Who is open in the Workbook of another family already: a person is open in one Workbook only (A1.16)."""

from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery

from casework.families.models import Person
from casework.links.reading import others
from workbook.books.states import WorkbookState
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.episodes.states import RUNNING, EpisodeState

UNDER_WAY = (*RUNNING, EpisodeState.CLOSED)


def entries_of(people):
    """By id of each entry of these people (somebody may be entered twice) the one of them who is asked about."""
    asked = {person.pk: person for person in people}
    of_one = {person.merged_into_id or person.pk: person for person in people}
    entries = Person.objects.filter(Q(pk__in=of_one) | Q(merged_into__in=of_one)).values_list("pk", "merged_into_id")
    return {pk: asked.get(pk) or of_one[into or pk] for pk, into in entries}


def memberships_now(people):
    """The rows by which `people` are part of open Workbooks now: of what is under way, or of the latest episode.

    Under whichever entry, where somebody was entered twice.
    """
    latest = WorkbookEpisode.objects.filter(workbook=OuterRef("episode__workbook")).order_by("-number").values("pk")
    return EpisodeMember.objects.filter(
        Q(episode__state__in=UNDER_WAY) | Q(episode=Subquery(latest[:1])),
        person__in=entries_of(people), until_date=None, episode__workbook__state=WorkbookState.OPEN,
    ).select_related("person", "family", "episode")  # fmt: skip


def in_another(family, person):
    """Whether the person is part of the open Workbook of another family than this."""
    return memberships_now([person]).exclude(family=family).exists()


class Elsewhere(NamedTuple):
    """`other` is what the reader may know of the family in whose Workbook `person` is."""

    person: object
    other: object


def elsewhere(family, people, user, today):
    """Of `people` those who are part of another family's open Workbook, each with that family, in their order."""
    rows = (
        memberships_now(people)
        .exclude(family=family)
        .order_by("person_id", "family_id")
        .distinct("person_id", "family_id")
    )
    rows, asked = list(rows), entries_of(people)
    known = others([row.family for row in rows], user, today)
    return [Elsewhere(asked[row.person_id], known[row.family_id]) for row in rows]
