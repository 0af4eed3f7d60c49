"""A protected contact detail is shown to those named, and nowhere else (practice.md B6)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.families.models import FamilyMember, FamilyRole
from casework.people.contact_details import services
from casework.people.contact_details.models import ContactDetail
from casework.people.contact_details.presenters import contacts_for
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.protecting import services as protecting
from casework.protections import services as protections
from casework.protections.queries import fingerprint_of_protection
from casework.refusal import Conflict, Refusal
from casework.restrictions import services as restrictions
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
SECRET = "9 Hidden Row"
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def address(cast, allocated):
    """Ann's address, unprotected."""
    return services.add_contact(
        allocated.family, allocated.ann, kind="address", value=SECRET, remark="Ring twice", from_date=TODAY, by=cast.sue
    )


@pytest.fixture
def protected(cast, address):
    """Seen by all at first, then protected by Sue: for Dora and herself."""
    return protect(address, cast.sue, [cast.dora])


def protect(contact, by, readers, because="He looks for her"):
    """Protect it, or name its readers anew."""
    given = {"readers": readers, "because": because, "by": by, "at": NOW}
    if contact.protection is None:
        seen = fingerprint_of_contact(contact)
        return protecting.protect_contact(contact.family, contact, fingerprint=seen, **given)
    seen = fingerprint_of_protection(contact.protection)
    contact.protection = protections.change_readers(contact.protection, fingerprint=seen, **given)
    return contact


def change_contact(contact, **values):
    return services.change_contact(contact.family, contact, **values)


def unprotect(contact, **values):
    return protecting.unprotect_contact(contact.family, contact, **values)


def readers(contact):
    return {row.user for row in contact.protection.readers.filter(ended_on=None)}


def values(user, family):
    return [shown.value for shown in contacts_for(user, family)]


def test_unprotected_contact_is_read_by_all_who_read_the_record(cast, allocated, address):
    for who in ("sue", "dora", "cora", "mary", "bob", "audrey"):
        assert values(getattr(cast, who), allocated.family) == [SECRET]
    assert values(cast.stan, allocated.family) == []


def test_protected_contact_is_read_by_those_named_and_others_read_whom_to_ask(cast, allocated, protected):
    assert values(cast.sue, allocated.family) == values(cast.dora, allocated.family) == [SECRET]
    for who in ("rick", "cora", "mary", "bob", "serena", "audrey"):
        [shown] = contacts_for(getattr(cast, who), allocated.family)
        assert (shown.value, shown.remark, shown.because, shown.readable) == ("", "", "", False)
        assert shown.ask == "Protected address: ask Dora Dale or Sue Sands"


def test_protected_contact_does_not_leave_the_database(cast, allocated, protected, django_assert_num_queries):
    [shown] = contacts_for(cast.mary, allocated.family)
    assert SECRET not in repr(shown)


def test_reader_who_may_not_read_the_family_any_more_reads_nothing(cast, allocated, address, signed_in):
    protect(address, cast.sue, [cast.cora])
    page = reverse("person", args=[allocated.family.pk, allocated.ann.pk])
    assert SECRET in signed_in(cast.cora).get(page).content.decode()
    with acting(cast.mary):
        change(cast.cora.memberships.get(), until_date=TODAY - timedelta(days=1))
    assert values(cast.cora, allocated.family) == []
    assert signed_in(cast.cora).get(page).status_code == 404


def test_protecting_is_for_whoever_records_and_a_manager_settles_it(cast, address):
    with pytest.raises(Refusal, match="You may not"):
        protect(address, cast.bob, [cast.sue])
    protected = protect(address, cast.dora, [cast.sue])
    assert protected.protection.settled_at is None
    assert readers(protected) == {cast.dora, cast.sue}


def test_protecting_always_names_who_does_it(cast, allocated, address):
    assert protect(address, cast.mary, [cast.dora]).protection.settled_by == cast.mary
    assert values(cast.mary, allocated.family) == [SECRET]
    assert values(cast.sue, allocated.family) == [""]


def test_protecting_refuses_without_a_reason_or_for_strangers(cast, address):
    with pytest.raises(Refusal, match="Say why"):
        protect(address, cast.sue, [cast.dora], because=" ")
    with pytest.raises(Refusal, match="Stan Snow may not read"):
        protect(address, cast.sue, [cast.stan])


