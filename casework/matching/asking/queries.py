"""Which families are to be asked before somebody is brought in, and what was asked and answered."""

from datetime import date

from django.db.models import QuerySet

from casework.access import families_for, reach_to_find, restricted_families, unrestricted
from casework.access.grants.models import LASTING
from casework.families.models import Family, FamilyMember
from casework.matching.asking.models import AskAnswer, BringInAsk
from casework.people.models import Person
from casework.users.models import User

OF_ASK = ("person", "asked_by", "answered_by", "family__headline__team", "asking__headline__team")


def families_to_ask(user: User, family: Family, person: Person, today: date) -> list[Family]:
    """Those to which `person` belongs now and of which `user` knows, but whose record they may not open, or
    only in an emergency.

    None for a restricted family: to ask would tell that there is one, and who is in it. One that `user` may not find is
    as if it were not.
    """
    if restricted_families(today).filter(family=family).exists():
        return []
    rows = FamilyMember.objects.filter(reach_to_find(user, today=today, family="family"), until_date=None)
    elsewhere = rows.filter(person__in=person.all_ids).exclude(family=family).order_by().values("family")
    opened = families_for(user, today=today, grants=LASTING).order_by().values("pk")
    return list(Family.objects.filter(pk__in=elsewhere).exclude(pk__in=opened).order_by("pk"))


def last_ask(asked: Family, family: Family, person: Person) -> BringInAsk | None:
    """The last that `family` asked of `asked` about the person, where it was not used yet."""
    asks = BringInAsk.objects.filter(family=asked, asking=family, person__in=person.all_ids, used_at=None)
    return asks.select_related("family", "person").first()


def agreed(ask: BringInAsk | None, today: date) -> bool:
    return ask is not None and ask.answer == AskAnswer.YES and ask.from_date is not None and ask.from_date <= today


def must_ask_first(user: User, family: Family, person: Person, today: date) -> bool:
    """Whether a family of `families_to_ask` has not agreed."""
    asked = families_to_ask(user, family, person, today)
    return not all(agreed(last_ask(each, family, person), today) for each in asked)


def asked_by(family: Family, user: User) -> QuerySet[BringInAsk]:
    """What `family` asked and has not used, the latest first; nothing of a family that is shut to `user` now."""
    mine = BringInAsk.objects.filter(unrestricted(user, family="family"), asking=family, used_at=None)
    return mine.select_related(*OF_ASK)


def asked_of(family: Family, user: User) -> QuerySet[BringInAsk]:
    """What other families asked of this one, the latest first."""
    here = BringInAsk.objects.filter(unrestricted(user, family="asking"), family=family)
    return here.select_related(*OF_ASK)
