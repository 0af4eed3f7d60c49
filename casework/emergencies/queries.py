"""Which record is meant, who may open one in an emergency, who is told, and who reads and reviews it afterwards."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from unicodedata import normalize

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Value

from casework.access import Can, access_of, families_to_find, holdings_of, reach, unrestricted
from casework.access.grants.models import FamilyGrant
from casework.access.models import Restriction, RestrictionReader
from casework.access.queries import current_covers, in_conflict
from casework.emergencies.models import Emergency, EmergencyReview, Outcome
from casework.families.headlines.queries import PlainName
from casework.families.models import CHILDREN, Family, FamilyMember
from casework.joins.models import FamilyJoin, joined_into
from casework.notifications.models import Notification
from casework.people.known_apart.models import KnownApart
from casework.people.models import Person, PersonName
from casework.practice import calendar, current
from casework.subjects import columns_of, type_of
from casework.users.models import Post, TeamMembership, User
from casework.users.queries import holders_of, next_managers, teams_managed_by
from casework.users.roles import GRADES, OUTSIDE, PRACTITIONERS, TEAM_MANAGERS, Role

TOLD, PASSED_ON = "emergency", "emergency_passed_on"
# Who works with families here, or manages those who do: nobody of another agency, no business support, no auditor.
MAY_OPEN = (*(role for role in PRACTITIONERS if role not in OUTSIDE), *GRADES)
# 'F00123' as somebody may type it: 'f 123', 'FS-00123', 'Ash F00123', or the number alone.
REFERENCE = re.compile(r"\bFS?[\s.:/#-]*(\d{1,18})\b|^\s*#?(\d{1,18})\s*$", re.IGNORECASE)
NEWEST_FIRST = ("reviewed", "-pk")
# Of these the page says the same, whether there is such a record or not.
NOTHING = (Outcome.NOT_FOUND, Outcome.CONFLICT, Outcome.ROLE)


def may_open(user: User, today: date) -> bool:
    """Whether a role that `user` holds today may open a record in an emergency."""
    team = TeamMembership.objects.on(today).filter(user=user, role__in=MAY_OPEN)
    return user.is_active and (team.exists() or Post.objects.on(today).filter(user=user, role__in=MAY_OPEN).exists())


def number_in(typed: str) -> int | None:
    """The number of the reference that stands in `typed`; None where none does."""
    found = REFERENCE.search(normalize("NFKC", typed))
    return int(found[1] or found[2]) if found else None


def family_by_reference(number: int) -> Family | None:
    """The family with that number; of one that became part of another, that other one."""
    return where_it_is(Family.objects.filter(pk=number).first())


def where_it_is(family: Family | None) -> Family | None:
    """The family in which its record stands now."""
    while family is not None and (into := joined_into(family)):
        family = into
    return family


def families_by_child(name: str, born: date | None) -> list[Family]:
    """Those to which a child of this whole name belongs, by any name that anybody knows them by; born then, if given.

    What a restricted family alone knows of its children counts too.
    """
    plain = {"plain": PlainName(Value(name.strip()))}
    called = _apart(KnownApart.objects.alias(plain=PlainName("name")).filter(**plain, said__contains=["name"]))
    for kind, pk in ((Person, "pk"), (PersonName, "person")):
        named = kind._default_manager.alias(plain=PlainName("name")).filter(**plain)
        called |= Q(person__in=named.order_by().values(pk))
    rows = FamilyMember.objects.filter(called, until_date=None, role__in=CHILDREN).select_related("family")
    if born:
        rows = rows.filter(Q(person__born=born) | _apart(KnownApart.objects.filter(born=born, said__contains=["born"])))
    found = {where_it_is(row.family) or row.family for row in rows}
    return sorted(found, key=lambda family: family.pk)


def _apart(rows: QuerySet[KnownApart]) -> Q:
    """Of memberships those of whom a restricted family alone knows it."""
    found = Q(pk__in=[])
    for family, person in rows.values_list("family", "person"):
        found |= Q(family=family, person=person)
    return found


def is_shut_out(user: User, family: Family, today: date) -> bool:
    """Whether `user` has a conflict of interest with the family."""
    return in_conflict(family, today).filter(user=user).exists()


def running_grant(user: User, family: Family, at: datetime, today: date) -> FamilyGrant | None:
    """That by which `user` has the family open in an emergency now."""
    return FamilyGrant.objects.emergencies(today, at).filter(content_object=family, user=user).order_by("pk").last()


def lasting_of(family: Family, at: datetime, today: date) -> QuerySet[Emergency]:
    """What is open of the family in an emergency now, whoever opened it; the first first."""
    running = FamilyGrant.objects.emergencies(today, at).filter(content_object=family).order_by().values("pk")
    return Emergency.objects.filter(family=family, grant__in=running).select_related("by", "grant").order_by("pk")


def managers_of_user(user: User, today: date) -> QuerySet[User]:
    """The managers of the teams of `user`; of who manages one themselves every grade there, but for their deputies."""
    held = TeamMembership.objects.on(today).filter(user=user)
    grades = GRADES[1:] if held.filter(role__in=GRADES).exists() else TEAM_MANAGERS
    return holders_of(grades, teams=held.order_by().values("team"), today=today).exclude(pk=user.pk)


def named_few(family: Family, today: date) -> QuerySet[User]:
    """Whom a family's emergency is told: of a restricted one those on its list; of others its lead and managers."""
    if Restriction.objects.on(today).filter(family=family).exists():
        ids = RestrictionReader.objects.on(today).filter(family=family).order_by().values("user")
        found = User.objects.filter(pk__in=ids, is_active=True)
    else:
        teams = family.familyteam_set.on(today).order_by().values("team")
        managers = holders_of(TEAM_MANAGERS, teams=teams, today=today).order_by().values("pk")
        lead = family.allocation_set.on(today).leading(today).order_by().values("worker")
        found = User.objects.filter(Q(pk__in=managers) | Q(pk__in=lead), is_active=True)
    return found.exclude(pk__in=in_conflict(family, today))


