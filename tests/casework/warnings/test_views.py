"""The pages of the family's warnings, and where they stand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.warnings import services as cautions
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9.17")]
TYPED = {
    "kind": "not_alone", "detail": "Mr Ash threatened us.", "source": "Police",
    "from_date": "2026-11-01", "review_on": "2026-12-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def page(allocated):
    return lambda name, *parts: reverse(name, args=[allocated.family.pk, *parts])


def html(client, url):
    return client.get(url).content.decode()


def test_warning_pages_add_review_and_end(allocated, cast, signed_in, page):
    dora, sue = signed_in(cast.dora), signed_in(cast.sue)
    assert "No warning holds now." in html(dora, page("warnings"))
    assert dora.post(page("warning-add"), TYPED).url == page("warnings")
    caution = allocated.family.caution_set.get()
    typed = {"version": 1, "detail": "He came back.", "source": "Ann", "review_on": "2027-01-05"}
    assert dora.post(page("warning-review", caution.pk), typed).status_code == 302
    stale = dora.post(page("warning-review", caution.pk), typed | {"detail": "Other."})
    assert stale.status_code == 409
    assert "He came back." in stale.content.decode()
    assert stale.context["form"]["version"].value() == "2"
    assert dora.get(page("warning-end", caution.pk)).status_code == 403
    assert page("warning-end", caution.pk) not in html(dora, page("warnings"))
    assert page("warning-end", caution.pk) in html(sue, page("warnings"))
    typed = {"version": 2, "ended_on": "2026-11-03", "because": "He is in prison."}
    assert sue.post(page("warning-end", caution.pk), typed).status_code == 302
    shown = html(sue, page("warnings"))
    for words in ("Ended by Sue Sands: He is in prison.", "No warning holds now."):
        assert words in shown


@pytest.mark.parametrize("name", ["people", "notes", "warnings", "safety-plan", "family"])
def test_warnings_are_on_each_page_of_the_family_in_words(allocated, cast, signed_in, page, name):
    dora = signed_in(cast.dora)
    dora.post(page("warning-add"), TYPED)
    shown = html(dora, page(name))
    assert "app-identity__warnings" in shown
    assert "Do not visit alone: Mr Ash threatened us." in shown


def test_warnings_are_shown_the_gravest_first(cast, signed_in, page):
    dora = signed_in(cast.dora)
    dora.post(page("warning-add"), TYPED | {"kind": "dog", "detail": "It bites."})
    dora.post(page("warning-add"), TYPED)
    shown = html(dora, page("people"))
    assert shown.index("Do not visit alone") < shown.index("It bites.")


def test_warning_line_says_that_its_review_is_overdue(allocated, cast, signed_in, page, time_machine):
    dora = signed_in(cast.dora)
    dora.post(page("warning-add"), TYPED)
    time_machine.move_to(NOW + timedelta(days=28), tick=False)
    assert "overdue" not in html(dora, page("people"))
    time_machine.move_to(NOW + timedelta(days=29), tick=False)
    assert 'threatened us. <span class="app-identity__review">(review overdue since Tue 1 Dec 2026)' in html(
        dora, page("people")
    )


def test_warning_form_says_that_it_takes_no_protected_address(cast, signed_in, page):
    assert "Never a protected address" in html(signed_in(cast.dora), page("warning-add"))


def test_warning_of_another_family_is_not_found(allocated, cast, signed_in, page):
    dora = signed_in(cast.dora)
    assert dora.get(page("warning-review", 10**6)).status_code == 404


@pytest.mark.parametrize(("who", "add"), [("dora", 200), ("bob", 403), ("audrey", 403)])
def test_warning_pages_are_read_and_written_by_right(cast, signed_in, page, who, add):
    client = signed_in(getattr(cast, who))
    shown = html(client, page("warnings"))
    assert client.get(page("warning-add")).status_code == add
    assert (page("warning-add") in shown) == (add == 200)


def test_warning_ended_twice_is_refused_with_a_sentence(allocated, cast, signed_in, page):
    values = {
        "kind": "dog",
        "detail": "x",
        "source": "y",
        "from_date": NOW.date(),
        "review_on": NOW.date().replace(day=9),
    }
    caution = cautions.add(allocated.family, by=cast.sue, at=NOW, **values)
    sue = signed_in(cast.sue)
    typed = {"version": 1, "ended_on": "2026-11-03", "because": "Gone."}
    sue.post(page("warning-end", caution.pk), typed)
    assert "ended already" in sue.post(page("warning-end", caution.pk), typed).content.decode()
