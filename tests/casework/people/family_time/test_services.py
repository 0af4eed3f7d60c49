"""Family time: with whom, how and by whose decision."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.people.family_time import services as family_time
from casework.people.family_time.models import FamilyTime
from casework.people.family_time.queries import fingerprint_of_family_time
from casework.refusal import Conflict, Refusal
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
TODAY = NOW.date()
SATURDAYS = {
    "with_whom": "Her father", "supervision": "supervised", "supervised_by": "the contact centre",
    "how_often": "Saturdays, 10 to 12", "decided_by": "The family court, 2 Nov", "not_allowed": "His brother.",
    "from_date": TODAY,
}  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def add(ash, cast, **values):
    return family_time.add(ash.family, ash.mia, **{**SATURDAYS, **values}, by=cast.sue)


def test_family_time_stands_on_the_pages_of_the_child_and_of_the_people(cast, allocated, signed_in):
    add(allocated, cast)
    for name, parts in {"person": [allocated.mia.pk], "people": []}.items():
        page = signed_in(cast.sue).get(reverse(name, args=[allocated.family.pk, *parts])).content.decode()
        assert "Mia Ash and Her father: Saturdays, 10 to 12. Supervised by the contact centre" in page
        assert "not allowed: His brother." in page


def test_family_time_is_changed_and_ends(cast, allocated):
    row = add(allocated, cast)
    seen = fingerprint_of_family_time(row)
    values = {**SATURDAYS, "until_date": TODAY, "fingerprint": seen, "by": cast.sue}
    family_time.change_family_time(allocated.family, row, **values)
    assert FamilyTime.objects.get().until_date == TODAY
    with pytest.raises(Conflict):
        family_time.change_family_time(allocated.family, row, **values)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"with_whom": ""}, "Choose with whom, or write who it is."),
        ({"how_often": " "}, "Say how often"),
        ({"supervised_by": ""}, "Say who supervises or supports it."),
        ({"supervision": "none"}, "Choose ‘Supervised’ or ‘Supported’, or leave out by whom."),
        ({"decided_by": " "}, "Say who decided it"),
        ({"from_date": TODAY - timedelta(days=9000)}, "cannot be from before the birth"),
        ({"until_date": TODAY - timedelta(days=1)}, "last day lies before the first"),
    ],
)
def test_family_time_refuses_what_is_missing_or_cannot_be(cast, allocated, values, sentence):
    with pytest.raises(Refusal, match=sentence):
        add(allocated, cast, **values)


def test_family_time_that_is_not_allowed_needs_no_times(cast, allocated, signed_in):
    add(allocated, cast, supervision="no_time", supervised_by="", how_often="")
    page = signed_in(cast.sue).get(reverse("people", args=[allocated.family.pk])).content.decode()
    assert "Mia Ash and Her father: no family time" in page


def test_family_time_at_a_place_that_is_protected_since_does_not_tell_it(cast, story, signed_in):
    """By reference: what is protected later is told nowhere, and is no longer offered."""
    family_time.add(story.family, story.mia, **SATURDAYS, place=story.key_contact, by=cast.sue)
    page = reverse("person", args=[story.family.pk, story.mia.pk])
    people = reverse("people", args=[story.family.pk])
    assert "at Hill School" in signed_in(cast.mary).get(people).content.decode()
    with acting(cast.sue):
        change(story.key_contact, protection=story.contact.protection)
    add_page = reverse("family-time-add", args=[story.family.pk, story.mia.pk])
    for url in (page, people, add_page):
        assert "Hill School" not in signed_in(cast.mary).get(url).content.decode(), url
    assert "at a protected place" in signed_in(cast.mary).get(people).content.decode()
