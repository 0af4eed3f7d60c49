"""Recording the family's warnings, reviewing them, and ending them; telling where they follow a person (A9.17)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, require
from casework.allocations.queries import managers_of
from casework.families.models import Family
from casework.lives.checks import EVENT, check_in_family
from casework.notifications.services import notify
from casework.people.models import Person
from casework.refusal import Refusal
from casework.trail.acting import in_service, service
from casework.trail.rows import lock
from casework.trail.versions import change_version
from casework.users.models import User
from casework.warnings import checks
from casework.warnings.models import Caution
from casework.warnings.queries import open_families_of, running_of


@service
def add(
    family: Family,
    *,
    kind: str,
    detail: str,
    source: str,
    from_date: date,
    review_on: date,
    by: User,
    at: datetime,
    person: Person | None = None,
) -> Caution:
    """Record a warning, which each page of the family shows.

    One that names a `person` of the family stands in every family in which they are or were; the managers are told.
    """
    require(by, family, Can.RECORD)
    lock(family)
    today = timezone.localdate(at)
    checks.check_kind(kind)
    checks.check_detail(detail)
    checks.check_source(source, ", such as the police or what you saw yourself")
    checks.check_begin(from_date, today)
    check_in_family(EVENT, from_date, family.people_ever(), today, "from_date")
    checks.check_review(review_on, today)
    checks.check_person(family, person)
    caution = Caution.objects.create(
        family=family, kind=kind, person=person, detail=detail.strip(), source=source.strip(), from_date=from_date,
        review_on=review_on,
    )  # fmt: skip
    _tell_of_person(caution, by, at)
    return caution


def _tell_of_person(caution: Caution, by: User, at: datetime) -> None:
    if caution.person:
        tell_of([caution], open_families_of([caution.person]), by=by, at=at)


@in_service
def follow_into(family: Family, people: Iterable[Person], *, by: User, at: datetime) -> None:
    """These persons came into `family`, and what warns of them with them: the managers of both are told."""
    tell_of(running_of(people), [family], by=by, at=at)


@in_service
def follow_merge(person: Person, into: Person, *, by: User, at: datetime) -> None:
    """The two are one now: what warns of either stands in the families of both."""
    for one, other in ((person, into), (into, person)):
        named = [caution for caution in running_of([one]) if caution.person_id == one.pk]
        there = other.memberships.order_by().values_list("family", flat=True)
        families = [family for family in open_families_of([other]) if family.pk in set(there)]
        tell_of(named, families, by=by, at=at)


@in_service
def tell_of(cautions: Iterable[Caution], families: Iterable[Family], *, by: User, at: datetime) -> None:
    """The managers of each of `families` into which one of the `cautions` follows, and of the one that wrote it."""
    families = list(families)
    for caution in cautions:
        others = [family for family in families if family.pk != caution.family_id]
        for family in [*others, caution.family] if others else ():
            managers = set(managers_of(family, timezone.localdate(at))) - {by}
            users = sorted(managers, key=lambda user: user.pk)
            # The alert stands for whoever goes there, and so does this: neither says whose record tells it.
            notify("warning_follows", users, subject=caution, family=family, told_by=family, by=by, at=at)


@service
def review(
    caution: Caution, *, detail: str, source: str, review_on: date, version: int, by: User, at: datetime,
    **named: Person | None,
) -> Caution:  # fmt: skip
    """Record that it was reviewed and is still needed, its words and source as they are now, and the next review.

    `named` may give the `person` from whom the risk comes; without it that stays as it is.
    """
    caution = lock(caution, "family", "person")
    checks.check_current(caution, version)
    require(by, caution.family, Can.RECORD)
    checks.check_detail(detail)
    checks.check_source(source)
    checks.check_review(review_on, timezone.localdate(at))
    person = named.get("person", caution.person)
    checks.check_person(caution.family, person)
    follows = person is not None and person != caution.person
    change_version(caution, person=person, detail=detail.strip(), source=source.strip(), review_on=review_on)
    if follows:
        _tell_of_person(caution, by, at)
    return caution


@service
def end(caution: Caution, *, ended_on: date, because: str, version: int, by: User, at: datetime) -> Caution:
    """End the warning: from then on only the list of ended warnings shows it."""
    caution = lock(caution, "family")
    checks.check_current(caution, version)
    require(by, caution.family, Can.LEAD)
    if not because.strip():
        raise Refusal("Say why the warning ends.", "because")
    checks.check_end(caution, ended_on, timezone.localdate(at))
    change_version(caution, ended_on=ended_on, ended_because=because.strip(), ended_by=by)
    return caution
