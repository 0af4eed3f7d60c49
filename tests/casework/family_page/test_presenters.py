import pytest
import time_machine

from casework.access import access_of
from casework.family_page.presenters import family_page
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def labels(family, user):
    family.access = access_of(user, family)
    return [page.label for page in family_page(family, "people")["subnav"]]


def test_family_page_offers_the_history_to_those_who_inspect(cast, month):
    assert "History" in labels(month.family, cast.audrey)
    assert "History" not in labels(month.family, cast.dora)
