"""What a function that writes demands of its caller."""

import pytest

from casework.families.models import Family
from casework.holds import services as holds
from casework.holds.models import Held, Hold
from casework.passages import services as passages
from casework.trail.acting import NoActor, NoTransaction, acting, actor, in_service, service
from casework.users.services import robot


@in_service
def write(text):
    return text, actor()


@service
def outer(text, *, by):
    return write(text)


def test_a_function_of_services_runs_in_the_transaction_and_the_name_of_the_service_that_calls_it(cast):
    assert outer("Said.", by=cast.sue) == ("Said.", cast.sue)


@pytest.mark.django_db
def test_a_function_of_services_is_refused_where_nobody_acts():
    with pytest.raises(NoActor):
        write("Said.")


@pytest.mark.django_db(transaction=True)
def test_a_function_of_services_is_refused_outside_a_transaction():
    with acting(robot("tests")), pytest.raises(NoTransaction):
        write("Said.")


WRITES = {
    "place": lambda family: holds.place(family, Held.JOINING, family),
    "lift": lambda family: holds.lift(family, Held.CLOSURE, family),
    "write": lambda family: passages.write(family, [], people=[]),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_holds_and_passages_are_refused_where_nobody_acts(ash, write):
    with pytest.raises(NoActor):
        write(ash.family)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
@pytest.mark.django_db(transaction=True)
def test_holds_and_passages_are_refused_outside_a_transaction(write):
    with acting(robot("tests")):
        family = Family.objects.create(name="Ash")
        with pytest.raises(NoTransaction):
            write(family)
    assert not Hold.objects.exists()
