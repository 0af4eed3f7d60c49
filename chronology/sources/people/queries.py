"""Births, deaths, who joined, moved or left, and linked families in the chronology."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, LPad, NullIf

from casework.families import models as families
from casework.families.models import Family, FamilyMember, FamilyRole
from casework.links.models import FamilyLink
from casework.links.queries import links_told
from casework.people.responsibility.models import BY_ORDER, Ground
from chronology.sources.queries import (
    CHILDREN,
    EVERYONE,
    NOTHING,
    array_of,
    as_columns,
    choice_label,
    name_of,
    sentence,
)


def births(family: Family, origin: str) -> QuerySet:
    children = family.familymember_set.in_role(*families.CHILDREN).order_by().values("person")
    born = family.people_ever().filter(pk__in=children, born__isnull=False)
    return as_columns(born, origin, day=F("born"), headline=sentence(name_of(""), " was born"), about=array_of("pk"))


def deaths(family: Family, origin: str) -> QuerySet:
    died = family.people_ever().filter(died__isnull=False)
    children = family.familymember_set.children().filter(person=OuterRef("pk")).order_by()
    headline = sentence(name_of(""), " died")
    return as_columns(died, origin, day=F("died"), headline=headline, about=_if(Exists(children), "pk"))


def pregnancies_ended(family: Family, origin: str) -> QuerySet:
    ended = family.familymember_set.filter(person__pregnancy_ended_on__isnull=False, until_date__isnull=False)
    headline = sentence(name_of("person__"), ": the pregnancy ended")
    return as_columns(ended, origin, day=F("person__pregnancy_ended_on"), headline=headline, why=F("ended_because"))


def joined(family: Family, origin: str) -> QuerySet:
    """Who came after the record of the family began, or came back, but for those who were born into it."""
    referred = family.referral_set.filter(received_on__lt=OuterRef("from_date")).order_by()
    came = family.familymember_set.filter(
        ~Exists(_moved_from()), Exists(referred) | Exists(_before()), from_date__isnull=False
    )
    verb = Case(When(Exists(_before()), then=Value(" came back to the ")), default=Value(" joined the "))
    place = Case(When(in_household=True, then=Value("household")), default=Value("family"))
    headline = sentence(name_of("person__"), verb, place)
    return _movements(came.exclude(person__born=F("from_date")), origin, "from_date", headline, F("because"))


def moved(family: Family, origin: str) -> QuerySet:
    """Into the household or out of it: one membership ended the day before, and this one began."""
    where = Case(When(in_household=True, then=Value("into")), default=Value("out of"))
    headline = sentence(name_of("person__"), " moved ", where, " the household")
    rows = family.familymember_set.filter(Exists(_moved_from().exclude(in_household=OuterRef("in_household"))))
    return _movements(rows, origin, "from_date", headline, F("because"))


def roles_changed(family: Family, origin: str) -> QuerySet:
    """From a day somebody is something else in the family; what was entered wrongly and corrected is no event."""
    rows = family.familymember_set.filter(Exists(_moved_from().exclude(role=OuterRef("role"))))
    headline = sentence(name_of("person__"), " in this family: ", choice_label("role", FamilyRole.choices))
    return _movements(rows, origin, "from_date", headline, F("role_because"))


def left(family: Family, origin: str) -> QuerySet:
    """Who does not belong to the family any more; a move is no leaving, nor is a pregnancy that ended."""
    left = family.familymember_set.filter(until_date__isnull=False, person__pregnancy_ended_on=None)
    headline = sentence(name_of("person__"), " left the family")
    return _movements(
        left.exclude(Exists(_moved_to()), ended_because=""), origin, "until_date", headline, F("ended_because")
    )


def _before() -> QuerySet[FamilyMember]:
    """Earlier memberships of the person in the family."""
    return FamilyMember.objects.filter(
        family=OuterRef("family"), person=OuterRef("person"), until_date__lt=OuterRef("from_date")
    ).order_by()


def _moved_from() -> QuerySet[FamilyMember]:
    """The membership that a move ended: no reason for leaving was given, and the next began on the day after."""
    return _before().filter(until_date=OuterRef("from_date") - timedelta(days=1), ended_because="")


def _moved_to() -> QuerySet[FamilyMember]:
    same = FamilyMember.objects.filter(family=OuterRef("family"), person=OuterRef("person"))
    return same.filter(from_date=OuterRef("until_date") + timedelta(days=1)).order_by()


def _movements(rows: QuerySet, origin: str, day: str, headline: Any, why: Any) -> QuerySet:
    return as_columns(
        rows, origin, day=F(day), headline=headline, why=why, about=_if(Q(role=FamilyRole.CHILD), "person")
    )


def families_linked(family: Family, origin: str) -> QuerySet:
    """On the file of both families, by the other's reference: its name is given only where one may know it (A1.16)."""
    rows = FamilyLink.objects.filter(links_told(family))
    other = Case(When(family=family, then=F("other_id")), default=F("family_id"))
    headline = sentence("Linked to family F", LPad(Cast(other, TextField()), 5, Value("0")))
    return as_columns(rows, origin, day=F("from_date"), headline=headline, why=F("because"))


def _if(child: Q | Exists, pk: str) -> Case:
    """A child's own milestone is the child's; an adult's concerns everyone."""
    return Case(When(child, then=array_of(pk)), default=EVERYONE, output_field=CHILDREN)


def responsibility_begun(family: Family, origin: str) -> QuerySet:
    """Parental responsibility by an order or an agreement, from its day: 'Mia: interim care order, Northshire'."""
    rows = family.parentalresponsibility_set.filter(ground__in=BY_ORDER, from_date__isnull=False)
    return _responsibilities(rows, origin, "from_date", " began", why=F("remark"))


def responsibility_ended(family: Family, origin: str) -> QuerySet:
    rows = family.parentalresponsibility_set.filter(ended_on__isnull=False)
    return _responsibilities(rows, origin, "ended_on", " ended", why=F("ended_because"))


def _responsibilities(rows: QuerySet, origin: str, day: str, verb: str, *, why: F) -> QuerySet:
    by = choice_label("ground", [(ground.value, _lower_first(ground.label)) for ground in Ground])
    held_by = Coalesce(NullIf(F("authority"), NOTHING), name_of("holder__"))
    headline = sentence(name_of("child__"), ": parental responsibility of ", held_by, " (", by, ")", verb)
    return as_columns(rows, origin, day=F(day), headline=headline, why=why, about=array_of("child"), target=F("child"))


def _lower_first(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