def test_protected_contact_is_changed_only_by_those_named(cast, protected):
    seen = fingerprint_of_contact(protected)
    for who in (cast.mary, cast.rick, cast.cora):
        with pytest.raises(Refusal, match="not among those named"):
            change_contact(protected, fingerprint=seen, value="1 New Road", from_date=TODAY, by=who)
        with pytest.raises(Refusal, match="not among those named"):
            protect(protected, who, [who])
        with pytest.raises(Refusal, match="not among those named"):
            unprotect(protected, fingerprint=seen, by=who, at=NOW)
    changed = change_contact(protected, fingerprint=seen, value="1 New Road", from_date=TODAY, by=cast.dora)
    assert changed.value == "1 New Road"
    protect(changed, cast.dora, [cast.mary])
    assert readers(changed) == {cast.dora, cast.mary}


def test_unprotecting_is_refused_to_a_reader_who_does_not_lead(cast, protected):
    with pytest.raises(Refusal, match="You may not"):
        unprotect(protected, fingerprint=fingerprint_of_contact(protected), by=cast.dora, at=NOW)
    unprotect(protected, fingerprint=fingerprint_of_contact(protected), by=cast.sue, at=NOW)
    assert values(cast.mary, protected.family) == [SECRET]
    assert not readers(protected)
    assert protected.protection.history.latest().ended_by == cast.sue


def test_changing_a_contact_conflicts_with_a_page_left_open(cast, address):
    seen = fingerprint_of_contact(address)
    change_contact(address, fingerprint=seen, value="1 New Road", from_date=TODAY, by=cast.sue)
    with pytest.raises(Conflict):
        change_contact(address, fingerprint=seen, value="2 New Road", from_date=TODAY, by=cast.sue)


def test_fingerprint_of_a_contact_does_not_show_its_value(address):
    assert len(fingerprint_of_contact(address)) == 32
    assert SECRET not in fingerprint_of_contact(address)


def test_contact_added_protected_was_never_readable_by_others(cast, allocated):
    details = {"kind": "telephone", "value": "01632 960999", "from_date": TODAY, "because": "Refuge"}
    contact = services.add_protected_contact(
        allocated.family, allocated.ann, readers=[cast.dora], by=cast.sue, at=NOW, **details
    )
    assert contact.history.filter(protection=None).count() == 0
    assert values(cast.mary, allocated.family) == [""]
    with pytest.raises(Refusal, match="You may not"):
        services.add_protected_contact(
            allocated.family, allocated.ann, readers=[cast.sue], by=cast.bob, at=NOW, **details
        )


def test_taking_over_waits_until_the_readers_have_left(cast, allocated, address):
    protection = protect(address, cast.sue, [cast.rick]).protection
    with pytest.raises(Refusal, match="can still read it"):
        take_over(protection, cast.mary, cast.dora)
    with pytest.raises(Refusal, match="You may not"):
        take_over(protection, cast.dora, cast.mary)
    with acting(cast.mary):
        change(cast.sue, is_active=False)
        change(cast.rick, is_active=False)
    with pytest.raises(Refusal, match="At least two"):
        protections.take_over(protection, readers=[], by=cast.mary, at=NOW)
    take_over(protection, cast.mary, cast.dora)
    assert values(cast.mary, allocated.family) == values(cast.dora, allocated.family) == [SECRET]
    assert protection.readers.get(user=cast.sue).ended_on == TODAY


def take_over(protection, by, with_whom):
    return protections.take_over(protection, readers=[with_whom], by=by, at=NOW)


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("address", "  ", "Give the address"),
        ("telephone", "none", "has digits"),
        ("email", "ann at home", "looks like"),
        ("pigeon", "coo", "Choose whether"),
    ],
)
def test_adding_a_contact_refuses_what_reaches_nobody(cast, allocated, kind, value, sentence):
    with pytest.raises(Refusal, match=sentence):
        services.add_contact(allocated.family, allocated.ann, kind=kind, value=value, from_date=TODAY, by=cast.sue)


def test_contact_ends_not_before_it_began(cast, address):
    with pytest.raises(Refusal, match="before the first"):
        change_contact(
            address, fingerprint=fingerprint_of_contact(address), value=SECRET, from_date=TODAY,
            until_date=TODAY - timedelta(days=1), by=cast.sue,
        )  # fmt: skip
    change_contact(
        address,
        fingerprint=fingerprint_of_contact(address),
        value=SECRET,
        from_date=TODAY,
        until_date=TODAY,
        by=cast.sue,
    )
    assert ContactDetail.objects.get().until_date == TODAY