def waiting_to_be_passed_on(at: datetime) -> list[Emergency]:
    """What was opened, nobody has reviewed, and was told to nobody further for as long as practice says."""
    rows = Emergency.objects.filter(outcome=Outcome.OPENED, review=None).select_related("by", "family").order_by("pk")
    return [row for row in rows if is_to_be_passed_on(row, at)]


def is_to_be_passed_on(row: Emergency, at: datetime) -> bool:
    last = told_of(row).filter(kind=PASSED_ON).aggregate(at=Max("at"))["at"] or row.at
    waits = not EmergencyReview.objects.filter(emergency=row).exists()
    return waits and at >= calendar.after(last, current().settings.emergency_passed_on_after)


def told_of(row: Emergency) -> QuerySet[Notification]:
    """To whom it was told, at first and when it was passed on."""
    return Notification.objects.filter(kind__in=(TOLD, PASSED_ON), **columns_of(row))


def next_to_tell(row: Emergency, today: date) -> list[User]:
    """The next grade of managers over who opened it, or over the family, of whom nobody was told.

    Over a restricted family none for its own sake: its managers would learn that there is one.
    """
    teams = {*TeamMembership.objects.on(today).filter(user=row.by_id).values_list("team", flat=True)}
    told = {row.by_id, *told_of(row).values_list("user", flat=True)}
    family = where_it_is(row.family)
    if family is not None:
        told |= {*in_conflict(family, today).values_list("user", flat=True)}
        if not Restriction.objects.on(today).filter(family=family).exists():
            teams |= {*family.familyteam_set.on(today).values_list("team", flat=True)}
    return next_managers(sorted(teams), told, today)


def told_of_each(rows: Iterable[Emergency]) -> dict[int, list[Notification]]:
    """By the id of each of which somebody was told the notifications of it, the first first."""
    found: dict[int, list[Notification]] = {}
    ids = [row.pk for row in rows]
    told = Notification.objects.filter(kind__in=(TOLD, PASSED_ON), subject_type=type_of(Emergency), subject_id__in=ids)
    for each in told.select_related("user").order_by("at", "user__name", "pk"):
        found.setdefault(each.subject_id, []).append(each)
    return found


