"""Who comes into a family or a household of somebody protected, by whichever service, and who covers for a worker."""

from datetime import timedelta

import pytest

from casework.absences.models import Absence
from casework.allocations.models import Allocation
from casework.families.models import FamilyMember, FamilyRole
from casework.households import services as households
from casework.masks.current import HELD_BACK
from casework.masks.queries import mask_in_family
from casework.people import services as people
from casework.people.contact_details import services as contacts
from casework.people.key_contacts import services as key_contacts
from casework.people.key_contacts.models import LOCATING
from casework.protections.queries import reads, works_with
from casework.trail.acting import acting, service
from casework.trail.rows import change
from tests import brought_in
from tests.factories import NOW, add_adult, add_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
PLACE, TODAY = "9 Hidden Road, Luton LU1 2AB", NOW.date()


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def kept(allocated, cast):
    """Ann's address, kept from a man of her own family."""
    him = people.add_person(
        allocated.family, name="Carl Ash", role=FamilyRole.OTHER_ADULT, in_household=False, by=cast.mary, at=NOW
    )
    contact = contacts.add_protected_contact(
        allocated.family, allocated.ann, kind="address", value=PLACE, from_date=TODAY, readers=[cast.dev],
        because="Fled.", from_whom=[him], by=cast.mary, at=NOW,
    )  # fmt: skip
    allocated.him, allocated.protection = him, contact.protection
    return allocated


def telephone(family, person, by):
    return contacts.add_contact(
        family, person, kind="telephone", value="07700 900123", from_date=TODAY, by=by
    ).protection


@service
def _comes(family, person, *, by):
    return FamilyMember.objects.create(family=family, person=person, role=FamilyRole.CHILD)


def test_who_comes_by_any_service_with_the_same_address_is_protected_at_once(kept, cast, make_family):
    birch, kim = make_family("Birch")
    theirs = contacts.add_contact(birch, kim, kind="address", value=PLACE, from_date=TODAY, by=cast.mary)
    _comes(kept.family, kim, by=cast.mary)
    theirs.refresh_from_db()
    assert theirs.protection == kept.protection


def test_who_moves_in_lives_there_too_unless_it_is_kept_from_them(kept, cast):
    gran = people.add_person(
        kept.family, name="Gran Ash", role=FamilyRole.OTHER_ADULT, in_household=False, by=cast.mary, at=NOW
    )
    assert telephone(kept.family, gran, cast.mary) is None
    moved = {"in_household": True, "moved_on": TODAY, "because": "Moved.", "by": cast.mary, "at": NOW}
    households.move(kept.family, [gran, kept.him], **moved)
    kept.protection.refresh_from_db()
    assert gran.pk in kept.protection.people
    assert kept.him.pk not in kept.protection.people


def test_who_comes_back_into_the_household_lives_there_too(kept, cast):
    ned = add_child(kept.family, cast.mary, name="Ned Ash", in_household=False)
    households.leave(kept.family, ned, left_on=TODAY - timedelta(days=1), because="Left.", by=cast.mary, at=NOW)
    households.come_back(
        kept.family, ned, from_date=TODAY, in_household=True, because="Back.", by=cast.mary, at=NOW
    )  # fmt: skip
    assert telephone(kept.family, ned, cast.mary) == kept.protection


def test_who_covers_is_not_named_and_works_with_whom_the_absent_works_with(kept, cast, make_family):
    birch, kim = make_family("Birch")
    with acting(cast.mary):
        Allocation.objects.create(
            family=birch, worker=cast.sue, role=kept.family.allocation_set.get(worker=cast.sue).role, from_date=TODAY
        )
        away = Absence.objects.create(user=cast.sue, cover=cast.cora, from_date=TODAY, until_date=TODAY)
        Absence.objects.create(user=cast.mary, cover=cast.cora, from_date=TODAY, until_date=TODAY)
    assert not reads(cast.cora, kept.protection)
    assert mask_in_family(kept.family.pk, cast.cora.pk).of(PLACE).startswith(HELD_BACK)
    assert mask_in_family(kept.family.pk, cast.mary.pk).of(PLACE) == PLACE
    assert works_with(cast.cora, [kim.pk], TODAY)
    assert not works_with(cast.cora, [kim.pk], TODAY + timedelta(days=1))
    with acting(cast.mary):
        away.cancelled = True
        away.save()
    assert not works_with(cast.cora, [kim.pk], TODAY)


LATER = {
    "child": lambda family, by: add_child(family, by, name="Tom Ash"),
    "adult": lambda family, by: add_adult(family, by, name="Tia Ash"),
    "unborn": lambda family, by: people.add_person(
        family, name="Baby Ash", role=FamilyRole.CHILD, expected=TODAY + timedelta(days=60), by=by, at=NOW
    ),
}


@pytest.mark.parametrize("who", LATER)
@pytest.mark.parametrize("profession", LOCATING)
def test_whoever_is_added_to_the_household_lives_there_too(kept, cast, who, profession):
    came = LATER[who](kept.family, cast.mary)
    kept.protection.refresh_from_db()
    assert came.pk in kept.protection.people
    row = key_contacts.add_key_contact(
        kept.family, profession=profession, organisation="Kestrel", telephone="01632 960777", about=[came],
        from_date=TODAY, by=cast.mary,
    )  # fmt: skip
    assert row.protection == kept.protection
    assert telephone(kept.family, came, cast.mary) == kept.protection


def test_whose_row_is_corrected_is_no_newcomer(kept, cast):
    with acting(cast.mary):
        change(kept.protection, people=[kept.ann.pk])
    member = kept.family.familymember_set.get(person=kept.mia)
    _corrected(member, by=cast.mary)
    kept.protection.refresh_from_db()
    assert kept.protection.people == [kept.ann.pk]


@service
def _corrected(member, *, by):
    change(member, from_date=TODAY)


def test_nursery_that_another_family_of_a_newcomer_wrote_is_protected(kept, cast, make_family):
    birch, kim = make_family("Birch")
    row = key_contacts.add_key_contact(
        birch, profession="school", organisation="Kestrel Nursery", telephone="01632 960777", about=[kim],
        from_date=TODAY, by=cast.mary,
    )  # fmt: skip
    brought_in.bring_in(kept.family, kim, role=FamilyRole.CHILD, in_household=True, by=cast.mary, at=NOW)
    row.refresh_from_db()
    assert row.protection == kept.protection
