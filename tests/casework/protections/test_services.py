"""Whoever works with a family protects at once, a manager settles it, and what locates goes with it (A9.20)."""

import pytest
import time_machine

from casework.allocations import services as allocations
from casework.births import services as births
from casework.births.checks import Newborn
from casework.duedates.models import DueDate
from casework.ecomap import services as ecomap
from casework.families.headlines.services import carry_over
from casework.families.models import FamilyMember, FamilyRole
from casework.families.services import add_family
from casework.joins import services as joins
from casework.matching import services as matching
from casework.notifications.models import Notification
from casework.people.contact_details import services as contacts
from casework.people.contact_details.models import ContactDetail
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.key_contacts import services as key_contacts
from casework.people.key_contacts.models import KeyContact
from casework.people.key_contacts.presenters import key_contacts_of
from casework.people.protecting import services as protecting
from casework.people.protecting.queries import what_locates
from casework.protections import services
from casework.protections.models import Protection
from casework.protections.queries import fingerprint_of_protection, reads
from casework.protections.tasks import notice_readers
from casework.refusal import Conflict, Refusal
from casework.relationships.models import Relationship
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.users.roles import Role
from tests.factories import NOW, add_adult, add_child
from tests.former import leave

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
SECRET = "9 Hidden Row"
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def tom(cast, allocated):
    """The father, of another family that Rick works with too."""
    elm = add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    tom = add_adult(elm, cast.mary, name="Tom Elm")
    with acting(cast.mary):
        FamilyMember.objects.create(family=allocated.family, person=tom, role=FamilyRole.PARENT, until_date=TODAY)
    allocations.allocate(elm, cast.rick, role=Role.RECOVERY_WORKER, from_date=TODAY, reason="x", by=cast.mary, at=NOW)
    return tom


def address_of(person, family, by, value=SECRET):
    return contacts.add_contact(family, person, kind="address", value=value, from_date=TODAY, by=by)


def protect(contact, by, readers, because="He looks for her", **more):
    seen = fingerprint_of_contact(contact)
    return protecting.protect_contact(
        contact.family, contact, fingerprint=seen, readers=readers, because=because, by=by, at=NOW, **more
    )


def settle(protection, by, **words):
    return services.settle(protection, by=by, at=NOW, **words)


def clock():
    return DueDate.objects.running().filter(timescale="protection_settled").count()


def told(kind):
    return {row.user.name.split()[0] for row in Notification.objects.filter(kind=kind)}


def test_protecting_holds_at_once_and_a_manager_settles_it(cast, allocated):
    protection = protect(address_of(allocated.ann, allocated.family, cast.dora), cast.dora, [cast.sue]).protection
    assert clock() == 1
    assert told("protection_to_settle") == {"Mary", "Dev"}
    with pytest.raises(Refusal, match="You may not"):
        settle(protection, cast.sue)
    assert settle(protection, cast.mary).settled_by == cast.mary
    assert clock() == 0
    assert not reads(cast.mary, protection), "settling is not reading"
    with pytest.raises(Conflict):
        settle(protection, cast.dev)


def test_protecting_needs_two_readers_and_the_last_two_cannot_be_removed(cast, allocated):
    address = address_of(allocated.ann, allocated.family, cast.sue)
    with pytest.raises(Refusal, match="At least two"):
        protect(address, cast.sue, [])
    protection = protect(address, cast.sue, [cast.dora]).protection
    with pytest.raises(Refusal, match="At least two"):
        services.change_readers(
            protection, fingerprint=fingerprint_of_protection(protection), readers=[], because="x", by=cast.sue, at=NOW
        )


def test_who_works_with_those_it_is_kept_from_is_named_by_a_manager_with_a_reason(cast, allocated, tom):
    address = address_of(allocated.ann, allocated.family, cast.sue)
    with pytest.raises(Refusal, match="Only a manager may name them"):
        protect(address, cast.sue, [cast.rick], from_whom=[tom])
    with pytest.raises(Refusal, match="Say why they may read it"):
        protect(address, cast.mary, [cast.rick], from_whom=[tom])
    protection = protect(
        address, cast.mary, [cast.rick], from_whom=[tom], readers_because="He visits both, and keeps them apart."
    ).protection
    reader = protection.readers.get(user=cast.rick)
    assert reader.because == "He visits both, and keeps them apart."
    assert protection.readers.get(user=cast.mary).because == ""


