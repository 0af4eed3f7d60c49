"""Who is open in the Workbook of another family already: a person is open in one Workbook only (A1.16)."""

from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery

from casework.links.reading import others
from workbook.books.states import WorkbookState
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.episodes.states import RUNNING, EpisodeState

UNDER_WAY = (*RUNNING, EpisodeState.CLOSED)


def memberships_now(people):
    """The rows by which `people` are part of open Workbooks now: of what is under way, or of the latest episode."""
    latest = WorkbookEpisode.objects.filter(workbook=OuterRef("episode__workbook")).order_by("-number").values("pk")
    return EpisodeMember.objects.filter(
        Q(episode__state__in=UNDER_WAY) | Q(episode=Subquery(latest[:1])),
        person__in=people, until_date=None, episode__workbook__state=WorkbookState.OPEN,
    ).select_related("person", "family", "episode")  # fmt: skip


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
    rows = list(rows)
    known = others([row.family for row in rows], user, today)
    return [Elsewhere(row.person, known[row.family_id]) for row in rows]
