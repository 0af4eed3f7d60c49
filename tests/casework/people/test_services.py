"""Other names and numbers: what is refused, and what is kept."""

from datetime import date, timedelta

import pytest
import time_machine

from casework.people import queries, services
from casework.people.models import PersonName
from casework.refusal import Conflict, Refusal
from casework.relationships import services as relationships
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_adult, add_child

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
UPN = "A123456789012"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def put(allocated, by, **values):
    seen = queries.fingerprint_of_numbers(allocated.mia)
    person = services.save_numbers(allocated.family, allocated.mia, fingerprint=seen, by=by, **values)
    allocated.mia.refresh_from_db()
    return person


def test_other_name_is_added_once_and_put_right(cast, allocated):
    for _ in range(2):
        row = services.add_name(allocated.family, allocated.mia, name=" Mia Oak ", kind="former", by=cast.dora)
    assert PersonName.objects.get().name == "Mia Oak"
    seen = queries.fingerprint_of_name(row)
    services.change_name(allocated.family, row, fingerprint=seen, name="Mia Oake", kind="birth", by=cast.sue)
    with pytest.raises(Conflict):
        services.change_name(allocated.family, row, fingerprint=seen, name="Mia", kind="birth", by=cast.sue)
    with pytest.raises(Refusal, match="Give the name"):
        services.add_name(allocated.family, allocated.mia, name=" ", kind="also", by=cast.sue)
    with pytest.raises(Refusal, match="before the first"):
        services.add_name(
            allocated.family, allocated.mia, name="M", kind="also", from_date=TODAY,
            until_date=TODAY - timedelta(days=1), by=cast.sue,
        )  # fmt: skip


def test_other_names_are_added_by_those_who_record_to_people_of_the_family(cast, allocated, make_family):
    with pytest.raises(Refusal, match="You may not"):
        services.add_name(allocated.family, allocated.mia, name="M", kind="also", by=cast.bob)
    _, kim = make_family("Birch")
    with pytest.raises(Refusal, match="belongs to this family"):
        services.add_name(allocated.family, kim, name="K", kind="also", by=cast.sue)


@pytest.mark.rule("A10.9")
def test_numbers_are_saved_without_their_spaces(cast, allocated):
    person = put(allocated, cast.sue, nhs_number="943 476 5919", upn="a1234567-89012")
    assert (person.nhs_number, person.upn) == ("9434765919", UPN)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"nhs_number": "943 476 5918"}, "nhs_number"),
        ({"nhs_number": "12"}, "nhs_number"),
        ({"upn": "B123456789012"}, "upn"),
        ({"former_upn": "B123456789012"}, "former_upn"),
    ],
)
def test_numbers_with_a_wrong_check_digit_are_refused(cast, allocated, values, field):
    with pytest.raises(Refusal, match="Check it against its source") as refused:
        put(allocated, cast.sue, **values)
    assert refused.value.field == field


def test_numbers_are_saved_beside_a_wrong_one_that_came_from_elsewhere(cast, allocated):
    with acting(cast.mary):
        change(allocated.mia, upn="B123456789012")
    assert put(allocated, cast.sue, upn="B123456789012", nhs_number="9434765919").nhs_number == "9434765919"


def test_numbers_hold_a_pupil_number_or_the_reason_why_not(cast, allocated):
    with pytest.raises(Refusal, match="not both"):
        put(allocated, cast.sue, upn=UPN, upn_unknown="UN1")
    with pytest.raises(Refusal, match="from those offered"):
        put(allocated, cast.sue, upn_unknown="UN99")
    assert put(allocated, cast.sue, upn_unknown="UN1").upn_unknown == "UN1"


def test_numbers_are_saved_by_the_lead_or_a_manager_and_not_from_a_stale_page(cast, allocated):
    for who in (cast.dora, cast.bob, cast.stan):
        with pytest.raises(Refusal, match="You may not"):
            put(allocated, who, nhs_number="9434765919")
    seen = queries.fingerprint_of_numbers(allocated.mia)
    put(allocated, cast.sue, nhs_number="9434765919")
    with pytest.raises(Conflict):
        services.save_numbers(allocated.family, allocated.mia, fingerprint=seen, by=cast.mary)


def test_adding_a_person_is_for_the_lead_and_not_for_another_worker(cast, allocated):
    add_adult(allocated.family, cast.sue, name="Ted Ash")
    with pytest.raises(Refusal, match="You may not"):
        add_adult(allocated.family, cast.dora, name="Tom Ash")
    with pytest.raises(Refusal, match="You may not"):
        relationships.relate(allocated.family, allocated.ann, kind="carer", other=allocated.mia, by=cast.dora, at=NOW)


def test_unborn_child_has_the_expected_date_and_no_other(cast, ash):
    child = add_child(ash.family, cast.mary, name="Baby Ash", born=None, expected=date(2027, 1, 12))
    assert child.unborn


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"born": None}, "born"),
        ({"born": NOW.date() + timedelta(days=1)}, "born"),
        ({"born": date(26, 5, 4)}, "born"),
        ({"expected": date(2027, 1, 12)}, "expected"),
        ({"born": None, "expected": date(2027, 1, 12), "sex": "F"}, "sex"),
        ({"sex": "X"}, "sex"),
    ],
)
def test_adding_a_child_refuses_impossible_values_at_the_field(cast, ash, values, field):
    with pytest.raises(Refusal) as refused:
        add_child(ash.family, cast.mary, **values)
    assert refused.value.field == field
    assert ash.family.familymember_set.count() == 3


def test_adult_may_be_without_a_date_of_birth_but_is_not_expected(cast, ash):
    add_adult(ash.family, cast.mary, name="Ted Ash", born=None)
    with pytest.raises(Refusal, match="unborn child"):
        add_adult(ash.family, cast.mary, name="Tom Ash", born=None, expected=date(2027, 1, 12))
