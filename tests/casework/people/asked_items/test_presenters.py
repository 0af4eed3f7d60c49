"""What the pages about people read."""

import pytest
import time_machine

from casework.access import families_for
from casework.families.services import add_family
from casework.matching.services import merge
from casework.people.asked_items import services
from casework.people.asked_items.checks import GivenAnswer
from casework.people.asked_items.presenters import questions_to_ask
from casework.people.asked_items.queries import answers_of, fingerprint_of_answers
from tests.factories import NOW, add_child

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def places(user):
    return {
        (each.family_id, each.person_id) for each in questions_to_ask(user, families_for(user).values("pk"), NOW.date())
    }


def test_questions_to_ask_lead_to_the_entry_in_that_family(cast, allocated):
    services.save_answers(
        allocated.family, allocated.mia, answers={"religion": GivenAnswer("not_yet_known", to_ask=cast.sue)},
        asked_on=NOW.date(), by=cast.sue, at=NOW,
        fingerprint=fingerprint_of_answers(answers_of(allocated.family, allocated.mia)),
    )  # fmt: skip
    birch = add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    merge(allocated.mia, add_child(birch, cast.mary, name="Mia Birch"), because="One.", by=cast.mary, at=NOW)
    assert places(cast.sue) == {(allocated.family.pk, allocated.mia.pk)}
