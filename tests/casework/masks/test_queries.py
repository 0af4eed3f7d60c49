"""The mask of lists is kept in the process, and is that of what everybody has saved by now, whichever process did."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.families import services as families
from casework.families.models import FamilyRole
from casework.masks.current import HELD_BACK
from casework.masks.queries import mask_in_lists
from casework.people import services as people
from casework.people.contact_details import services as contacts
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.protecting import services as protecting
from tests.factories import NOW

pytestmark = pytest.mark.rule("A9.20")
PLACE, OTHER_PLACE = "9 Hidden Road, Luton LU1 2AB", "4 Secret Street, Luton LU1 3CD"


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def protect(cast):
    def act(family, person, value):
        contact = contacts.add_contact(family, person, kind="address", value=value, from_date=NOW.date(), by=cast.sue)
        protecting.protect_contact(
            family, contact, fingerprint=fingerprint_of_contact(contact), readers=[cast.dora], because="Hidden.",
            by=cast.sue, at=NOW,
        )  # fmt: skip

    return act


@pytest.fixture
def birch(cast):
    """Another family, and a person of it."""
    family = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    return family, people.add_person(family, name="Bea Birch", role=FamilyRole.PARENT, by=cast.mary, at=NOW)


def is_masked(user, place):
    mask = mask_in_lists(user.pk)
    return bool(mask) and mask.of(f"She is at {place}.").startswith(HELD_BACK)


def elsewhere(act):
    """Run `act` by a connection of its own."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db
def test_reading_again_asks_one_question_and_reads_none_but_its_own_rows(allocated, cast, protect):
    protect(allocated.family, allocated.ann, PLACE)
    assert is_masked(cast.rick, PLACE)
    for user in (cast.rick, cast.dora):
        with CaptureQueriesContext(connection) as asked:
            assert is_masked(user, PLACE) == (user == cast.rick)
        assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_what_another_process_protects_is_masked_in_the_next_request(allocated, birch, cast, protect):
    protect(allocated.family, allocated.ann, PLACE)
    assert is_masked(cast.rick, PLACE)
    assert not is_masked(cast.rick, OTHER_PLACE)
    elsewhere(lambda: protect(*birch, OTHER_PLACE)).join()
    assert is_masked(cast.rick, OTHER_PLACE)


@pytest.mark.django_db(transaction=True)
def test_what_was_begun_before_and_saved_after_is_masked_though_its_numbers_are_older(allocated, birch, cast, protect):
    written, go_on = Event(), Event()

    def slowly():
        with transaction.atomic():
            protect(allocated.family, allocated.ann, PLACE)
            written.set()
            go_on.wait(20)

    thread = elsewhere(slowly)
    assert written.wait(20)
    protect(*birch, OTHER_PLACE)
    assert is_masked(cast.rick, OTHER_PLACE)
    assert not is_masked(cast.rick, PLACE)
    go_on.set()
    thread.join()
    assert is_masked(cast.rick, PLACE)


@pytest.mark.django_db(transaction=True)
def test_what_came_to_nothing_is_kept_by_nobody(allocated, birch, cast, protect):
    """Of a transaction that saw what it wrote, with numbers older than what others have saved, nothing is kept."""

    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        protect(allocated.family, allocated.ann, PLACE)
        elsewhere(lambda: protect(*birch, OTHER_PLACE)).join()
        assert is_masked(cast.rick, PLACE)
        raise Undone
    assert not is_masked(cast.rick, PLACE)
    assert is_masked(cast.rick, OTHER_PLACE)
