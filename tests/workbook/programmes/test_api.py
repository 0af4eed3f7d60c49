"""A Family Programme in the read-only API."""

import pytest
from django.urls import reverse

from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_end_of_the_month(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_api_has_a_programme_with_its_modules_and_the_source_of_what_was_drawn(story, cast, signed_in):
    cora = signed_in(cast.cora)
    (listed,) = cora.get(reverse("api-programmes", args=[story.family.pk])).json()["results"]
    assert (listed["number"], listed["parents"], listed["state"]) == (1, [story.ann.pk], "open")
    told = cora.get(reverse("api-programme", args=[story.family.pk, story.programme.pk])).json()
    of_mia = next(module for module in told["modules"] if module["child"] == story.mia.pk)
    texts = [text["text"] for part in of_mia["parts"] for text in part["texts"]]
    drawn = [each["worker"] for part in of_mia["parts"] for each in part["drawn"]]
    assert (of_mia["module"], texts, drawn) == ("m4", ["Mia draws all day."], ["Dora Dale"])
