"""What a restricted family says of a person stays with it, whether it was restricted before or after."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.history.presenters import history_lines
from audit.history.queries import rows_of
from casework.access import families_to_find
from casework.births import services as births
from casework.births.checks import Newborn
from casework.deaths import services as deaths
from casework.duedates.models import DueDate
from casework.families import services as families
from casework.families.models import Family, FamilyRole
from casework.families.queries import named
from casework.matching import services as matching
from casework.notifications.models import Notification
from casework.people import services as people
from casework.people.known_apart.models import KnownApart
from casework.people.models import Person
from casework.people.queries import fingerprint_of_member, fingerprint_of_numbers
from casework.refusal import Refusal
from casework.restrictions import services as restrictions
from casework.trail.apart import knowing
from tests import brought_in
from tests.factories import NOW, add_child

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A11.2")]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def elm(cast, ash):
    """A family of Team South, to which Mia of the Ash family belongs too."""
    family = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    brought_in.bring_in(family, ash.mia, role=FamilyRole.CHILD, by=cast.sid, at=NOW)
    return family


def restrict(family, by):
    restrictions.restrict(family, because="She fled.", readers=[], by=by, at=NOW)


def rename(family, person, name, by, **values):
    member = family.familymember_set.select_related("person").get(person=person)
    with knowing():
        said = {"known_as": "", "sex": "F", "born": date(2019, 5, 4), "expected": None, "in_household": True, **values}
        seen = fingerprint_of_member(_as_read(family, member))
        people.put_right_person(member, fingerprint=seen, name=name, **said, by=by, at=NOW)


def _as_read(family, member):
    apart = {row.person_id: row.values() for row in KnownApart.objects.filter(family=family)}
    with knowing(apart):
        return family.familymember_set.select_related("person").get(pk=member.pk)


def called_in(family, person):
    """What the person is called in the pages of the family, as a reader who may see it reads them."""
    return _as_read(family, family.familymember_set.get(person=person)).person.name


def test_what_is_said_while_it_is_restricted_is_known_there_alone(cast, ash, elm):
    restrict(elm, cast.sid)
    rename(elm, ash.mia, "Mia Elm", cast.sid)
    assert Person.objects.get(pk=ash.mia.pk).name == "Mia Ash"
    assert (called_in(ash.family, ash.mia), called_in(elm, ash.mia)) == ("Mia Ash", "Mia Elm")


def test_what_was_said_before_goes_with_the_restriction(cast, ash, elm):
    rename(elm, ash.mia, "Mia Elm", cast.sid)
    assert called_in(ash.family, ash.mia) == "Mia Elm"
    restrict(elm, cast.sid)
    assert (called_in(ash.family, ash.mia), called_in(elm, ash.mia)) == ("Mia Ash", "Mia Elm")


def test_what_the_other_family_said_since_stays(cast, ash, elm):
    rename(elm, ash.mia, "Mia Elm", cast.sid)
    rename(ash.family, ash.mia, "Mia Ash-Oak", cast.mary, known_as="Mi")
    restrict(elm, cast.sid)
    assert called_in(ash.family, ash.mia) == "Mia Ash-Oak"
    assert Person.objects.get(pk=ash.mia.pk).known_as == "Mi"


def test_what_stood_when_it_became_known_elsewhere_stays_there(cast, ash):
    """Elm had her first: whoever brought her into the Ash family read what Elm had said until then."""
    elm = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    kit = add_child(elm, cast.sid, name="Kit Elm")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        brought_in.bring_in(ash.family, kit, role=FamilyRole.CHILD, by=cast.mary, at=NOW)
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        rename(elm, kit, "Kit Other", cast.sid)
        restrict(elm, cast.sid)
    assert (called_in(ash.family, kit), called_in(elm, kit)) == ("Kit Elm", "Kit Other")


def test_all_is_known_again_when_it_is_restricted_no_more(cast, ash, elm):
    restrict(elm, cast.sid)
    rename(elm, ash.mia, "Mia Elm", cast.sid)
    restrictions.lift(elm, because="He is in prison.", by=cast.sid, at=NOW)
    assert called_in(ash.family, ash.mia) == "Mia Elm"
    assert called_in(elm, ash.mia) == "Mia Elm"


def test_it_is_found_by_that_name_by_those_who_may_find_it_alone(cast, ash, elm):
    rename(elm, ash.mia, "Mia Quillfeather", cast.sid)
    people.add_name(elm, ash.mia, name="Mia Larkspur", kind="also", by=cast.sid)
    restrict(elm, cast.sid)
    for name in ("quillfeather", "larkspur"):
        assert [family.pk for family in named(families_to_find(cast.sid), name)] == [elm.pk]
        assert list(named(families_to_find(cast.mary), name)) == []


def test_numbers_are_kept_apart_too(cast, ash, elm):
    restrict(elm, cast.sid)
    mia = Person.objects.get(pk=ash.mia.pk)
    people.save_numbers(elm, mia, fingerprint=fingerprint_of_numbers(mia), nhs_number="9434765919", by=cast.sid)
    assert Person.objects.get(pk=ash.mia.pk).nhs_number == ""
    assert KnownApart.objects.get().values() == {"nhs_number": "9434765919"}


def test_history_of_the_other_family_says_nothing_of_it(cast, ash, elm):
    rename(elm, ash.mia, "Mia Elm", cast.sid)
    restrict(elm, cast.sid)
    rename(ash.family, ash.mia, "Mia Oak", cast.mary)
    told = str(history_lines(rows_of(ash.family, limit=1000)))
    assert "Mia Oak" in told
    assert "Elm" not in told
    assert "Sid Salt" not in told
    assert "Mia Elm" in str(history_lines(rows_of(elm, limit=1000)))


def test_a_birth_in_a_restricted_family_is_not_told_where_it_is_expected(cast, ash, elm):
    unborn = people.add_person(
        ash.family, name="Baby Ash", role=FamilyRole.CHILD, expected=NOW.date(), by=cast.mary, at=NOW
    )
    brought_in.bring_in(elm, unborn, role=FamilyRole.CHILD, by=cast.sid, at=NOW)
    restrict(elm, cast.sid)
    twins = [Newborn("Ida Elm", "F"), Newborn("Ivo Elm", "M")]
    born = births.record_birth(elm, unborn, born=NOW.date(), children=twins, by=cast.sid, at=NOW)
    assert called_in(ash.family, unborn) == "Baby Ash"
    assert Person.objects.get(pk=unborn.pk).expected == NOW.date()
    assert called_in(elm, unborn) == "Ida Elm"
    assert not ash.family.familymember_set.filter(person=born[1]).exists()
    assert elm.familymember_set.filter(person=born[1]).exists()
    clocks = DueDate.objects.filter(timescale="expected_birth", met_at=None, cancelled_at=None)
    assert clocks.get().family == ash.family
    restrictions.lift(elm, because="Over.", by=cast.sid, at=NOW)
    assert not clocks.exists()


def test_a_person_is_never_saved_with_what_is_known_apart(cast, ash, elm):
    restrict(elm, cast.sid)
    rename(elm, ash.mia, "Mia Elm", cast.sid)
    with knowing({row.person_id: row.values() for row in KnownApart.objects.all()}):
        mia = Person.objects.get(pk=ash.mia.pk)
        assert mia.name == "Mia Elm"
        with pytest.raises(RuntimeError, match="known apart"):
            mia.save(update_fields=["name"])
    assert set(Person.history.filter(id=ash.mia.pk).values_list("name", flat=True)) == {"Mia Ash"}


@pytest.mark.parametrize("ours_leads", [True, False])
def test_an_entry_that_it_alone_has_is_linked_with_no_other_meanwhile(cast, ash, ours_leads):
    elm = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    kit = add_child(elm, cast.mary, name="Mia Elm")
    one, other = (kit, ash.mia) if ours_leads else (ash.mia, kit)
    matching.merge(one, other, because="Her mother says so.", by=cast.mary, at=NOW)
    restrict(elm, cast.mary)
    assert not Person.objects.exclude(merged_into=None).exists()
    assert "elm" not in Family.objects.get(pk=ash.family.pk).headline.names
    restrictions.lift(elm, because="Over.", by=cast.mary, at=NOW)
    assert Person.objects.get(pk=one.pk).merged_into_id == other.pk


@pytest.fixture
def twice(cast, ash):
    """Another entry of Mia in Ash."""
    return add_child(ash.family, cast.mary, name="Mia Ashe", born=date(2019, 5, 4))


def test_two_entries_that_are_linked_meanwhile_are_so_in_the_other_familys_history(cast, ash, elm, twice):
    rename(elm, ash.mia, "Mia Elm", cast.sid)
    restrict(elm, cast.sid)
    matching.merge(twice, ash.mia, because="Her mother says so.", by=cast.mary, at=NOW)
    assert "Her mother says so." in str(history_lines(rows_of(ash.family, limit=1000)))
    matching.unmerge(Person.objects.get(pk=twice.pk), by=cast.mary, at=NOW)
    restrictions.lift(elm, because="Over.", by=cast.sid, at=NOW)
    assert not Person.objects.exclude(merged_into=None).exists()


@pytest.mark.parametrize("in_its_pages", [True, False])
def test_two_entries_are_taken_apart_whatever_is_known_apart_of_them(cast, ash, elm, twice, in_its_pages):
    matching.merge(twice, ash.mia, because="Her mother says so.", by=cast.mary, at=NOW)
    restrict(elm, cast.sid)
    rename(elm, ash.mia, "Mia Elm", cast.sid, born=date(2018, 1, 2), sex="M")
    apart = {row.person_id: row.values() for row in KnownApart.objects.filter(family=elm)}
    with knowing(apart if in_its_pages else {}):
        matching.unmerge(Person.objects.get(pk=twice.pk), by=cast.mary, at=NOW)
    assert Person.objects.get(pk=ash.mia.pk).born == Person.objects.get(pk=twice.pk).born == date(2019, 5, 4)
    assert called_in(elm, ash.mia) == "Mia Elm"


def test_an_entry_that_it_alone_has_is_not_linked_with_another_while_it_is_restricted(cast, ash):
    elm = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    kit, both = add_child(elm, cast.mary, name="Kit Elm"), add_child(elm, cast.mary, name="Bo Elm")
    brought_in.bring_in(ash.family, both, role=FamilyRole.CHILD, by=cast.mary, at=NOW)
    restrict(elm, cast.mary)
    for one, other in ((kit, ash.mia), (ash.mia, kit), (kit, both)):
        with pytest.raises(Refusal, match="Link them when it is restricted no more"):
            matching.merge(one, other, because="Her mother says so.", by=cast.mary, at=NOW)
    restrictions.lift(elm, because="Over.", by=cast.mary, at=NOW)
    assert matching.merge(kit, ash.mia, because="Her mother says so.", by=cast.mary, at=NOW).merged_into == ash.mia


def test_who_was_linked_with_another_meanwhile_is_linked_again_as_one(cast, ash, twice):
    elm = families.add_family(name="Elm", team=cast.north, by=cast.mary, at=NOW)
    kit = add_child(elm, cast.mary, name="Mia Elm")
    matching.merge(kit, ash.mia, because="Her mother says so.", by=cast.mary, at=NOW)
    restrict(elm, cast.mary)
    matching.merge(Person.objects.get(pk=ash.mia.pk), twice, because="One birth.", by=cast.mary, at=NOW)
    restrictions.lift(elm, because="Over.", by=cast.mary, at=NOW)
    assert {row.merged_into_id for row in Person.objects.exclude(merged_into=None)} == {twice.pk}


def clocks_of(family, child):
    return family.due_dates.running().filter(child=child)


def test_a_death_that_a_restricted_family_records_ends_nothing_elsewhere_and_tells_nobody(cast, ash, elm):
    restrict(elm, cast.sid)
    running = clocks_of(ash.family, ash.mia).count()
    deaths.record_death(elm, ash.mia, died=NOW.date(), by=cast.sid, at=NOW)
    assert clocks_of(ash.family, ash.mia).count() == running > 0
    assert not Notification.objects.filter(kind="death", family=ash.family).exists()
    assert Person.objects.get(pk=ash.mia.pk).died is None


def test_a_pregnancy_that_ends_in_a_restricted_family_ends_nothing_elsewhere(cast, ash, elm):
    expected = NOW.date() + timedelta(days=30)
    unborn = people.add_person(
        ash.family, name="Baby Ash", role=FamilyRole.CHILD, expected=expected, by=cast.mary, at=NOW
    )
    brought_in.bring_in(elm, unborn, role=FamilyRole.CHILD, by=cast.sid, at=NOW)
    restrict(elm, cast.sid)
    births.end_pregnancy(elm, unborn, ended_on=NOW.date(), by=cast.sid, at=NOW)
    assert ash.family.familymember_set.get(person=unborn).until_date is None
    assert elm.familymember_set.get(person=unborn).until_date == NOW.date()
    assert clocks_of(ash.family, unborn).exists()
    assert not clocks_of(elm, unborn).exists()


ACTS = st.lists(
    st.tuples(st.sampled_from(["ash", "elm", "restrict", "lift"]), st.sampled_from(["Mia", "Ida", "Kay"])), max_size=7
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_while_it_is_restricted_the_other_family_reads_its_own_words(cast, ash, acts):
    """Whatever was done in which order: what Ash reads is what Ash said last, or what all knew before."""
    elm = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    mia = add_child(ash.family, cast.mary, name="Mia Ash")
    brought_in.bring_in(elm, mia, role=FamilyRole.CHILD, by=cast.sid, at=NOW)
    restricted, of_ash = False, ["Mia Ash"]
    for act, name in acts:
        if act == "ash":
            rename(ash.family, mia, f"{name} Ash", cast.mary)
            of_ash.append(f"{name} Ash")
        elif act == "elm":
            rename(elm, mia, f"{name} Elm", cast.sid)
        elif act == "restrict" and not restricted:
            restrict(elm, cast.sid)
            restricted = True
        elif act == "lift" and restricted:
            restrictions.lift(elm, because="Over.", by=cast.sid, at=NOW)
            restricted = False
        if restricted:
            assert called_in(ash.family, mia) == of_ash[-1]
            assert "Elm" not in Family.objects.get(pk=ash.family.pk).headline.names
