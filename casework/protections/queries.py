"""Who may read what is protected, whom it protects, and who works with those from whom it is kept."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from casework.access import access_of, restricted_families
from casework.access.grants.models import FamilyGrant
from casework.access.queries import own_or_covered
from casework.allocations.models import Allocation
from casework.emergencies.models import Emergency, Outcome
from casework.families.models import Family, FamilyMember
from casework.people.models import Person, entries_of_ones
from casework.protections.models import Protection, ProtectionReader
from casework.trail.rows import fingerprint
from casework.users.models import User
from casework.users.queries import holders_of
from casework.users.roles import TEAM_MANAGERS

FEWEST_READERS = 2


def is_reader(user: User, protection: str = "protection") -> Exists:
    """The condition that `user` is named as a reader now; `protection` leads from the row to its protection."""
    return Exists(ProtectionReader.objects.filter(protection=OuterRef(protection), user=user, ended_on=None))


def is_readable(user: User, protection: str = "protection", at: datetime | None = None) -> Q:
    """The condition that `user` may read what is protected now: they are named, or opened it in an emergency."""
    at = at or timezone.now()
    opened = Emergency.objects.filter(protection=OuterRef(protection), by=user, outcome=Outcome.OPENED)
    running = FamilyGrant.objects.emergencies(timezone.localdate(at), at).filter(pk=OuterRef("grant"))
    return Q(is_reader(user, protection)) | Q(Exists(opened.filter(Exists(running))))


def names(user: User, protection: Protection | None) -> bool:
    """Whether `protection` names `user` as a reader; True where there is none, or it has ended.

    What was opened in an emergency is read, and changed by those alone who are named.
    """
    return protection is None or protection.ended_at is not None or protection.readers.filter(
        user=user, ended_on=None).exists()  # fmt: skip


def reads(user: User, protection: Protection | None, *, at: datetime | None = None) -> bool:
    """Whether `user` may read what `protection` keeps; True where there is none, or it has ended."""
    if protection is None:
        return True
    readable = Q(ended_at__isnull=False) | is_readable(user, "pk", at)
    return Protection.objects.filter(readable, pk=protection.pk).exists()


def reader_rows(protection: Protection) -> QuerySet[ProtectionReader]:
    return protection.readers.filter(ended_on=None).select_related("user")


def readers_of(protection: Protection) -> list[User]:
    """The users who are named as readers now."""
    return [row.user for row in reader_rows(protection)]


def readers_with_access(protection: Protection) -> list[User]:
    """Those named who may still read a family of the people whom it protects."""
    families = families_of(protection)
    return [user for user in readers_of(protection) if any(access_of(user, one).lasts for one in families)]


def families_of(protection: Protection) -> list[Family]:
    """The family that protects, and those to which the people belong now whose places are protected.

    A restricted family alone: of its protections no other is told.
    """
    if restricted_families(timezone.localdate()).filter(family=protection.family_id).exists():
        return [protection.family]
    members = FamilyMember.objects.filter(until_date=None, person__in=people_protected(protection))
    return list(Family.objects.filter(Q(pk=protection.family_id) | Q(pk__in=members.order_by().values("family"))))


def people_protected(protection: Protection) -> QuerySet[Person]:
    """Those who live there, and those of whom a contact detail is protected; every entry of who was entered twice."""
    named = Q(pk__in=protection.people) | Q(contact_details__protection=protection)
    people = Person.objects.filter(named).values_list("pk", "merged_into")
    return entries_of({pk for pair in people for pk in pair if pk})


def entries_of(people: Collection[int]) -> QuerySet[Person]:
    """Every entry of these persons (ids), whoever was entered twice."""
    # Two steps with ids between them: the database then goes in by its keys, however many people there are.
    pairs = Person.objects.filter(pk__in=list(people)).order_by().values_list("pk", "merged_into")
    return entries_of_ones(sorted({main or pk for pk, main in pairs}))


def protections_in(family: Family) -> QuerySet[Protection]:
    """Those that this family wrote, and those of whoever belongs to it now; none of another that is restricted."""
    members = list(FamilyMember.objects.filter(family=family, until_date=None).values_list("person", flat=True))
    people = list(entries_of(members).values_list("pk", flat=True))
    kept = Protection.objects.filter(contact_details__person__in=people).order_by().values("pk")
    found = Q(people__overlap=people) | Q(pk__in=kept)
    told = ~Q(family__in=restricted_families(timezone.localdate()))
    return Protection.objects.filter(Q(family=family) | found & told).select_related("family", "by", "settled_by")


def protections_of(people: Collection[int], family: Family | int) -> QuerySet[Protection]:
    """Those that last and protect the place where one of these persons (ids) lives, the latest first.

    Asked in `family`: of another one that is restricted nothing is known there, and what a restricted one protects
    stands under a protection of its own, with its own readers.
    """
    ids = list(entries_of(people).values_list("pk", flat=True))
    restricted = restricted_families(timezone.localdate())
    apart = Q(family__in=restricted) | Q(Exists(restricted.filter(family=getattr(family, "pk", family))))
    lasting = Protection.objects.filter(ended_at=None, people__overlap=ids).order_by("-pk")
    return lasting.filter(Q(family=family) | ~apart)


def works_with(user: User, from_whom: Iterable[int], today: date) -> bool:
    """Whether `user` is allocated, today, to a family to which one of `from_whom` (ids) belongs, or covers there."""
    people = entries_of(list(from_whom)).order_by().values("pk")
    families = FamilyMember.objects.filter(person__in=people, until_date=None).order_by().values("family")
    return Allocation.objects.on(today).filter(own_or_covered(user, today), family__in=families).exists()


def unreasoned_readers(protection: Protection, today: date) -> list[User]:
    """The readers who work with those from whom it is kept, and for whom no manager has given a reason."""
    rows = reader_rows(protection).filter(because="")
    return [row.user for row in rows if works_with(row.user, protection.from_whom, today)]


def readers_to_notice(today: date) -> list[ProtectionReader]:
    """The readers, of whom nobody was told yet, who have left or work now with those from whom it is kept."""
    rows = ProtectionReader.objects.filter(ended_on=None, noticed_at=None, protection__ended_at=None)
    found = rows.select_related("user", "protection__family").order_by("pk")
    return [row for row in found if has_left(row, today) or _works_there_now(row, today)]


def has_left(row: ProtectionReader, today: date) -> bool:
    """Whether the reader has nothing to do any more with the families concerned; days of grace do not count."""
    return not any(access_of(row.user, one, today=today).roles for one in families_of(row.protection))


def _works_there_now(row: ProtectionReader, today: date) -> bool:
    protection = row.protection
    return bool(protection.settled_at) and not row.because and works_with(row.user, protection.from_whom, today)


def managers_of(protection: Protection, today: date) -> QuerySet[User]:
    """The managers of the teams that work with the families of those whom it protects."""
    teams = {family.team_now().pk for family in families_of(protection) if family.familyteam_set.on(today).exists()}
    return holders_of(TEAM_MANAGERS, teams=teams, today=today)


def fingerprint_of_protection(protection: Protection | None) -> str:
    """Of a protection as a page showed it: whom it names, from whom it keeps, and why."""
    if protection is None:
        return fingerprint(None)
    readers = sorted(row.user_id for row in protection.readers.filter(ended_on=None))
    return fingerprint(
        protection.pk, protection.because, protection.from_whom, protection.people, readers,
        str(protection.settled_at), str(protection.ended_at),
    )  # fmt: skip