def with_review() -> QuerySet[Emergency]:
    """All, with what a page shows of each, and whether it is `reviewed`."""
    return Emergency.objects.select_related("by", "family", "grant", "protection", "review__by").annotate(
        reviewed=Exists(EmergencyReview.objects.filter(emergency=OuterRef("pk")))
    )


def emergencies_for(user: User, today: date) -> QuerySet[Emergency]:
    """Those of `user`, of the people whom they manage and of the families that they read; for managers and auditors of
    the whole authority all.
    """
    rows = with_review()
    if not user.is_active:
        return rows.none()
    into = FamilyJoin.objects.filter(reach(user, today=today, family="family"), joined=OuterRef("family"), undone=False)
    read = reach(user, today=today, family="family") | Q(Exists(into))
    # What was open to somebody already says that they are on the list of a restricted family: to no others.
    told = ~Q(outcome=Outcome.OPEN_ALREADY)
    if not holdings_of(user, today).has_post((*GRADES, Role.AUDITOR)):
        told &= Q(is_managed(user, today))
    return rows.filter(Q(by=user) | read | told)


def emergency_for(user: User, pk: int, today: date) -> Emergency | None:
    """The one with that id, if it is one of those, or `user` was told of it."""
    told = user.is_active and user.notifications.filter(
        kind__in=(TOLD, PASSED_ON), subject_type=type_of(Emergency), subject_id=pk).exists()  # fmt: skip
    return (with_review() if told else emergencies_for(user, today)).filter(pk=pk).first()


def is_managed(user: User, today: date) -> Exists:
    """Of emergencies the condition that who did it is, on this day, in a team that `user` manages."""
    teams = holdings_of(user, today).teams(GRADES)
    return Exists(TeamMembership.objects.on(today).filter(team__in=teams, user=OuterRef("by")))


def readable_details(user: User, rows: Iterable[Emergency]) -> set[int]:
    """The ids of those of which `user` may read what was typed and why, and of which family they are.

    Not of a family that is shut to them; but one that was not opened says no more than what somebody typed.
    """
    rows = list(rows)
    ids = {row.family_id for row in rows if row.family_id}
    shut = ids - set(Family.objects.filter(unrestricted(user), pk__in=ids).order_by().values_list("pk", flat=True))
    return {row.pk for row in rows if row.by_id == user.pk or row.family_id not in shut or row.outcome in NOTHING}


def nameable(user: User, rows: Iterable[Emergency]) -> set[int]:
    """Of the families of these rows the ids of those of which `user` may know that they are recorded here."""
    ids = {row.family_id for row in rows if row.family_id}
    return set(families_to_find(user).filter(pk__in=ids).order_by().values_list("pk", flat=True))


def may_review(user: User, row: Emergency, today: date) -> bool:
    """Whether `user` manages who opened it, or decides for its family, and may read what it was for.

    Never who opened it, nor who stands in for them: their deputy, or who covers for them.
    """
    if row.by_id == user.pk or stands_in_for(user, row.by, today) or not readable_details(user, [row]):
        return False
    managed = Emergency.objects.filter(is_managed(user, today), pk=row.pk).exists()
    managed = managed or holdings_of(user, today).has_post(GRADES)
    family = where_it_is(row.family)
    return managed or (family is not None and access_of(user, family, today=today).can(Can.DECIDE))


def stands_in_for(user: User, other: User, today: date) -> bool:
    """Whether `user` covers for `other`, or is the deputy in a team that `other` manages."""
    managed = teams_managed_by(other, today).order_by().values("pk")
    held = TeamMembership.objects.on(today).filter(user=user, team__in=managed, role__in=GRADES)
    only_deputy = held.exists() and not held.exclude(role=Role.DEPUTY).exists()
    return only_deputy or current_covers(other, today).filter(pk=user.pk).exists()
