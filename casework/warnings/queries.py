"""The warnings that stand in a family: its own, and those that follow a person into it; and those that ended."""

from collections.abc import Iterable
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from casework.access import restricted_families, unrestricted
from casework.families.headlines.queries import families_ever_of
from casework.families.models import Family
from casework.people.models import Person
from casework.users.models import User
from casework.warnings.models import Caution, WarningKind

# The gravest first, as the kinds are listed.
GRAVEST_FIRST = {kind: place for place, kind in enumerate(WarningKind.values)}

# An array, put together once and first: of conditions with OR between them the database takes no other by its keys.
OF_ENTRIES_EVER = """
casework_caution.person_id = ANY(ARRAY(
    WITH members AS (
        SELECT DISTINCT coalesce(person.merged_into_id, person.id) AS id
        FROM casework_familymember member JOIN casework_person person ON person.id = member.person_id
        WHERE member.family_id = %s
    )
    SELECT id FROM members UNION SELECT other.id FROM members, LATERAL (
        SELECT id FROM casework_person WHERE merged_into_id = members.id OFFSET 0
    ) AS other
))
"""


def current_warnings(family: Family, user: User | None = None, *, today: date | None = None) -> list[Caution]:
    """Those that have not ended, the gravest kind first: the family's own, and of whoever is or was in it.

    Each knows as `told` whether its words may be told to `user`: not those of a restricted family that they may not
    find. None stands for whoever holds a paper.
    """
    today = today or timezone.localdate()
    may = _open_to_all(today) if user is None else unrestricted(user, today=today, family="family")
    told = ExpressionWrapper(Q(family=family) | may, BooleanField())
    here = Q(family=family) | Q(_of_entries_ever(family))
    rows = Caution.objects.filter(here, ended_on=None).annotate(told=told).select_related("person")
    return sorted(rows, key=lambda each: (GRAVEST_FIRST[each.kind], each.family_id != family.pk, each.pk))


def _open_to_all(today: date) -> Q:
    return ~Q(family__in=restricted_families(today))


def _of_entries_ever(family: Family) -> RawSQL:
    """That a warning is of whoever belongs or belonged to the family, or of another entry of the same person."""
    return RawSQL(OF_ENTRIES_EVER, [family.pk], BooleanField())


def people_here(family: Family) -> dict[int, Person]:
    """By `one_id` those who belong or belonged to the family, as it knows them."""
    return {person.one_id: person for person in family.people_ever()}


def ended_warnings(family: Family) -> QuerySet[Caution]:
    return family.caution_set.exclude(ended_on=None).select_related("ended_by", "person").order_by("-ended_on", "-pk")


def running_of(people: Iterable[Person]) -> list[Caution]:
    """The warnings that name one of these persons, as whichever entry, and have not ended."""
    ids = {pk for person in people for pk in person.all_ids}
    return list(Caution.objects.filter(person__in=ids, ended_on=None).select_related("family", "person").order_by("pk"))


def open_families_of(people: Iterable[Person]) -> list[Family]:
    """The families with an open case in which one of these persons is or was."""
    ids = families_ever_of(person.pk for person in people)
    return list(Family.objects.filter(pk__in=ids, headline__open=True).order_by("pk"))
