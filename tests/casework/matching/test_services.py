"""Somebody known already comes into a family; two rows of one person are linked, and taken apart."""

from datetime import date

import pytest

from casework.families import services as families
from casework.families.models import FamilyRole
from casework.matching import services as matching
from casework.notes import services as notes
from casework.passages.models import NewText
from casework.refusal import Refusal
from casework.users.models import TeamMembership
from chronology.timeline.presenters import entries
from tests import brought_in
from tests.factories import NOW, add_adult, add_child
from tests.told import times_told


@pytest.fixture
def elsewhere(cast, allocated):
    """A family of Team South with a grandmother, whom Mary of Team North may find."""
    family = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    return family, add_adult(family, cast.sid, name="Gran Elm")


@pytest.fixture
def twice(cast, ash):
    return add_child(ash.family, cast.mary, name="Mia Ashe")


@pytest.mark.rule("A1.16")
def test_bringing_in_makes_a_second_membership_of_the_same_row(cast, ash, elsewhere):
    _, gran = elsewhere
    brought_in.bring_in(ash.family, gran, role=FamilyRole.OTHER_ADULT, by=cast.mary, at=NOW)
    assert gran in ash.family.people_now()
    assert gran.memberships.filter(until_date=None).count() == 2


def test_bringing_in_notifies_those_who_work_with_the_person_elsewhere(cast, ash, elsewhere):
    family, gran = elsewhere
    brought_in.bring_in(ash.family, gran, role=FamilyRole.OTHER_ADULT, by=cast.mary, at=NOW)
    assert cast.sid.notifications.get().family == family
    assert times_told(cast.sid, "Gran Elm was added to another family too, by Mary Moss") == 1


def test_bringing_in_refuses_whom_one_may_not_find(cast, ash, elsewhere):
    _, gran = elsewhere
    with pytest.raises(Refusal, match="who was found"):
        brought_in.bring_in(ash.family, gran, role=FamilyRole.OTHER_ADULT, by=cast.sue, at=NOW)


def test_bringing_in_is_refused_to_a_worker_who_does_not_lead(cast, ash, elsewhere):
    _, gran = elsewhere
    with pytest.raises(Refusal, match="You may not"):
        brought_in.bring_in(ash.family, gran, role=FamilyRole.OTHER_ADULT, by=cast.dora, at=NOW)


def test_bringing_in_refuses_a_member(cast, ash):
    with pytest.raises(Refusal, match="already"):
        brought_in.bring_in(ash.family, ash.mia, role=FamilyRole.CHILD, by=cast.mary, at=NOW)


def test_merging_lists_the_person_once_in_the_family(cast, ash, twice):
    matching.merge(twice, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    assert ash.mia in ash.family.people_now()
    assert twice not in ash.family.people_now()


def test_merging_brings_the_records_of_both_into_one_story(cast, ash, twice):
    about = {"kind": "session", "took_place_at": NOW, "by": cast.mary, "at": NOW}
    note = notes.record(ash.family, written=[NewText("detail", "She ran.", (twice.pk,))], **about)
    notes.mark_significant(note, headline="Mia ran away", why="She is 7.", by=cast.mary, at=NOW)
    before = {entry.headline for entry in entries(ash.family, child=ash.mia)}
    matching.merge(twice, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    told = [entry.headline for entry in entries(ash.family, child=ash.mia)]
    assert set(told) == before | {"Mia ran away"}
    assert len(told) == len(set(told)), "What both entries tell is told once."


def test_merging_undone_lists_both_again(cast, ash, twice):
    matching.merge(twice, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    twice.refresh_from_db()
    matching.unmerge(twice, by=cast.mary, at=NOW)
    assert {ash.mia, twice} <= set(ash.family.people_now())


def test_merging_refuses_without_a_reason(cast, ash, twice):
    with pytest.raises(Refusal, match="how you know"):
        matching.merge(twice, ash.mia, because=" ", by=cast.mary, at=NOW)


def test_merging_refuses_two_who_are_related_to_each_other(cast, ash):
    for person, into in ((ash.ann, ash.mia), (ash.mia, ash.ann)):
        with pytest.raises(Refusal, match="is the mother of Mia Ash, and nobody is related to oneself"):
            matching.merge(person, into, because="?", by=cast.mary, at=NOW)


def test_merging_links_a_childs_and_an_adults_entry_and_can_be_undone(cast, ash):
    elm = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    kay = add_child(elm, cast.mary, name="Kay Elm", born=date(2010, 4, 2))
    again = add_adult(ash.family, cast.mary, name="Kay Elm", born=date(2010, 4, 2))
    matching.merge(again, kay, because="The same NHS number.", by=cast.mary, at=NOW)
    assert (ash.family.roles()[kay.pk], elm.roles()[kay.pk]) == (FamilyRole.PARENT, FamilyRole.CHILD)
    matching.unmerge(again, by=cast.mary, at=NOW)
    assert kay.pk not in ash.family.roles()


def test_merging_makes_no_chains(cast, ash, twice):
    matching.merge(twice, ash.mia, because="One.", by=cast.mary, at=NOW)
    third = add_child(ash.family, cast.mary, name="Mya Ash")
    with pytest.raises(Refusal, match="linked to somebody already"):
        matching.merge(third, twice, because="One.", by=cast.mary, at=NOW)
    with pytest.raises(Refusal, match="linked to somebody already"):
        matching.merge(ash.mia, third, because="One.", by=cast.mary, at=NOW)


def test_merging_is_for_who_keeps_the_people_of_both(cast, ash, elsewhere):
    _, gran = elsewhere
    with pytest.raises(Refusal, match="You do not keep"):
        matching.merge(ash.ann, gran, because="One.", by=cast.mary, at=NOW)
    assert not TeamMembership.objects.filter(user=cast.mary, team=cast.south).exists()


def test_merging_gives_each_entry_the_ids_of_both(cast, ash, twice):
    matching.merge(twice, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    twice.refresh_from_db()
    assert sorted(twice.all_ids) == sorted(ash.mia.all_ids) == sorted([ash.mia.pk, twice.pk])