def test_who_works_with_both_protects_at_once_and_settling_asks_why_they_read_it(cast, allocated, tom):
    protection = protect(
        address_of(allocated.ann, allocated.family, cast.rick), cast.rick, [cast.dora], from_whom=[tom]
    ).protection
    with pytest.raises(Refusal, match="Rick Reed works with those"):
        settle(protection, cast.mary)
    settle(protection, cast.mary, readers_because="He took the call.")
    assert protection.readers.get(user=cast.rick).because == "He took the call."


def test_nobody_is_protected_and_kept_from_it(cast, allocated):
    address = address_of(allocated.ann, allocated.family, cast.sue)
    with pytest.raises(Refusal, match="Ann Ash cannot be both"):
        protect(address, cast.sue, [cast.dora], from_whom=[allocated.ann])


@pytest.fixture
def around(cast, allocated):
    """How Ann and Mia are reached, and who sees them: a nursery, a GP, the housing office."""
    family, details = allocated.family, {"from_date": TODAY, "by": cast.sue}
    around = {
        "phone": contacts.add_contact(family, allocated.ann, kind="telephone", value="01632 960001", **details),
        "mia": address_of(allocated.mia, family, cast.sue, "9, hidden row"),
        "ben": address_of(allocated.ben, family, cast.sue, "1 Gran Street"),
    }
    for profession, about in (("school", [allocated.mia]), ("gp", []), ("police", []), ("hospital", [allocated.ben])):
        around[profession] = key_contacts.add_key_contact(
            family, profession=profession, organisation=f"The {profession}", telephone="1", about=about, **details
        )
    return around


def test_protecting_asks_for_those_who_live_there_and_what_locates_them(cast, allocated, around):
    address = address_of(allocated.ann, allocated.family, cast.sue)
    found = what_locates(cast.sue, address, TODAY)
    assert {str(person) for person in found.people} == {"Mia Ash"}, "Ben is recorded elsewhere"
    assert found.likely == {around["phone"].pk, around["mia"].pk}
    assert {row.profession for row in found.key_contacts} == {"school", "gp", "hospital"}
    protection = protect(
        address, cast.sue, [cast.dora], people=found.people, key_contacts=[around["school"]],
        contacts=[around["phone"], around["mia"]],
    ).protection  # fmt: skip
    assert set(protection.people) == {allocated.ann.pk, allocated.mia.pk}
    assert set(protection.contact_details.all()) == {address, around["phone"], around["mia"]}
    assert list(protection.key_contacts.all()) == [around["school"]]
    listed = {item.profession: item.who for item in key_contacts_of(allocated.family, TODAY)}
    assert listed["School or nursery"] == "Protected: ask Dora Dale or Sue Sands"


def test_protecting_takes_nothing_that_was_not_offered(cast, allocated, around):
    address = address_of(allocated.ann, allocated.family, cast.sue)
    with pytest.raises(Refusal, match="Choose from those offered"):
        protect(address, cast.sue, [cast.dora], key_contacts=[around["police"]])
    with pytest.raises(Refusal, match="Choose from those offered"):
        protect(address, cast.sue, [cast.dora], people=[allocated.ben])


def test_key_contact_of_a_family_one_may_not_read_is_protected_without_being_named(cast, allocated, make_family):
    birch, kim = make_family("Birch")
    with acting(cast.mary):
        FamilyMember.objects.create(family=birch, person=allocated.mia, role=FamilyRole.OTHER_CHILD)
        change(birch.familyteam_set.get(), team=cast.south)
        nursery = KeyContact.objects.create(
            family=birch, profession="school", organisation="Hill", telephone="1", about=[allocated.mia.pk],
            from_date=TODAY,
        )  # fmt: skip
        carry_over([birch.pk], at=NOW)
    address = address_of(allocated.mia, allocated.family, cast.sue)
    found = what_locates(cast.sue, address, TODAY)
    assert nursery not in found.key_contacts
    assert kim not in found.people, "she is of a family that Sue may not read"
    protect(address, cast.sue, [cast.dora])
    nursery.refresh_from_db()
    assert nursery.protection


