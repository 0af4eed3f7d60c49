"""Forms with a text that is held back, the page of what is held back, and the writer who is told."""

from uuid import uuid4

import pytest
from django.urls import reverse

from casework.calls import services as calls
from casework.held_back.services import NEWS
from casework.masks.current import HELD_BACK
from casework.unsaved.models import UnsavedText
from casework.warnings.models import Caution
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.20")]
TELLS = "She lives in hidden rd now."
TYPED = {
    "kind": "not_alone", "detail": TELLS, "source": "Police", "from_date": "2026-11-01", "review_on": "2026-12-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def page(allocated):
    return lambda name, *parts: reverse(name, args=[allocated.family.pk, *parts])


@pytest.fixture
def warned(allocated, cast, signed_in, page, protect):
    protect(allocated.family, allocated.ann)
    answer = signed_in(cast.rick).post(page("warning-add"), TYPED, follow=True)
    return allocated.family.caution_set.get(), answer.content.decode()


def test_writer_is_told_and_reads_the_sentence_in_place_of_the_words(warned):
    _, shown = warned
    assert NEWS in shown
    assert "hidden rd" not in shown
    assert f"{HELD_BACK} Ask Dora Dale or Sue Sands.]" in shown


def test_form_shows_that_it_is_held_back_and_saving_leaves_it_as_it_is(warned, cast, signed_in, page):
    caution, _ = warned
    rick, url = signed_in(cast.rick), page("warning-review", warned[0].pk)
    opened = rick.get(url)
    shown = opened.content.decode()
    assert HELD_BACK in shown
    assert '<textarea name="detail"' not in shown
    sent = {name: opened.context["form"][name].value() for name in ("version", "saw_passages", "form_key")}
    answer = rick.post(url, sent | {"detail": "", "source": "Ann herself", "review_on": "2027-01-05"})
    assert answer.status_code == 302
    caution.refresh_from_db()
    assert (caution.detail, caution.source) == (TELLS, "Ann herself")


def test_form_takes_no_words_for_what_is_held_back(warned, cast, signed_in, page):
    caution, url = warned[0], page("warning-review", warned[0].pk)
    sent = {"version": 1, "detail": "Nothing.", "source": "Police", "review_on": "2027-01-05"}
    assert signed_in(cast.rick).post(url, sent).status_code == 302
    caution.refresh_from_db()
    assert caution.detail == TELLS
    assert signed_in(cast.dora).post(url, sent | {"version": caution.version}).status_code == 302
    caution.refresh_from_db()
    assert caution.detail == "Nothing."


def test_form_that_is_refused_shows_it_no_more_than_before(warned, cast, signed_in, page):
    url = page("warning-review", warned[0].pk)
    for sent in (
        {"version": 1, "source": "", "review_on": ""},
        {"version": 9, "source": "x", "review_on": "2027-01-05"},
    ):
        answer = signed_in(cast.rick).post(url, sent)
        assert answer.status_code in (200, 409)
        assert "hidden rd" not in answer.content.decode()
        assert HELD_BACK in answer.content.decode()


def test_page_says_what_is_held_back_to_those_named_and_how_much_to_others(warned, cast, signed_in, page):
    of_reader = signed_in(cast.dora).get(page("held-back")).content.decode()
    assert "Warning: detail" in of_reader
    of_other = signed_in(cast.rick).get(page("held-back")).content.decode()
    assert "1 text in this family’s record is held back from you." in of_other
    assert page("held-back-add") not in of_other
    assert signed_in(cast.rick).get(page("held-back-add")).status_code == 403


def test_reader_holds_back_words_on_the_page(warned, cast, signed_in, page, allocated):
    rick, dora = signed_in(cast.rick), signed_in(cast.dora)
    words = "the white house opposite the bakery"
    rick.post(page("warning-add"), TYPED | {"detail": f"At {words}."})
    assert words in rick.get(page("warnings")).content.decode()
    form = dora.get(page("held-back-add")).context["form"]
    protection = form.fields["protection"].queryset.get()
    sent = {
        "words": words,
        "protection": protection.pk,
        "because": "Known in town.",
        "form_key": form["form_key"].value(),
    }
    assert "1 text." in dora.post(page("held-back-add"), sent, follow=True).content.decode()
    assert words not in rick.get(page("warnings")).content.decode()
    assert words in dora.get(page("warnings")).content.decode()
    assert Caution.objects.filter(detail=f"At {words}.").exists()


def test_call_is_masked_in_the_list_of_calls_and_is_not_copied_into_the_referral(allocated, cast, signed_in, protect):
    """A call tells it before any family is known; then the place is protected, and the referral opens with the call."""
    said = {"child_name": "Mia Ash", "child_address": "not known", "concern": TELLS}
    call = calls.take(cast.north, **said, by=cast.mary, at=NOW)
    calls.put_through(call, to="Mary Moss", by=cast.mary, at=NOW)
    calls.decide(call, outcome="REFERRAL", because="To be assessed.", family=allocated.family, by=cast.mary, at=NOW)
    protect(allocated.family, allocated.ann)
    mary = signed_in(cast.mary)
    for path in (reverse("calls"), reverse("call", args=[call.pk])):
        assert "hidden rd" not in mary.get(path).content.decode()
    assert HELD_BACK in mary.get(reverse("call", args=[call.pk])).content.decode()
    opened = mary.get(reverse("referral-add", args=[allocated.family.pk]))
    assert "hidden rd" not in opened.content.decode()
    form = opened.context["form"]
    assert form["reason"].value() == ""
    assert HELD_BACK in form["reason"].help_text
    assert TELLS in signed_in(cast.sue).get(reverse("call", args=[call.pk])).content.decode()


def test_kept_text_that_tells_it_by_now_is_shown_to_its_writer_as_typed(allocated, cast, signed_in, page, protect):
    url, key = page("warning-add"), str(uuid4())
    sent = {
        "key": key, "page": key, "user": cast.rick.pk, "title": "Add", "url": url, "subject": "", "went_on_from": "",
        "fields": {"detail": TELLS, "source": "Police"},
    }  # fmt: skip
    rick = signed_in(cast.rick)
    rick.post(reverse("unsaved-keep"), sent, content_type="application/json")
    protect(allocated.family, allocated.ann)
    opened = rick.get(f"{url}?kept={key}&typed={key}")
    form = opened.context["form"]
    assert (form["detail"].value(), form["source"].value()) == (TELLS, "Police")
    said = TYPED | {"form_key": key, "went_on_from": form["went_on_from"].value()}
    assert rick.post(url, said).status_code == 302
    assert not UnsavedText.objects.exists()
    assert "hidden rd" not in rick.get(page("warnings")).content.decode()
    assert "hidden rd" not in rick.get(reverse("my-work")).content.decode()
