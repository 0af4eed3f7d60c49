import pytest
import time_machine
from django.urls import reverse

from casework.restrictions import services as restrictions
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return response.content.decode()


def sent(**values):
    return {**values}


@pytest.fixture
def workers(cast):
    return [cast.sue, cast.dora, cast.rick]


@pytest.fixture
def restricted(cast, allocated, workers):
    restrictions.restrict(allocated.family, because="The father works here.", readers=workers, by=cast.mary, at=NOW)
    return allocated.family


def test_restricting_shows_on_each_page_of_the_family(cast, allocated, workers, signed_in):
    family, mary = allocated.family, signed_in(cast.mary)
    address = reverse("restrict", args=[family.pk])
    page = text_of(mary.get(address))
    assert page.count("checked") == 3
    assert "Stan Snow" not in page
    page = text_of(mary.post(address, sent(readers=[cast.dora.pk], because="The father works here.")))
    assert "works with this family. Keep" in page
    page = text_of(
        mary.post(address, sent(readers=[user.pk for user in workers], because="The father works here."), follow=True)
    )
    for wanted in ("The father works here.", "Dora Dale", "Mary Moss"):
        assert wanted in page
    for client, name in ((mary, "people"), (signed_in(cast.sue), "notes")):
        assert ">Restricted<" in text_of(client.get(reverse(name, args=[family.pk])))
    assert signed_in(cast.cora).get(reverse("people", args=[family.pk])).status_code == 404
    assert "Ash" not in text_of(signed_in(cast.cora).get(reverse("families")))


def test_unrestricted_family_has_no_symbol(cast, allocated, signed_in):
    assert ">Restricted<" not in text_of(signed_in(cast.sue).get(reverse("people", args=[allocated.family.pk])))


def test_list_is_read_by_those_on_it_and_kept_by_the_grade(cast, restricted, signed_in):
    sue = signed_in(cast.sue)
    page = text_of(sue.get(reverse("restriction", args=[restricted.pk])))
    assert "Rick Reed" in page
    assert "restriction/readers/" not in page
    reader = restricted.restrictionreader_set.get(user=cast.dora)
    for name, args in (
        ("restrict", []), ("restriction-lift", []), ("restriction-reader-add", []),
        ("restriction-reader-remove", [reader.pk]),
    ):  # fmt: skip
        address = reverse(name, args=[restricted.pk, *args])
        assert sue.get(address).status_code == sue.post(address).status_code == 403
        assert signed_in(cast.cora).get(address).status_code == 404


def test_list_is_kept_by_a_manager(cast, restricted, signed_in):
    mary = signed_in(cast.mary)
    address = reverse("restriction-reader-add", args=[restricted.pk])
    assert "Sue Sands</option>" not in text_of(mary.get(address))
    assert "Audrey Audit is on the list." in text_of(mary.post(address, sent(user=cast.audrey.pk), follow=True))
    reader = restricted.restrictionreader_set.get(user=cast.audrey)
    address = reverse("restriction-reader-remove", args=[restricted.pk, reader.pk])
    assert mary.get(address).status_code == 200
    assert "Audrey Audit is not on the list any more." in text_of(mary.post(address, follow=True))
    assert mary.post(address).status_code == 404


def test_taking_off_a_worker_is_refused_with_the_sentence(cast, restricted, signed_in):
    reader = restricted.restrictionreader_set.get(user=cast.sue)
    answer = signed_in(cast.mary).post(reverse("restriction-reader-remove", args=[restricted.pk, reader.pk]))
    assert answer.status_code == 409
    assert "End their part first." in text_of(answer)


def test_lifting_needs_a_reason(cast, restricted, signed_in):
    mary, address = signed_in(cast.mary), reverse("restriction-lift", args=[restricted.pk])
    assert "Say why the restriction is lifted." in text_of(mary.post(address, sent()))
    assert "The restriction is lifted." in text_of(mary.post(address, sent(because="He left."), follow=True))
    assert signed_in(cast.cora).get(reverse("people", args=[restricted.pk])).status_code == 200
