import re
from datetime import timedelta
from uuid import uuid4

import pytest

from casework.actions import services as actions
from casework.notes import services as casenotes
from casework.plans import services as facts
from casework.unsaved import services as unsaved
from supervision.workbook_closures import services as workbook_closures
from tests.factories import NOW

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'name="(form_key|fingerprint)" value="([^"]*)"')
KEY = "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"
WORDS = "No adult worker is needed."


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def address(page):
    return page("workbook", "close")


def hidden(answer):
    return dict(HIDDEN.findall(answer.content.decode()))


def sent_to(client, address, **values):
    given = {"closed_reason": "does_not_meet_criteria", "decision_because": WORDS, "visits": "keep", "actions": "keep"}
    return hidden(client.get(address)) | given | values


def plan(month, by, days=2):
    return casenotes.plan(month.family, kind="home_visit", planned_for=NOW + timedelta(days=days), by=by, at=NOW)


@pytest.fixture
def busy(month, cast):
    """A visit to come, an action, a text that Dora has not saved, and Ben in care with the plan to return."""
    plan(month, cast.sue)
    actions.agree(
        month.family, what="Go to the GP", due_on=NOW.date() + timedelta(days=3), owner_person=month.ann,
        agreed_on=NOW.date(), by=cast.sue,
    )  # fmt: skip
    kept = {"family_id": month.family.pk, "title": "My summary", "url": "/x/", "fields": {"text": "My own words."}}
    unsaved.keep(cast.dora, form_key=KEY, **kept, at=NOW)
    facts.begin_legal(
        month.family, [month.ben], kind="care", status="C1", from_date=NOW.date(), reunification=True, by=cast.sue,
        at=NOW,
    )  # fmt: skip
    return month


@pytest.mark.rule("C12", "A2.4", "A2.7")
def test_closing_page_lists_all_that_is_open_and_what_becomes_of_it(cast, busy, address, signed_in):
    answer = text(signed_in(cast.mary).get(address))
    for said in (
        "Episode 1, open: supervision planned for Wed 11 Nov 2026, 10:00", "They end without supervision",
        "Sue Sands, episode 1: nothing written yet", "Dora Dale: ‘My summary’, Tue 3 Nov 2026, 10:00",
        "Home visit, Thu 5 Nov 2026, 10:00, Sue Sands", "Go to the GP (Ann Ash, by Fri 6 Nov 2026)",
        "Family Programme 1, since", "The plan for Ben Ash is to return home, so the Workbook stays open",
        "Family Programme 1 has no final assessment", "Does not meet workbook criteria", "Call them off",
    ):  # fmt: skip
        assert said in answer, said
    assert "My own words" not in answer


def test_closing_page_asks_only_about_what_is_open(cast, month, address, signed_in):
    answer = text(signed_in(cast.mary).get(address))
    assert "Call them off" not in answer
    assert "Take them back" not in answer


@pytest.mark.rule("A2.3", "A2.4", "A2.5")
def test_closing_page_closes_the_workbook_whose_page_says_why(cast, busy, page, address, signed_in):
    client = signed_in(cast.mary)
    assert address in client.get(page("workbook")).content.decode()
    sent = sent_to(client, address, visits="end")
    refused = client.post(address, sent)
    assert "Or say why it closes all the same." in text(refused)
    assert 'href="#id_care_because"' in refused.content.decode()
    sent |= {"care_because": "Another team leads his return home."}
    answer = text(client.post(address, sent, follow=True))
    assert "The Workbook is closed. Its workers and business support have been told." in answer
    assert "Closed by Mary Moss" in answer
    assert "Closed because: Does not meet workbook criteria" in answer
    assert "No adult worker is needed." in answer
    assert "Another team leads his return home." in answer
    assert busy.family.casenote_set.get().state == "did_not_take_place"
    assert address not in client.get(page("workbook")).content.decode()
    again = client.post(address, sent | {"form_key": str(uuid4())})
    assert (again.status_code, "no open Workbook" in text(again)) == (409, True)


def test_closing_page_refuses_at_the_field_and_keeps_all_that_was_typed(cast, month, address, signed_in):
    client = signed_in(cast.mary)
    for wrong, sentence, field in (
        ({"closed_reason": ""}, "Choose why the Workbook closes.", "closed_reason_0"),
        ({"closed_reason": "bored"}, "choose from those offered", "closed_reason_0"),
        ({"decision_because": " "}, "Give the reason for closing the Workbook.", "decision_because"),
        ({"closed_reason": "work_completed"}, "has no final assessment", "no_final_because"),
        ({"closed_reason": "child_in_care"}, "No child of this Workbook is recorded as in care", "closed_reason_0"),
    ):
        answer = client.post(address, sent_to(client, address, **wrong))
        assert answer.status_code == 200
        assert sentence in text(answer), wrong
        assert f'href="#id_{field}"' in answer.content.decode()
        assert wrong.get("decision_because", WORDS).strip() in text(answer)
    month.workbook.refresh_from_db()
    assert month.workbook.state == "open"


def test_closing_page_conflicts_once_where_something_was_added(cast, month, address, signed_in):
    client = signed_in(cast.mary)
    sent = sent_to(client, address)
    plan(month, cast.sue)
    stale = client.post(address, sent)
    assert stale.status_code == 409
    assert "Home visit, Thu 5 Nov 2026" in text(stale)
    assert WORDS in text(stale)
    assert "The Workbook is closed" in text(client.post(address, sent | hidden(stale), follow=True))


def test_closing_page_restores_unsaved_text_and_does_not_list_it(cast, month, address, signed_in):
    client = signed_in(cast.mary)
    fields = {"decision_because": "Half a sen", "closed_reason": "other_service", "fingerprint": "old"}
    kept = {"family_id": month.family.pk, "title": "Close the Workbook", "url": address, "fields": fields, "at": NOW}
    unsaved.keep(cast.mary, form_key=KEY, **kept)
    opened = client.get(f"{address}?kept={KEY}")
    assert "Half a sen" in text(opened)
    assert "Text that is not saved" not in text(opened)
    assert hidden(opened)["fingerprint"] != "old"


@pytest.mark.rule("A2.3", "C27")
def test_closing_page_is_for_those_of_the_grade(cast, month, page, address, signed_in):
    for user, status in ((cast.sue, 403), (cast.bob, 403), (cast.audrey, 403), (cast.stan, 404)):
        assert signed_in(user).get(address).status_code == status, user
        assert signed_in(user).post(address, {}).status_code == status, user
    assert address not in signed_in(cast.sue).get(page("workbook")).content.decode()


def test_supervision_that_was_not_held_says_so_and_offers_nothing(cast, prepared, page, signed_in):
    workbook_closures.close(prepared.workbook, reason="does_not_meet_criteria", because=WORDS, by=cast.mary, at=NOW)
    client, supervision = signed_in(cast.mary), page("supervisions", prepared.supervision.pk)
    answer = text(client.get(supervision))
    assert "Not held: the workbook closed" in answer or "Not held: the Workbook closed" in answer
    assert WORDS in answer
    for button in ("It was held", "Prepare the record", "Note place", "Move the date", "Reopen", "Make the pack again"):
        assert button not in answer, button
    for act in ("record", "sign-off", "logistics"):
        assert client.get(f"{supervision}{act}/").status_code == 409
    assert "Say whether the supervision was held" not in text(client.get("/"))
