"""Parental responsibility: what is refused, what is kept, and the clock of an order that ends."""

from datetime import timedelta

import pytest
import time_machine

from casework.duedates.models import DueDate
from casework.people.responsibility import services as responsibility
from casework.people.responsibility.models import ParentalResponsibility
from casework.people.responsibility.queries import fingerprint_of_responsibility
from casework.refusal import Conflict, Refusal
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
TODAY = NOW.date()
IN_30_DAYS = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def record(ash, cast, **values):
    values = {"ground": "birth_mother", "holder": ash.ann} | values
    return responsibility.record(ash.family, ash.mia, **values, by=cast.sue, at=NOW)


ORDER = {"ground": "interim_care", "holder": None, "authority": "Northshire", "ends_on": IN_30_DAYS}


def test_responsibility_is_recorded_corrected_and_ended_with_its_reason(cast, allocated):
    row = record(allocated, cast)
    seen = fingerprint_of_responsibility(row)
    responsibility.correct(
        allocated.family, row, fingerprint=seen, ground="birth_mother", holder=allocated.ann, remark="Seen.",
        by=cast.sue, at=NOW,
    )  # fmt: skip
    with pytest.raises(Conflict):
        responsibility.end(
            allocated.family, row, fingerprint=seen, ended_on=TODAY, because="Adoption.", by=cast.sue, at=NOW
        )
    row.refresh_from_db()
    seen = fingerprint_of_responsibility(row)
    responsibility.end(
        allocated.family, row, fingerprint=seen, ended_on=TODAY, because="Adoption.", by=cast.sue, at=NOW
    )
    assert not ParentalResponsibility.objects.on(TODAY).exists()
    assert ParentalResponsibility.objects.on(TODAY - timedelta(days=1)).exists()


def test_responsibility_is_never_inferred(cast, allocated):
    """Ann is recorded as the children's mother, and nobody holds parental responsibility by that."""
    assert allocated.family.relationships_now().filter(person=allocated.ann, kind="mother").exists()
    assert not ParentalResponsibility.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"holder": None}, "Choose who holds it, or name the authority."),
        ({"authority": "Northshire"}, "Choose a person or name an authority, not both."),
        ({"ground": "care"}, "A care order gives it to the local authority. Name the authority."),
        ({"ground": "spell"}, "Choose by what it is held."),
        ({"from_date": TODAY + timedelta(days=1)}, "It cannot begin in the future."),
        ({"from_date": TODAY - timedelta(days=20 * 365)}, "Parental responsibility cannot be from before the birth"),
        ({"ends_on": IN_30_DAYS}, "It does not end by itself on a day. Leave the day open."),
        (ORDER | {"ends_on": None}, "Give the day on which the order ends, so that the team is told before it."),
        (ORDER | {"from_date": TODAY, "ends_on": TODAY - timedelta(days=1)}, "The order ends before it began."),
    ],
)  # fmt: skip
def test_responsibility_refuses_what_cannot_be(cast, allocated, values, sentence):
    with pytest.raises(Refusal, match=sentence.replace("?", ".")):
        record(allocated, cast, **values)


def test_responsibility_of_the_child_themselves_and_twice_are_refused(cast, allocated):
    with pytest.raises(Refusal, match="for themselves"):
        record(allocated, cast, ground="agreement", holder=allocated.mia)
    record(allocated, cast)
    with pytest.raises(Refusal, match="gave birth to Mia Ash is recorded already"):
        record(allocated, cast, holder=allocated.ann)
    record(allocated, cast, ground="agreement")
    with pytest.raises(Refusal, match="That is recorded already"):
        record(allocated, cast, ground="agreement")


def test_responsibility_is_recorded_by_who_records_on_the_family(cast, allocated):
    with pytest.raises(Refusal, match="You may not"):
        responsibility.record(
            allocated.family, allocated.mia, ground="birth_mother", holder=allocated.ann, by=cast.audrey, at=NOW
        )


def clock():
    return DueDate.objects.running().filter(timescale="order_ends")


def test_responsibility_by_an_order_that_ends_is_due_from_the_lead_before_its_day(cast, allocated):
    row = record(allocated, cast, **ORDER)
    due = clock().get()
    assert (due.owner, due.due, due.child) == (cast.sue, IN_30_DAYS, allocated.mia)
    assert (due.due_at - due.remind_at).days == 28
    later = ORDER | {"ends_on": IN_30_DAYS + timedelta(days=28)}
    responsibility.correct(
        allocated.family, row, fingerprint=fingerprint_of_responsibility(row), **later, by=cast.sue, at=NOW
    )
    assert clock().get().due == later["ends_on"]
    row.refresh_from_db()
    responsibility.end(
        allocated.family, row, fingerprint=fingerprint_of_responsibility(row), ended_on=TODAY, because="Discharged.",
        by=cast.sue, at=NOW,
    )  # fmt: skip
    assert not clock().exists()
    assert DueDate.objects.get(met_at__isnull=False, timescale="order_ends").met_at == NOW
