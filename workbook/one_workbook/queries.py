"""Who is part of an open Workbook now: a person is open in one Workbook only (A1.16)."""

from collections.abc import Iterable, Sequence

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from casework.access import restricted_families
from casework.families.models import CHILDREN, Family
from casework.people.models import Person
from workbook.episodes.models import EpisodeMember, WorkbookEpisode
from workbook.episodes.states import UNDER_WAY
from workbook.workbooks.states import WorkbookState


def people_by_record_id(people: Iterable[Person]) -> dict[int, Person]:
    """By id of each entry of these people (somebody may be entered twice) the one of them who is asked about."""
    by_id = {person.pk: person for person in people}
    of_one = {person.merged_into_id or person.pk: person for person in people}
    entries = Person.objects.filter(Q(pk__in=of_one) | Q(merged_into__in=of_one)).values_list("pk", "merged_into_id")
    return {pk: by_id.get(pk) or of_one[into or pk] for pk, into in entries}


def memberships_now(people: Iterable[Person]) -> QuerySet[EpisodeMember]:
    """The rows by which `people` are part of open Workbooks now: of what is under way, or of the latest episode.

    Under whichever entry, where somebody was entered twice.
    """
    latest = WorkbookEpisode.objects.filter(workbook=OuterRef("episode__workbook")).order_by("-number").values("pk")
    return EpisodeMember.objects.filter(
        Q(episode__state__in=UNDER_WAY) | Q(episode=Subquery(latest[:1])),
        person__in=people_by_record_id(people), until_date=None, episode__workbook__state=WorkbookState.OPEN,
    ).select_related("person", "family", "episode")  # fmt: skip


def memberships_elsewhere(family: Family, people: Sequence[Person]) -> list[EpisodeMember]:
    """The rows by which `people` are part of the open Workbooks of other families as what they are in this one.

    Who is a child in one family and a parent in another is in both Workbooks, and nobody chooses between the two. Of a
    restricted family nobody else is told that somebody is part of its Workbook.
    """
    roles, by_id = family.roles(), people_by_record_id(people)
    shut = restricted_families(timezone.localdate())
    rows = (
        memberships_now(people).exclude(family=family).exclude(family__in=shut).order_by("person_id", "family_id", "pk")
    )
    return [row for row in rows if _same_kind(roles.get(by_id[row.person_id].pk), row.role)]


def _same_kind(role: str | None, other: str) -> bool:
    return role is None or (role in CHILDREN) == (other in CHILDREN)


def is_in_another_workbook(family: Family, person: Person) -> bool:
    """Whether the person is part of the open Workbook of another family than this, as what they are in this one."""
    return bool(memberships_elsewhere(family, [person]))


def lock_people(people: Sequence[Person]) -> list[Person]:
    """The persons fetched again in their order, their rows locked; always by id, which avoids deadlocks.

    The rows under which somebody was entered a second time are locked too.
    """
    rows = Person.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    held = {person.pk: person for person in rows.filter(pk__in=people_by_record_id(people))}
    return [held[person.pk] for person in people]
