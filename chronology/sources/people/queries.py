"""Births, deaths, who joined, moved or left, and linked families in the chronology."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.db.models import Case, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, LPad, NullIf

from casework.families import models as families
from casework.families.models import Family, FamilyMember, FamilyRole
from casework.links.models import FamilyLink
from casework.links.queries import links_told
from casework.people.models import Person
from casework.people.responsibility.models import BY_ORDER, Ground
from chronology.sources.queries import (
    CHILDREN,
    EVERYONE,
    NOTHING,
    Column,
    array_of,
    as_columns,
    at_the_end,
    at_the_start,
    choice_label,
    name_of,
    one_act,
    sentence,
)


def births(family: Family, rank: int) -> QuerySet:
    children = family.familymember_set.in_role(*families.CHILDREN).order_by().values("person")
    born = _once(family).filter(pk__in=children, born__isnull=False)
    return as_columns(
        born, rank, moment=at_the_start("born"), headline=Value(" was born"), about=array_of("pk"), who=array_of("pk")
    )


def deaths(family: Family, rank: int) -> QuerySet:
    died = _once(family).filter(died__isnull=False)
    children = family.familymember_set.children().filter(person=OuterRef("pk")).order_by()
    about = Case(When(Exists(children), then=array_of("pk")), default=EVERYONE, output_field=CHILDREN)
    return as_columns(died, rank, moment=at_the_start("died"), headline=Value(" died"), about=about, who=array_of("pk"))


def _once(family: Family) -> QuerySet[Person]:
    """Everybody who ever belonged to the family; of one person who was entered twice the entry that stands."""
    ever = family.people_ever()
    return ever.exclude(merged_into__in=ever.order_by().values("pk"))


def pregnancies_ended(family: Family, rank: int) -> QuerySet:
    ended = family.familymember_set.filter(person__pregnancy_ended_on__isnull=False, until_date__isnull=False)
    return as_columns(
        ended, rank, moment=at_the_start("person__pregnancy_ended_on"), headline=Value(": the pregnancy ended"),
        why=F("ended_because"), who=array_of("person"),
    )  # fmt: skip


def joined(family: Family, rank: int) -> QuerySet:
    """Who came after the record of the family began, or came back, but for those who were born into it."""
    referred = family.referral_set.filter(received_on__lt=OuterRef("from_date")).order_by()
    came = family.familymember_set.filter(
        ~Exists(_moved_from()), Exists(referred) | Exists(_before()), from_date__isnull=False
    )
    verb = Case(When(Exists(_before()), then=Value(" came back to the ")), default=Value(" joined the "))
    place = Case(When(in_household=True, then=Value("household")), default=Value("family"))
    came = came.exclude(person__born=F("from_date"))
    return _movements(came, rank, at_the_start, "from_date", sentence(verb, place), "because")


def moved(family: Family, rank: int) -> QuerySet:
    """Into the household or out of it: one membership ended the day before, and this one began."""
    where = Case(When(in_household=True, then=Value("into")), default=Value("out of"))
    headline = sentence(" moved ", where, " the household")
    rows = family.familymember_set.filter(Exists(_moved_from().exclude(in_household=OuterRef("in_household"))))
    return _movements(rows, rank, at_the_start, "from_date", headline, "because")


def roles_changed(family: Family, rank: int) -> QuerySet:
    """From a day somebody is something else in the family; what was entered wrongly and corrected is no event."""
    rows = family.familymember_set.filter(Exists(_moved_from().exclude(role=OuterRef("role"))))
    headline = sentence(" in this family: ", choice_label("role", FamilyRole.choices))
    return _movements(rows, rank, at_the_start, "from_date", headline, "role_because")


def left(family: Family, rank: int) -> QuerySet:
    """Who does not belong to the family any more; a move is no leaving, nor is a pregnancy that ended."""
    left = family.familymember_set.filter(until_date__isnull=False, person__pregnancy_ended_on=None)
    left = left.exclude(Exists(_moved_to()), ended_because="")
    return _movements(left, rank, at_the_end, "until_date", Value(" left the family"), "ended_because")


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


def _movements(
    rows: QuerySet, rank: int, moment: Callable[[str], Func], day: str, headline: Column, why: str
) -> QuerySet:
    """Who moved on one day for one reason is one line; that of children alone is theirs, any other everyone's."""
    acts = one_act(rows.annotate(words=Cast(headline, TextField())), day, "words", why, of="person")
    with_adults = BoolOr(~Q(role=FamilyRole.CHILD))
    about = Case(When(with_adults, then=EVERYONE), default=ArrayAgg("person", distinct=True), output_field=CHILDREN)
    return as_columns(
        acts, rank, moment=moment(day), key=F("one"), headline=F("words"), why=F(why), about=about, who=F("people")
    )


def families_linked(family: Family, rank: int) -> QuerySet:
    """On the file of both families, by the other's reference: its name is given only where one may know it (A1.16)."""
    rows = FamilyLink.objects.filter(links_told(family))
    other = Case(When(family=family, then=F("other_id")), default=F("family_id"))
    headline = sentence("Linked to family F", LPad(Cast(other, TextField()), 5, Value("0")))
    return as_columns(rows, rank, moment=at_the_start("from_date"), headline=headline, why=F("because"))


def responsibility_begun(family: Family, rank: int) -> QuerySet:
    """Parental responsibility by an order or an agreement, from its day: 'Mia: interim care order, Northshire'."""
    rows = family.parentalresponsibility_set.filter(ground__in=BY_ORDER, from_date__isnull=False)
    return _responsibilities(rows, rank, at_the_start("from_date"), " began", why=F("remark"))


def responsibility_ended(family: Family, rank: int) -> QuerySet:
    rows = family.parentalresponsibility_set.filter(ended_on__isnull=False)
    return _responsibilities(rows, rank, at_the_end("ended_on"), " ended", why=F("ended_because"))


def _responsibilities(rows: QuerySet, rank: int, moment: Func, verb: str, *, why: F) -> QuerySet:
    by = choice_label("ground", [(ground.value, _lower_first(ground.label)) for ground in Ground])
    held_by = Coalesce(NullIf(F("authority"), NOTHING), name_of("holder__"))
    headline = sentence(": parental responsibility of ", held_by, " (", by, ")", verb)
    child = array_of("child")
    return as_columns(rows, rank, moment=moment, headline=headline, why=why, about=child, who=child, target=F("child"))


def _lower_first(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
