"""Which families are to be asked before somebody is brought in, and what was asked and answered."""

from datetime import date, datetime

from django.db.models import QuerySet

from casework.access import families_for, reach_to_find, restricted_families, unrestricted
from casework.access.grants.models import LASTING
from casework.allocations.queries import managers_of
from casework.families.models import Family, FamilyMember
from casework.matching.asking.models import AskAnswer, BringInAsk
from casework.notifications.queries import last_told, told_of
from casework.people.models import Person
from casework.practice import calendar, current
from casework.users.models import User
from casework.users.queries import next_managers

REMINDED = "bring_in_waits"
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


def waits(ask: BringInAsk | None) -> bool:
    """Whether it was asked and need not be asked again: it waits, or was agreed."""
    return ask is not None and ask.answer in ("", AskAnswer.YES)


def is_to_be_reminded_of(ask: BringInAsk, at: datetime) -> bool:
    """Whether it waits, and nobody was told of it for as long as practice gives for an answer."""
    last = last_told(REMINDED, ask) or ask.asked_at
    return not ask.answer and at >= calendar.after(last, current().settings.bring_in_answered_within)


def asks_to_remind_of(at: datetime) -> list[BringInAsk]:
    """Those of which somebody is to be reminded; none at night (C28)."""
    if not calendar.may_remind_at(at, current().settings):
        return []
    rows = BringInAsk.objects.filter(answer="").select_related("family", "asking").order_by("pk")
    return [row for row in rows if is_to_be_reminded_of(row, at)]


def who_is_reminded(ask: BringInAsk, today: date) -> list[User]:
    """First the managers of the family that is asked; when they were, those of the next grade."""
    if last_told(REMINDED, ask) is None and (managers := list(managers_of(ask.family, today).order_by("pk"))):
        return managers
    teams = ask.family.familyteam_set.on(today).order_by().values("team")
    return next_managers(teams, told_of(ask, REMINDED), today)


def asked_by(family: Family, user: User) -> QuerySet[BringInAsk]:
    """What `family` asked and has not used, the latest first; nothing of a family that is shut to `user` now."""
    mine = BringInAsk.objects.filter(unrestricted(user, family="family"), asking=family, used_at=None)
    return mine.select_related(*OF_ASK)


def asked_of(family: Family, user: User) -> QuerySet[BringInAsk]:
    """What other families asked of this one, the latest first."""
    here = BringInAsk.objects.filter(unrestricted(user, family="asking"), family=family)
    return here.select_related(*OF_ASK)
