from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.actions import services as actions
from casework.families import services as families
from tests.factories import NOW, SAID
from workbook.notes import services as notes

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response):
    return response.content.decode()


def typed(**values):
    return {
        "what": "Fit new locks", "owner": "agency", "owner_agency": "Housing", "due_on": "2026-11-17",
        **values,
    }  # fmt: skip


@pytest.fixture
def action(cast, allocated):
    return actions.agree(
        allocated.family, what="Fit new locks", due_on=TODAY, agreed_on=TODAY, owner_agency="Housing", by=cast.sue
    )


@pytest.mark.rule("A7.8")
def test_adding_page_adds_for_an_agency_a_parent_or_a_worker(cast, allocated, signed_in):
    client, address = signed_in(cast.dora), reverse("action-add", args=[allocated.family.pk])
    for owner in ({}, {"owner": f"person-{allocated.ann.pk}"}, {"owner": f"user-{cast.sue.pk}"}):
        agency = {"owner_agency": ""} if owner else {}
        assert client.post(address, typed(**owner, **agency)).url == reverse("actions", args=[allocated.family.pk])
    assert [row.owner for row in allocated.family.agreedaction_set.all()] == ["Housing", "Ann Ash", "Sue Sands"]


@pytest.mark.rule("A7.8")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"due_on": ""}, "an action needs one"),
        ({"owner": ""}, "an action needs an owner"),
        ({"owner_agency": ""}, "Name the agency that will do it."),
        ({"owner": "user-999999", "owner_agency": ""}, "choose from those offered"),
        ({"due_on": "2026-11-02"}, "lies before it was agreed"),
    ],
)
def test_adding_page_keeps_what_was_typed_without_owner_or_date(cast, allocated, signed_in, values, sentence):
    page = text_of(signed_in(cast.sue).post(reverse("action-add", args=[allocated.family.pk]), typed(**values)))
    assert sentence in page
    assert "Fit new locks" in page
    assert not allocated.family.agreedaction_set.exists()


def test_adding_page_refuses_a_worker_and_an_agency_together(cast, allocated, signed_in):
    sent = typed(owner=f"user-{cast.sue.pk}")
    page = text_of(signed_in(cast.sue).post(reverse("action-add", args=[allocated.family.pk]), sent))
    assert "empty the name of the agency" in page


def test_adding_page_does_not_offer_a_stranger_as_owner(cast, allocated, signed_in):
    page = text_of(signed_in(cast.sue).get(reverse("action-add", args=[allocated.family.pk])))
    assert "Dora Dale" in page
    assert "Stan Snow" not in page
    assert "Bob Birch" not in page


def test_adding_page_of_a_note_takes_its_day_and_leads_back_to_it(cast, month, signed_in):
    at = NOW - timedelta(days=2)
    note = notes.record(month.family, kind="telephone_call", took_place_at=at, written=SAID, by=cast.sue, at=NOW)
    address = f"{reverse('action-add', args=[month.family.pk])}?note={note.pk}"
    client = signed_in(cast.sue)
    assert "Agreed in the note of Sun 1 Nov 2026" in text_of(client.get(address))
    assert client.post(address, typed()).url == reverse("note", args=[month.family.pk, note.pk])
    action = month.family.agreedaction_set.get()
    assert (action.note, action.agreed_on) == (note, at.date())


def test_adding_page_does_not_find_a_note_of_another_family_or_of_no_number(cast, month, signed_in):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    note = notes.record(month.family, kind="telephone_call", took_place_at=NOW, written=SAID, by=cast.sue, at=NOW)
    client = signed_in(cast.mary)
    for named in (note.pk, "x", 10**30):
        assert client.get(f"{reverse('action-add', args=[other.pk])}?note={named}").status_code == 404


def test_list_shows_open_actions_with_dates_and_done_ones_with_results(cast, allocated, action, signed_in):
    client, address = signed_in(cast.dora), reverse("actions", args=[allocated.family.pk])
    assert "Say what came of it" in text_of(client.get(address))
    actions.report(action, outcome="met", result="New locks, front and back.", done_on=TODAY, by=cast.sue)
    page = text_of(client.get(address))
    assert "New locks, front and back." in page
    assert "Say what came of it" not in page


def test_list_says_which_action_is_overdue(cast, allocated, action, signed_in):
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        page = text_of(signed_in(cast.dora).get(reverse("actions", args=[allocated.family.pk])))
    assert "Overdue" in page


def test_list_says_to_a_reader_who_adds_actions(cast, allocated, action, signed_in):
    page = text_of(signed_in(cast.bob).get(reverse("actions", args=[allocated.family.pk])))
    assert "Those who record on this family" in page
    assert "Add an action" not in page
    assert signed_in(cast.bob).get(reverse("action-add", args=[allocated.family.pk])).status_code == 403


def test_report_page_reports_the_result(cast, allocated, action, signed_in):
    address = reverse("action-report", args=[allocated.family.pk, action.pk])
    sent = {"outcome": "met", "result": "Done.", "done_on": "2026-11-03"}
    response = signed_in(cast.dora).post(address, sent)
    assert response.url == reverse("actions", args=[allocated.family.pk])
    action.refresh_from_db()
    assert (action.result, action.done_on) == ("Done.", TODAY)


def test_report_page_refuses_a_day_to_come_and_keeps_the_text(cast, allocated, action, signed_in):
    address = reverse("action-report", args=[allocated.family.pk, action.pk])
    sent = {"outcome": "met", "result": "They came early.", "done_on": "2026-11-04"}
    page = text_of(signed_in(cast.dora).post(address, sent))
    assert "cannot have been done in the future" in page
    assert "They came early." in page


def test_report_page_shows_the_result_that_another_reported_and_keeps_the_text(cast, allocated, action, signed_in):
    actions.report(action, outcome="met", result="New locks.", done_on=TODAY, by=cast.sue)
    address = reverse("action-report", args=[allocated.family.pk, action.pk])
    sent = {"outcome": "not", "result": "Still waiting.", "done_on": "2026-11-03"}
    response = signed_in(cast.dora).post(address, sent)
    assert response.status_code == 409
    assert "recorded already, on Tue 3 Nov 2026: New locks." in text_of(response)
    assert "Still waiting." in text_of(response)


def test_report_page_is_found_only_through_the_family_of_the_action(cast, allocated, action, signed_in):
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    assert signed_in(cast.mary).get(reverse("action-report", args=[other.pk, action.pk])).status_code == 404


def test_list_of_done_actions_has_pages(cast, allocated, signed_in):
    for number in range(26):
        action = actions.agree(
            allocated.family, what=f"Action {number}", due_on=TODAY, agreed_on=TODAY, owner_agency="Housing",
            by=cast.sue,
        )  # fmt: skip
        actions.report(action, outcome="met", result="Done.", done_on=TODAY, by=cast.sue)
    client, address = signed_in(cast.sue), reverse("actions", args=[allocated.family.pk])
    next_url = client.get(address).context["next_url"]
    assert next_url in text_of(client.get(address))
    assert text_of(client.get(f"{address}{next_url}")).count("Recorded in error") == 1
