"""A family or a person who is called as a protected nursery or health visitor is there in lists, and these are not."""

from datetime import date

import pytest
from django.urls import reverse

from casework.families.services import add_family
from casework.masks.queries import mask_in_lists
from casework.people.key_contacts import services as key_contacts
from casework.trail.acting import acting
from casework.trail.rows import change
from tests.factories import NOW, add_child
from tests.shape.walking import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def seen(story, cast):
    """Mia's nursery and her health visitor are protected with her address."""
    family, by = story.family, cast.sue
    of_mia = {"about": [story.mia], "telephone": "01632 960444", "from_date": NOW.date(), "by": by}
    key_contacts.add_key_contact(family, profession="school", organisation="Kestrel Nursery", **of_mia)
    visitor = key_contacts.add_key_contact(family, profession="health_visitor", name="Ms Jane Smith", **of_mia)
    with acting(cast.sue):
        change(visitor, protection=story.contact.protection)
    return story


@pytest.fixture
def kestrel(cast):
    family = add_family(name="Kestrel", team=cast.north, by=cast.mary, at=NOW)
    add_child(family, cast.mary, name="Jane Smith", born=date(2018, 4, 4))
    return family


def test_family_and_child_of_such_a_name_are_found(seen, kestrel, cast, signed_in):
    oak = add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    mary = signed_in(cast.mary)
    listed = text_of(mary.get(f"{reverse('families')}?q=kestrel"))
    assert ">Kestrel" in listed
    assert "held back" not in listed
    asked = f"{reverse('person-matches', args=[oak.pk])}?name=Jane Smith&born=2018-04-04"
    assert "Jane Smith" in text_of(mary.get(asked))


def test_what_tells_the_nursery_and_the_health_visitor_is_held_back_in_lists(seen, kestrel, cast):
    mask = mask_in_lists(cast.rick.pk)
    for text in ("Kestrel", "Jane Smith"):
        assert mask.of(text) == text
    for text in ("Kestrel Nursery", "He rang Kestrel.", "Ring Jane Smith.", "Ms Smith", "Visit of Ms Jane Smith"):
        assert mask.of(text) != text, text


def test_name_that_nobody_has_is_held_back_alone_too_until_somebody_has_it(seen, cast):
    assert mask_in_lists(cast.rick.pk).of("Kestrel") != "Kestrel"
    family = add_family(name="Oak", team=cast.north, by=cast.mary, at=NOW)
    with acting(cast.mary):
        change(family, name="Kestrel")
    assert mask_in_lists(cast.rick.pk).of("Kestrel") == "Kestrel"
