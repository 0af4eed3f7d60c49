"""Headlines say what their sources say: at once where rows change, and by the day where only the date does."""

from datetime import timedelta

import pytest
import time_machine

from casework.access import families_for
from casework.allocations import services as allocations
from casework.families import services as families
from casework.families.headlines.queries import due_to_change
from casework.families.headlines.services import carry_over_dates
from casework.families.models import Headline
from casework.families.queries import named
from casework.matching import services as matching
from casework.people import services as people
from casework.people.models import PersonName
from casework.people.queries import fingerprint_of_numbers
from casework.trail.acting import NoActor
from casework.users.roles import Role
from tests.factories import NOW, UserFactory, add_child

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def headline(family):
    return Headline.objects.get(family=family)


def found(user, q):
    return [family.name for family in named(families_for(user), q).order_by("name")]


def test_headline_of_a_new_family_has_its_team_and_its_plain_name(cast):
    family = families.add_family(name="Ørsted-Žukauskas", team=cast.north, by=cast.mary, at=NOW)
    assert (headline(family).team, headline(family).sort_name) == (cast.north, "orsted-zukauskas")
    assert headline(family).open
    assert headline(family).lead is None


def test_headline_names_the_lead_of_the_day_and_the_next_from_their_day(cast, allocated):
    family, second = allocated.family, UserFactory(team=cast.north, role=Role.SOCIAL_WORKER)
    allocations.change_lead(family, second, role=Role.SOCIAL_WORKER, from_date=TODAY + 2 * DAY, by=cast.mary, at=NOW)
    assert (headline(family).lead, headline(family).changes_on) == (cast.sue, TODAY + 2 * DAY)
    assert carry_over_dates(TODAY + DAY, by=cast.mary) == 0
    assert carry_over_dates(TODAY + 2 * DAY, by=cast.mary) == 1
    assert (headline(family).lead, headline(family).changes_on) == (second, None)
    assert not due_to_change(TODAY + 9 * DAY).exists()


def test_family_is_found_by_former_names_and_numbers_of_its_people_whoever_wrote_them(cast, ash):
    people.add_name(ash.family, ash.ann, name="Zoë Larch", kind=PersonName.Kind.BIRTH, by=cast.mary)
    seen = fingerprint_of_numbers(ash.mia)
    people.save_numbers(ash.family, ash.mia, fingerprint=seen, nhs_number="943 476 5919", by=cast.mary)
    for q in ("zoe", "LARCH", "Larch Zoë", "943 476 5919", "9434765919", ash.family.reference):
        assert found(cast.mary, q) == ["Ash"], q
    for q in ("zoe birch", "%", "_", "943 476 5918"):
        assert found(cast.mary, q) == [], q


def test_family_of_another_entry_of_a_person_is_found_by_both_names_until_they_are_unlinked(cast, ash):
    birch = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    twice = add_child(birch, cast.mary, name="Mia Rowan")
    assert found(cast.mary, "rowan") == ["Birch"]
    matching.merge(twice, ash.mia, because="One NHS number.", by=cast.mary, at=NOW)
    assert found(cast.mary, "rowan") == ["Ash", "Birch"]
    people.add_name(ash.family, ash.mia, name="Mia Hazel", kind=PersonName.Kind.ALSO, by=cast.mary)
    assert found(cast.mary, "hazel") == ["Ash", "Birch"]
    matching.unmerge(twice, by=cast.mary, at=NOW)
    assert found(cast.mary, "rowan") == ["Birch"]
    assert found(cast.mary, "hazel") == ["Ash"]


def test_headlines_are_written_by_services_only(cast, ash):
    with pytest.raises(NoActor):
        families.set_headline(ash.family, overall_rag="red")
