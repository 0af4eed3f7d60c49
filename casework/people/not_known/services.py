"""What became known of somebody: the name, and when they were born (A10.9)."""

from datetime import date, datetime

from django.utils import timezone

from casework.access import Can, require
from casework.families.headlines.services import carry_over_names
from casework.families.models import Family
from casework.notifications.services import notify
from casework.people.checks import check_birth, check_death_after, check_member
from casework.people.known_apart.services import say
from casework.people.misfits.services import tell_where_it_does_not_fit
from casework.people.models import Person
from casework.people.not_known.checks import GivenBirth, check_corrected, check_given_birth, name_values
from casework.people.not_known.queries import fingerprint_of_known, something_is_not_known
from casework.refusal import Conflict
from casework.trail.acting import in_service, service
from casework.trail.rows import check_fingerprint, lock
from casework.users.models import User


@service
def learn(
    family: Family, person: Person, *, fingerprint: str, by: User, at: datetime, name: str = "",
    born: date | None = None, about_age: int | None = None, about_age_on: date | None = None,
    birth_to_be_asked_by: User | None = None,
) -> Person:  # fmt: skip
    """Record the name or the birth of somebody of whom it was not known; whoever records may, for they were asked to.

    What was known exactly stays: that is corrected by those who keep the family's people.
    """
    require(by, family, Can.RECORD)
    person, today = lock(person), timezone.localdate(at)
    check_member(family, person)
    check_fingerprint(fingerprint, fingerprint_of_known(person))
    if not something_is_not_known(person):
        raise Conflict(f"The name and the birth of {person} are known already. Nothing was changed.")
    given = GivenBirth(born, person.expected, about_age, about_age_on, birth_to_be_asked_by)
    given = _as_saved(person) if person.born or person.expected else given.in_place_of(person).complete(today)
    role = family.familymember_set.get(person=person, until_date=None).role
    check_birth(given.born, given.expected, today)
    check_given_birth(family, given, role=role, person=person, today=today)
    check_death_after(person, given.born)
    check_corrected(person, given, role=role, today=today, sex=person.sex)
    asked_before, new_name = person.birth_to_be_asked_by_id, _new_name(person, name, given, role)
    say(family, person, **new_name, **given.columns())
    carry_over_names([person.pk])
    notify_asker(family, person, before=asked_before, by=by, at=at)
    tell_where_it_does_not_fit([person], by=by, at=at)
    return person


def _as_saved(person: Person) -> GivenBirth:
    return GivenBirth(person.born, person.expected)


def _new_name(person: Person, name: str, given: GivenBirth, role: str) -> dict[str, str | bool]:
    if person.name_known:
        return {}
    return name_values(name, not name.strip(), sex=person.sex, given=given, role=role)


@in_service
def notify_asker(family: Family, person: Person, *, before: int | None, by: User, at: datetime) -> None:
    """Tell who will ask for the birth, where somebody else has named them; `before` is the id of who was to ask."""
    asker = person.birth_to_be_asked_by
    if asker and asker.pk != before and asker != by:
        notify("birth_to_ask", [asker], subject=person, family=family, by=by, at=at)
