"""What one may not read of another family is told by no refusal, and by none that is there or not (C17)."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from casework.deaths import services as deaths
from casework.families import services as families
from casework.families.models import FamilyRole
from casework.lives.recorded import ELSEWHERE
from casework.matching import services as matching
from casework.notifications.models import Notification
from casework.people import services as people
from casework.people.family_time import services as family_time
from casework.people.queries import fingerprint_of_member
from casework.people.responsibility import services as responsibility
from casework.plans import services as facts
from casework.refusal import Odd, Refusal
from casework.relationships import services as relationships
from casework.restrictions import services as restrictions
from casework.trail.confirming import confirming
from tests import brought_in
from tests.factories import NOW, add_adult, add_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C17")]
TODAY = NOW.date()
EARLY = TODAY - timedelta(days=40)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def elm(cast, ash):
    """Of the other team, in which Mia lives too; Mary of Ash may not open it."""
    elm = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    brought_in.bring_in(elm, ash.mia, role=FamilyRole.CHILD, from_date=EARLY, by=cast.sid, at=NOW)
    return elm


@pytest.fixture
def in_elm(elm, ash, cast):
    with confirming(None):
        facts.begin_assessments(elm, [ash.mia], kind="section_47", started_on=EARLY, by=cast.sid, at=NOW)
    return elm


def restrict(family, cast):
    restrictions.restrict(family, because="An aunt works here.", readers=[], by=cast.sid, at=NOW)


def refused(act, *args, **values):
    with pytest.raises(Refusal) as refusal:
        act(*args, **values)
    return refusal.value.sentence


AFTER = EARLY + timedelta(days=1)


@pytest.fixture
def bo(ash, elm, cast):
    """A child of both families, of whom only Elm has a fact: a section 47 enquiry."""
    bo = add_child(ash.family, cast.mary, name="Bo", born=date(2019, 1, 1))
    brought_in.bring_in(elm, bo, role=FamilyRole.CHILD, from_date=EARLY, by=cast.sid, at=NOW)
    facts.begin_assessments(elm, [bo], kind="section_47", started_on=EARLY, by=cast.sid, at=NOW)
    return bo


def correct(ash, bo, cast, born):
    member = ash.family.familymember_set.get(person=bo)
    values = {"name": "Bo", "known_as": "", "sex": "U", "expected": None, "in_household": True}
    seen = fingerprint_of_member(member)
    return people.put_right_person(member, fingerprint=seen, born=born, **values, by=cast.mary, at=NOW)


def test_refusal_tells_no_detail_of_a_family_that_one_may_not_open(ash, bo, elm, cast):
    assert refused(correct, ash, bo, cast, AFTER) == ELSEWHERE
    assert refused(deaths.record_death, ash.family, bo, died=EARLY - timedelta(days=2), by=cast.mary, at=NOW) == (
        ELSEWHERE
    )
    in_its_own = refused(deaths.record_death, elm, bo, died=EARLY - timedelta(days=2), by=cast.sid, at=NOW)
    assert "is recorded of Bo" in in_its_own


def test_restricted_family_refuses_nothing_and_its_managers_are_told(ash, bo, elm, cast):
    """A refusal would say that there is something: the same act is accepted with it and without it."""
    restrict(elm, cast)
    correct(ash, bo, cast, AFTER)
    bo.refresh_from_db()
    assert bo.born == AFTER
    told = Notification.objects.filter(kind="does_not_fit", family=elm)
    assert cast.sid in [each.user for each in told]
    assert not told.exclude(user__in=[cast.sid]).filter(user=cast.mary).exists()


def test_second_enquiry_is_refused_without_a_detail_of_the_other_family(ash, in_elm, cast):
    again = {"kind": "section_47", "started_on": TODAY, "by": cast.mary, "at": NOW}
    assert refused(facts.begin_assessments, ash.family, [ash.mia], **again) == ELSEWHERE
    again["by"] = cast.sid
    assert "There is one at a time" in refused(facts.begin_assessments, in_elm, [ash.mia], **again)


def test_circle_through_another_familys_ties_is_refused_without_them(ash, elm, cast):
    gran = add_adult(ash.family, cast.mary, name="Gran", born=None)
    girl = add_adult(ash.family, cast.mary, name="Girl", born=None)
    for each in (gran, girl):
        brought_in.bring_in(elm, each, role=FamilyRole.PARENT, by=cast.sid, at=NOW)
    relationships.relate_to_all(elm, gran, kind="mother", others=[girl], by=cast.sid, at=NOW)
    act = {"kind": "grandparent", "others": [gran], "by": cast.mary, "at": NOW}
    assert refused(relationships.relate_to_all, ash.family, girl, **act) == ELSEWHERE
    restrict(elm, cast)
    relationships.relate_to_all(ash.family, girl, **act)
    assert Notification.objects.filter(kind="does_not_fit", family=elm, user=cast.sid).exists()


# --- One person, several entries ---


def test_bringing_in_the_other_entry_of_a_member_is_refused(ash, cast):
    elm = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    again = add_child(elm, cast.mary, name="Mia Ashe", born=ash.mia.born)
    matching.merge(again, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    again.refresh_from_db()
    for family, entry in ((ash.family, again), (elm, ash.mia)):
        said = refused(matching.bring_in, family, entry, role=FamilyRole.CHILD, by=cast.mary, at=NOW)
        assert "belongs to this family already" in said


def test_entries_are_not_linked_whose_births_cannot_both_be(ash, cast):
    def entry(**values):
        return add_child(ash.family, cast.mary, name="Mia Ashe", at=NOW, **values)

    def link(person):
        return matching.merge(person, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)

    assert "do not agree" in refused(link, add_adult(ash.family, cast.mary, name="Mia Ashe", born=date(1980, 1, 1)))
    with pytest.raises(Odd, match="do not agree"):
        link(entry(born=ash.mia.born + timedelta(days=31)))
    assert "do not agree" in refused(link, entry(born=None, expected=TODAY + timedelta(days=30)))
    link(entry(born=None, about_age=7, birth_to_be_asked_by=cast.mary))


def test_bringing_in_a_child_of_whom_no_birth_is_known_asks_who_will_ask(ash, elm, cast):
    kid = add_child(ash.family, cast.mary, name="Kid", born=None, birth_to_be_asked_by=cast.mary, at=NOW)
    other = people.add_person(ash.family, name="Other", role=FamilyRole.OTHER_CHILD, by=cast.mary, at=NOW)
    north = families.add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    brought_in.bring_in(north, kid, role=FamilyRole.CHILD, by=cast.mary, at=NOW)
    said = refused(matching.bring_in, north, other, role=FamilyRole.CHILD, by=cast.mary, at=NOW)
    assert "Nobody is named who will ask when Other was born" in said
    brought_in.bring_in(north, other, role=FamilyRole.CHILD, birth_to_be_asked_by=cast.mary, by=cast.mary, at=NOW)
    other.refresh_from_db()
    assert other.birth_to_be_asked_by == cast.mary


# --- Parental responsibility and family time ---


def holds(ash, cast, holder, **values):
    details = {"ground": "other", "from_date": TODAY, **values}
    return responsibility.record(ash.family, ash.mia, holder=holder, by=cast.mary, at=NOW, **details)


def test_parental_responsibility_is_of_somebody_alive_and_old_enough(ash, cast):
    brother = add_child(ash.family, cast.mary, name="Bob", born=date(2024, 6, 1))
    baby = add_child(ash.family, cast.mary, name="Baby", born=None, expected=TODAY + timedelta(days=60))
    gran = add_adult(ash.family, cast.mary, name="Gran", born=date(1960, 1, 1))
    deaths.record_death(ash.family, gran, died=TODAY - timedelta(days=9), by=cast.mary, at=NOW)
    gran.refresh_from_db()
    assert "Bob is 2" in refused(holds, ash, cast, brother)
    assert "not born yet" in refused(holds, ash, cast, baby)
    assert "Gran died on" in refused(holds, ash, cast, gran)
    holds(ash, cast, gran, from_date=TODAY - timedelta(days=30))
    twelve = add_child(ash.family, cast.mary, name="Tim", born=date(2014, 1, 1))
    with pytest.raises(Odd, match="Tim is 12"):
        holds(ash, cast, twelve)
    holds(ash, cast, add_child(ash.family, cast.mary, name="Kim", born=date(2010, 1, 1)))


def spends(ash, cast, other, **values):
    details = {"supervision": "none", "how_often": "Saturdays", "decided_by": "The parents", "from_date": TODAY}
    return family_time.add(ash.family, ash.mia, with_person=other, by=cast.mary, **details | values)


def test_family_time_is_with_somebody_who_lives(ash, cast):
    baby = add_child(ash.family, cast.mary, name="Baby", born=None, expected=TODAY + timedelta(days=60))
    brother = add_child(ash.family, cast.mary, name="Bob", born=date(2024, 6, 1))
    gran = add_adult(ash.family, cast.mary, name="Gran", born=date(1960, 1, 1))
    deaths.record_death(ash.family, gran, died=TODAY - timedelta(days=9), by=cast.mary, at=NOW)
    gran.refresh_from_db()
    assert "not born yet" in refused(spends, ash, cast, baby)
    assert "Gran died on" in refused(spends, ash, cast, gran)
    assert "before the birth" in refused(spends, ash, cast, brother, from_date=date(2023, 6, 1))
    spends(ash, cast, brother)


def test_birth_and_death_ask_family_time_and_responsibility_again(ash, cast):
    """Of the child whom they are about, and of whom it is held by or spent with."""
    holds(ash, cast, ash.ann, from_date=EARLY)
    said = refused(deaths.record_death, ash.family, ash.ann, died=EARLY - timedelta(days=1), by=cast.mary, at=NOW)
    assert said.startswith("Parental responsibility of")
    spends(ash, cast, ash.ben, from_date=EARLY)
    said = refused(deaths.record_death, ash.family, ash.ben, died=EARLY - timedelta(days=1), by=cast.mary, at=NOW)
    assert said.startswith("Family time of")


@pytest.fixture
def cover_story(ash, elm, cast):
    """Mia has a plan, an enquiry and care in Elm, and none in Ash."""
    with confirming(None):
        facts.begin_plans(elm, [ash.mia], kind="cin", from_date=EARLY, by=cast.sid, at=NOW)
        facts.begin_legal(elm, [ash.mia], kind="pre_proceedings", from_date=EARLY, by=cast.sid, at=NOW)
        facts.begin_assessments(elm, [ash.mia], kind="section_47", started_on=EARLY, by=cast.sid, at=NOW)
    return elm


def begin_each(ash, cast):
    """A plan, court and an enquiry of Mia in Ash: what excludes those of Elm."""
    with confirming(None):
        yield facts.begin_plans, {"kind": "cin", "from_date": AFTER}
        yield facts.begin_plans, {"kind": "cp", "from_date": AFTER, "category": "NEG", "latest_category": "NEG"}
        yield facts.begin_legal, {"kind": "pre_proceedings", "from_date": AFTER}
        yield facts.begin_assessments, {"kind": "section_47", "started_on": AFTER}


def test_what_a_restricted_family_has_excludes_nothing_of_another(ash, cover_story, cast):
    for act, values in begin_each(ash, cast):
        assert refused(act, ash.family, [ash.mia], **values, by=cast.mary, at=NOW) == ELSEWHERE
    restrict(cover_story, cast)
    for act, values in begin_each(ash, cast):
        with transaction.atomic():
            assert act(ash.family, [ash.mia], **values, by=cast.mary, at=NOW)
            transaction.set_rollback(True)


def test_what_a_restricted_family_has_keeps_nobody_from_linking_two_entries(ash, elm, cast):
    one, other = (add_child(ash.family, cast.mary, name="Bo Ash", born=date(2019, 1, 1)) for _ in range(2))
    brought_in.bring_in(elm, other, role=FamilyRole.CHILD, from_date=EARLY, by=cast.sid, at=NOW)
    with confirming(None):
        for family, child, by in ((ash.family, one, cast.mary), (elm, other, cast.sid)):
            facts.begin_plans(family, [child], kind="cin", from_date=TODAY, by=by, at=NOW)
    with pytest.raises(Refusal):
        matching.merge(one, other, because="Same birth.", by=cast.mary, at=NOW)
    restrict(elm, cast)
    assert matching.merge(one, other, because="Same birth.", by=cast.mary, at=NOW).merged_into == other
