"""Somebody known already comes into a family; two rows of one person are linked, and taken apart."""

import pytest

from casework.families import services as families
from casework.matching import services as matching
from casework.refusal import Refusal
from casework.users.models import TeamMembership
from chronology.timeline.presenters import entries
from tests.factories import NOW, add_adult, add_child


@pytest.fixture
def elsewhere(cast, allocated):
    """A family of Team South with a grandmother, whom Mary of Team North may find."""
    family = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    return family, add_adult(family, cast.sid, name="Gran Elm")


@pytest.fixture
def twice(cast, ash):
    return add_child(ash.family, cast.mary, name="Mia Ashe")


@pytest.mark.rule("A1.16")
def test_a_person_known_elsewhere_comes_into_the_family_too_and_is_the_same_row(cast, ash, elsewhere):
    _, gran = elsewhere
    matching.bring_in(ash.family, gran, by=cast.mary, at=NOW)
    assert gran in ash.family.people_now()
    assert gran.memberships.filter(until_date=None).count() == 2


def test_those_who_work_with_the_person_elsewhere_are_told(cast, ash, elsewhere):
    family, gran = elsewhere
    matching.bring_in(ash.family, gran, by=cast.mary, at=NOW)
    told = cast.sid.notifications.get()
    assert told.family == family
    assert "Gran Elm" in told.text


def test_whom_one_may_not_find_one_cannot_bring_in(cast, ash, elsewhere):
    _, gran = elsewhere
    with pytest.raises(Refusal, match="who was found"):
        matching.bring_in(ash.family, gran, by=cast.sue, at=NOW)


def test_a_worker_who_does_not_lead_brings_nobody_in(cast, ash, elsewhere):
    _, gran = elsewhere
    with pytest.raises(Refusal, match="You may not"):
        matching.bring_in(ash.family, gran, by=cast.dora, at=NOW)


def test_a_member_is_not_brought_in_again(cast, ash):
    with pytest.raises(Refusal, match="already"):
        matching.bring_in(ash.family, ash.mia, by=cast.mary, at=NOW)


def test_who_was_entered_twice_stands_once_in_the_family(cast, ash, twice):
    matching.merge(twice, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    assert ash.mia in ash.family.people_now()
    assert twice not in ash.family.people_now()


def test_the_story_of_the_one_has_what_was_recorded_of_the_other(cast, ash, twice):
    before = len(entries(ash.family, child=ash.mia))
    matching.merge(twice, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    assert len(entries(ash.family, child=ash.mia)) > before


def test_undone_both_stand_for_themselves(cast, ash, twice):
    matching.merge(twice, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    twice.refresh_from_db()
    matching.unmerge(twice, by=cast.mary, at=NOW)
    assert {ash.mia, twice} <= set(ash.family.people_now())


def test_a_link_needs_its_reason(cast, ash, twice):
    with pytest.raises(Refusal, match="how you know"):
        matching.merge(twice, ash.mia, because=" ", by=cast.mary, at=NOW)


def test_a_child_and_an_adult_are_not_one(cast, ash):
    with pytest.raises(Refusal, match="A child and an adult"):
        matching.merge(ash.ann, ash.mia, because="?", by=cast.mary, at=NOW)


def test_links_make_no_chains(cast, ash, twice):
    matching.merge(twice, ash.mia, because="One.", by=cast.mary, at=NOW)
    third = add_child(ash.family, cast.mary, name="Mya Ash")
    with pytest.raises(Refusal, match="linked to somebody already"):
        matching.merge(third, twice, because="One.", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="linked to somebody already"):
        matching.merge(ash.mia, third, because="One.", by=cast.mary, at=NOW)


def test_only_who_keeps_the_people_of_both_links_them(cast, ash, elsewhere):
    _, gran = elsewhere
    with pytest.raises(Refusal, match="You do not keep"):
        matching.merge(ash.ann, gran, because="One.", by=cast.mary, at=NOW)
    assert not TeamMembership.objects.filter(user=cast.mary, team=cast.south).exists()


def test_each_of_two_entries_knows_the_ids_of_both(cast, ash, twice):
    matching.merge(twice, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    twice.refresh_from_db()
    assert sorted(twice.all_ids) == sorted(ash.mia.all_ids) == sorted([ash.mia.pk, twice.pk])