@pytest.fixture
def protected(cast, allocated):
    """Ann and Mia are at SECRET; Sue and Dora may know, Rick not."""
    address = address_of(allocated.ann, allocated.family, cast.sue)
    return protect(address, cast.sue, [cast.dora], people=[allocated.mia]).protection


def under(protection):
    return {row.value for row in ContactDetail.objects.filter(protection=protection)}


def test_what_is_added_later_is_protected_from_the_first(cast, allocated, protected):
    address_of(allocated.mia, allocated.family, cast.rick, "4 New Road")
    address_of(allocated.ben, allocated.family, cast.rick, "1 Gran Street")
    address_of(allocated.ben, allocated.family, cast.rick, "9 hidden row")
    assert under(protected) == {SECRET, "4 New Road", "9 hidden row"}
    details = {"telephone": "1", "from_date": TODAY, "by": cast.rick}
    school, gp, police = (
        key_contacts.add_key_contact(allocated.family, profession=each, organisation=each, about=about, **details)
        for each, about in (("school", [allocated.mia]), ("gp", []), ("police", []))
    )
    assert [row.protection for row in (school, gp, police)] == [protected, protected, None]
    assert not ContactDetail.history.filter(value="4 New Road", protection=None).exists()


def test_key_contact_that_is_protected_is_changed_by_its_readers_alone(cast, allocated, protected):
    details = {"profession": "gp", "organisation": "Hill", "telephone": "1", "from_date": TODAY}
    row = key_contacts.add_key_contact(allocated.family, by=cast.rick, **details)
    for who in (cast.rick, cast.mary):
        with pytest.raises(Refusal, match="not among those named"):
            key_contacts.change_key_contact(row, fingerprint="x", by=who, **details)


def test_tie_of_the_ecomap_refers_to_a_protected_key_contact(cast, allocated, protected):
    details = {"person": None, "kind": "school", "strength": "strong", "flow": "to", "about": "", "from_date": TODAY}
    before = ecomap.add(allocated.family, with_whom="Acorns", by=cast.sue, at=NOW, **details)
    nursery = key_contacts.add_key_contact(
        allocated.family, profession="school", organisation="Acorns", telephone="1", from_date=TODAY, by=cast.sue
    )
    after = ecomap.add(allocated.family, with_whom="acorns", by=cast.sue, at=NOW, **details)
    assert (after.with_whom, after.key_contact) == ("", nursery)
    before.refresh_from_db()
    assert (before.with_whom, before.key_contact) == ("", nursery)


def test_newborn_lives_where_a_protected_mother_does(cast, allocated, protected):
    [baby] = births.record_unexpected_birth(
        allocated.family, allocated.ann, born=TODAY, children=[Newborn("Bea Ash", "F")], by=cast.sue, at=NOW
    )
    protected.refresh_from_db()
    assert baby.pk in protected.people
    assert address_of(baby, allocated.family, cast.rick, "Ward 3").protection == protected


def test_twins_born_where_the_mother_is_protected_are_protected_both(cast, allocated, protected):
    unborn = add_child(allocated.family, cast.mary, name="Baby Ash", born=None, expected=TODAY)
    protecting_with(cast, protected, allocated.ann, unborn)
    children = [Newborn("Bea Ash", "F"), Newborn("Bo Ash", "M")]
    people = births.record_birth(allocated.family, unborn, born=TODAY, children=children, by=cast.sue, at=NOW)
    protected.refresh_from_db()
    assert {person.pk for person in people} <= set(protected.people)


def protecting_with(cast, protection, mother, child):
    with acting(cast.sue):
        Relationship.objects.create(family=protection.family, person=mother, kind="mother", other=child)


def test_two_entries_of_one_person_are_protected_alike_once_they_are_one(cast, allocated, protected):
    annie = add_adult(allocated.family, cast.mary, name="Annie Ash", in_household=False)
    open_one = address_of(annie, allocated.family, cast.sue, "9 Hidden Row, flat 1")
    assert open_one.protection is None
    matching.merge(annie, allocated.ann, because="Entered twice.", by=cast.mary, at=NOW)
    open_one.refresh_from_db()
    assert open_one.protection == protected


