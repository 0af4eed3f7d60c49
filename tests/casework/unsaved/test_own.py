"""What its writer changed comes back as they typed it; what the page opened with as they may read it now."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.held_back.models import HeldBack
from casework.masks.current import HELD_BACK
from casework.people.contact_details import services as contacts
from casework.people.contact_details.queries import fingerprint_of_contact
from casework.people.protecting import services as protecting
from casework.protections.models import ProtectionReader
from casework.sent import OPENED_WITH
from casework.trail.acting import acting
from casework.trail.rows import change
from casework.unsaved.models import UnsavedText
from casework.warnings import services as cautions
from tests.casework.held_back.conftest import *  # noqa: F403
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
PLACE, TOLD = "9 Hidden Road, Luton", "She is at 9 Hidden Road."


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def caution(allocated, cast):
    return cautions.add(
        allocated.family, kind="not_alone", detail=TOLD, source="Police", from_date=NOW.date(),
        review_on=NOW.date() + timedelta(days=20), by=cast.mary, at=NOW,
    )  # fmt: skip


def words_of_page(client, url):
    form = client.get(url).context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


def keep(client, user, url, fields, title="Review", **other):
    key = str(uuid4())
    sent = {
        "key": key, "page": key, "user": user.pk, "title": title, "url": url, "subject": "", "went_on_from": "",
        "fields": fields, **other,
    }  # fmt: skip
    assert client.post(reverse("unsaved-keep"), sent, content_type="application/json").status_code == 200
    return key


def opened(client, url, key):
    return client.get(f"{url}?kept={key}").content.decode()


def end_reading(cast, user):
    with acting(cast.mary):
        for row in ProtectionReader.objects.filter(user=user, ended_on=None):
            change(row, ended_on=NOW.date())


def test_what_the_page_opened_with_is_masked_after_protecting(allocated, cast, signed_in, protect, caution):
    rick, url = signed_in(cast.rick), reverse("warning-review", args=[allocated.family.pk, caution.pk])
    key = keep(rick, cast.rick, url, words_of_page(rick, url) | {"source": "Police, by telephone"})
    protect(allocated.family, allocated.ann, PLACE)
    assert "Hidden Road" not in opened(rick, url, key)
    assert "Police, by telephone" in opened(rick, url, key)


def test_page_that_reopened_with_it_and_was_kept_again_is_masked_too(allocated, cast, signed_in, protect, caution):
    rick, url = signed_in(cast.rick), reverse("warning-review", args=[allocated.family.pk, caution.pk])
    key = keep(rick, cast.rick, url, words_of_page(rick, url))
    again = keep(rick, cast.rick, url, words_of_page(rick, f"{url}?kept={key}"))
    protect(allocated.family, allocated.ann, PLACE)
    assert "Hidden Road" not in opened(rick, url, again)


def test_other_page_of_the_same_form_shows_no_value_that_was_protected_since(allocated, cast, signed_in):
    family, ann = allocated.family, allocated.ann
    said = {"from_date": NOW.date(), "by": cast.sue}
    contact = contacts.add_contact(family, ann, kind="address", value=PLACE, **said)
    other = contacts.add_contact(family, ann, kind="telephone", value="01632 960111", **said)
    rick, url = signed_in(cast.rick), reverse("contact-change", args=[family.pk, contact.pk])
    key = keep(rick, cast.rick, url, words_of_page(rick, url))
    protecting.protect_contact(
        family, contact, fingerprint=fingerprint_of_contact(contact), readers=[cast.dora], because="He looks.",
        by=cast.sue, at=NOW,
    )  # fmt: skip
    change_other, add = (
        reverse("contact-change", args=[family.pk, other.pk]),
        reverse("contact-add", args=[family.pk, ann.pk]),
    )
    for where in (url, change_other, add):
        assert "Hidden Road" not in opened(rick, where, key), where


def test_former_reader_does_not_read_it_in_what_they_typed_or_opened(allocated, cast, signed_in, protect, caution):
    protect(allocated.family, allocated.ann, PLACE)
    dora, url = signed_in(cast.dora), reverse("warning-review", args=[allocated.family.pk, caution.pk])
    add = reverse("warning-add", args=[allocated.family.pk])
    keys = [
        (url, keep(dora, cast.dora, url, words_of_page(dora, url))),
        (add, keep(dora, cast.dora, add, {"detail": TOLD})),
    ]
    assert all("Hidden Road" in opened(dora, where, key) for where, key in keys)
    end_reading(cast, cast.dora)
    assert not any("Hidden Road" in opened(dora, where, key) for where, key in keys)


@pytest.mark.parametrize("guess", ["Is it 9 Hidden Road?", "Is it 9 Hydden Roud?"])
def test_guess_of_ones_own_is_shown_as_typed_with_its_title_and_address(allocated, cast, signed_in, protect, guess):
    protect(allocated.family, allocated.ann, PLACE)
    rick, url = signed_in(cast.rick), reverse("warning-add", args=[allocated.family.pk])
    key = keep(rick, cast.rick, f"{url}?x={guess}", words_of_page(rick, url) | {"detail": guess}, title=guess)
    assert guess in opened(rick, url, key)
    page = rick.get(reverse("my-work")).content.decode().replace("+", " ").replace("%3F", "?")
    assert page.count(guess) >= 2
    assert not HeldBack.objects.filter(by=cast.rick).exists()


def test_nobody_passes_a_guess_off_as_what_the_page_opened_with(allocated, cast, signed_in, protect):
    protect(allocated.family, allocated.ann, PLACE)
    rick, url = signed_in(cast.rick), reverse("warning-add", args=[allocated.family.pk])
    key = keep(rick, cast.rick, url, {"detail": TOLD, OPENED_WITH: "0123456789abcdef"})
    assert TOLD in opened(rick, url, key)


def test_title_is_masked_for_whoever_else_is_told_that_there_is_text(allocated, cast, signed_in, protect):
    from_others = reverse("warning-add", args=[allocated.family.pk])
    protect(allocated.family, allocated.ann, PLACE)
    keep(signed_in(cast.sue), cast.sue, from_others, {"detail": "x"}, title=TOLD)
    assert UnsavedText.objects.get().title == TOLD
    page = signed_in(cast.mary).get(reverse("family", args=[allocated.family.pk])).content.decode()
    assert TOLD not in page
    assert HELD_BACK in page or "warning" in page
