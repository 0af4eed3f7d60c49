"""What was typed is shown under the words of its page, also where the page is not opened again."""

from uuid import uuid4

from django.test import RequestFactory
from django.urls import resolve, reverse

from casework.failures.outcomes import typed_words


def test_passage_is_shown_under_its_heading_in_words(cast, allocated):
    address = reverse("note-record-kind", args=[allocated.family.pk, "telephone_call"])
    sent = {
        "form_key": str(uuid4()),
        "page_user": str(cast.sue.pk),
        "took_place_at": "2026-11-30T09:00",
        "text-what_next-0": "A call on Monday.",
    }
    request = RequestFactory().post(address, sent, headers={"Origin": "http://testserver"})
    request.user, request.resolver_match = cast.sue, resolve(address)
    assert typed_words(request) == [("When it ended", "2026-11-30T09:00"), ("What next", "A call on Monday.")]