def test_joined_families_keep_what_is_protected_and_protect_what_is_the_same(cast, allocated, protected, make_family):
    birch, kim = make_family("Birch")
    same = address_of(kim, birch, cast.mary, "9, Hidden Row")
    assert same.protection is None
    joins.join(birch, allocated.family, because="One family.", by=cast.mary, at=NOW)
    same.refresh_from_db()
    protected.refresh_from_db()
    assert (same.protection, protected.family) == (protected, birch)


def test_asking_to_read_tells_those_named_and_the_managers_of_it(cast, allocated, protected):
    services.ask_to_read(protected, allocated.family, because="I visit at nine.", by=cast.rick, at=NOW)
    assert told("protection_asked") == {"Sue", "Dora", "Mary", "Dev"}
    with pytest.raises(Refusal, match="Say why"):
        services.ask_to_read(protected, allocated.family, because=" ", by=cast.rick, at=NOW)
    with pytest.raises(Refusal, match="You may not"):
        services.ask_to_read(protected, allocated.family, because="x", by=cast.stan, at=NOW)


def test_managers_are_told_once_of_a_reader_who_has_left(cast, allocated, protected):
    assert notice_readers() == 0
    leave(cast.dora, by=cast.mary)
    assert notice_readers() == 1
    assert notice_readers() == 0
    assert told("protection_readers") == {"Sue", "Mary", "Dev"}


def test_managers_are_told_of_a_reader_who_works_with_the_other_side_now(cast, allocated, tom):
    protection = protect(
        address_of(allocated.ann, allocated.family, cast.sue), cast.sue, [cast.dora], from_whom=[tom]
    ).protection
    settle(protection, cast.mary)
    assert notice_readers() == 0
    allocations.allocate(
        tom.memberships.get(until_date=None).family, cast.dora, role=Role.DOMESTIC_ABUSE_VICTIM_WORKER, from_date=TODAY,
        reason="x", by=cast.mary, at=NOW,
    )  # fmt: skip
    assert notice_readers() == 1


def test_ending_shows_all_of_it_again_and_is_for_a_reader_who_leads(cast, allocated, protected):
    seen = fingerprint_of_protection(protected)
    for who, words in ((cast.mary, "not among those named"), (cast.dora, "You may not")):
        with pytest.raises(Refusal, match=words):
            protecting.end_protection(protected, fingerprint=seen, by=who, at=NOW)
    protecting.end_protection(protected, fingerprint=seen, by=cast.sue, at=NOW)
    assert not under(protected)
    assert reads(cast.rick, protected)
    assert address_of(allocated.mia, allocated.family, cast.sue, "5 Low Road").protection is None
    assert clock() == 0


def test_protection_that_is_over_is_not_changed(cast, allocated, protected):
    protecting.end_protection(protected, fingerprint=fingerprint_of_protection(protected), by=cast.sue, at=NOW)
    for act in (
        lambda: settle(protected, cast.mary),
        lambda: services.ask_to_read(protected, allocated.family, because="x", by=cast.rick, at=NOW),
    ):
        with pytest.raises(Conflict, match="not protected any more"):
            act()


def test_more_is_protected_under_the_same_readers(cast, allocated, around):
    protection = protect(address_of(allocated.ann, allocated.family, cast.sue), cast.sue, [cast.dora]).protection
    given = {"fingerprint": fingerprint_of_protection(protection), "at": NOW}
    with pytest.raises(Refusal, match="not among those named"):
        protecting.protect_more(protection, people=[allocated.mia], by=cast.rick, **given)
    protecting.protect_more(
        protection, people=[allocated.mia], contacts=[around["mia"]], key_contacts=[around["gp"]], by=cast.dora,
        **given,
    )  # fmt: skip
    assert Protection.objects.get().people == sorted([allocated.ann.pk, allocated.mia.pk])
    assert {row.pk for row in protection.contact_details.all()} >= {around["mia"].pk}