def test_adding_a_contact_refuses_people_of_another_family(cast, allocated, make_family):
    _, kim = make_family("Birch")
    with pytest.raises(Refusal, match="belongs to this family"):
        services.add_contact(allocated.family, kim, kind="address", value="x 1", from_date=TODAY, by=cast.sue)
    with pytest.raises(Refusal, match="You may not"):
        services.add_contact(allocated.family, allocated.ann, kind="address", value="x", from_date=TODAY, by=cast.bob)


def test_former_reader_reads_and_changes_it_no_more_while_a_second_one_does(cast, allocated, protected):
    protect(protected, cast.sue, [cast.rick])
    assert values(cast.dora, allocated.family) == [""]
    assert values(cast.rick, allocated.family) == values(cast.sue, allocated.family) == [SECRET]
    [masked] = contacts_for(cast.dora, allocated.family)
    assert masked.ask == "Protected address: ask Rick Reed or Sue Sands"
    seen = fingerprint_of_contact(protected)
    with pytest.raises(Refusal, match="not among those named"):
        change_contact(protected, fingerprint=seen, value="1 New Road", from_date=TODAY, by=cast.dora)
    assert change_contact(protected, fingerprint=seen, value="1 New Road", from_date=TODAY, by=cast.rick)


def test_former_reader_who_is_named_again_reads_it_again(cast, allocated, protected):
    protect(protected, cast.sue, [cast.rick])
    assert values(cast.dora, allocated.family) == [""]
    protect(protected, cast.sue, [cast.dora])
    assert values(cast.dora, allocated.family) == [SECRET]


def test_taking_over_waits_for_a_second_reader_who_still_reads_the_record(cast, allocated, protected):
    with acting(cast.mary):
        change(cast.sue, is_active=False)
    with pytest.raises(Refusal, match="can still read it"):
        take_over(protected.protection, cast.mary, cast.rick)
    with acting(cast.mary):
        change(cast.dora, is_active=False)
    take_over(protected.protection, cast.mary, cast.rick)
    assert values(cast.mary, allocated.family) == [SECRET]


@pytest.fixture
def second_family(cast, allocated, make_family):
    """Ann belongs to Birch too, of Stan's team."""
    birch, _ = make_family("Birch")
    with acting(cast.mary):
        FamilyMember.objects.create(family=birch, person=allocated.ann, role=FamilyRole.PARENT)
    return birch


def test_contact_is_read_and_corrected_in_each_family_of_the_person(cast, allocated, address, second_family):
    assert values(cast.sue, second_family) == [SECRET]
    seen = fingerprint_of_contact(address)
    changed = services.change_contact(
        second_family, address, fingerprint=seen, value="1 New Road", from_date=TODAY, by=cast.mary
    )
    assert values(cast.sue, allocated.family) == [changed.value] == ["1 New Road"]


def test_contact_of_who_has_left_is_read_where_it_was_written_and_not_in_the_family_left(
    cast, allocated, address, second_family
):
    added = services.add_contact(
        second_family, allocated.ann, kind="telephone", value="01632 960500", from_date=TODAY, by=cast.mary
    )
    with acting(cast.mary):
        change(second_family.familymember_set.get(person=allocated.ann), until_date=TODAY)
    assert values(cast.sue, second_family) == ["01632 960500"]
    assert values(cast.sue, allocated.family) == [SECRET, "01632 960500"]
    with pytest.raises(Refusal, match="belongs to this family now"):
        services.change_contact(
            second_family, address, fingerprint=fingerprint_of_contact(address), value="x", from_date=TODAY,
            by=cast.mary,
        )  # fmt: skip
    assert added.family == second_family


def test_contact_written_by_a_restricted_family_is_not_there_for_who_may_not_find_it(
    cast, allocated, address, second_family
):
    restrictions.restrict(
        allocated.family, because="x", readers=[cast.sue, cast.dora, cast.rick, cast.mary], by=cast.mary, at=NOW
    )
    assert values(cast.mary, second_family) == [SECRET]
    assert values(cast.dev, second_family) == []
