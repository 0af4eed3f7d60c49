from datetime import timedelta
from uuid import uuid4

import pytest

from casework.notes import services as casenotes
from tests.supervision.conftest import LATER
from tests.supervision.group_supervisions.conftest import FINGERPRINT, KEY, VERSION, text


@pytest.mark.rule("C12", "A2.3")
def test_sign_off_page_shows_what_was_added_before_the_workbook_closes(cast, held, page, signed_in):
    client, address = signed_in(cast.mary), page("supervisions", held.supervision.pk, "sign-off")
    opened = client.get(address).content.decode()
    to_come = LATER + timedelta(days=2)
    casenotes.plan(held.family, kind="home_visit", planned_for=to_come, by=cast.sue, at=LATER)
    sent = {
        "form_key": KEY.search(opened)[1], "version": VERSION.search(opened)[1],
        "fingerprint": FINGERPRINT.search(opened)[1],
        "decision": "close", "closed_reason": "does_not_meet_criteria", "decision_because": "Goals reached.",
    }  # fmt: skip
    stale = client.post(address, sent | {"form_key": str(uuid4())})
    assert stale.status_code == 409
    assert "was added or finished since you opened the page" in text(stale)
    held.supervision.refresh_from_db()
    assert held.supervision.state == "held"
    again = stale.content.decode()
    sent |= {"version": VERSION.search(again)[1], "fingerprint": FINGERPRINT.search(again)[1], "visits": "keep"}
    assert "the Workbook is closed" in text(client.post(address, sent, follow=True))


@pytest.mark.rule("A6.10", "A6.11", "C2")
def test_sign_off_page_says_what_will_happen_and_does_it(cast, held, page, signed_in):
    client, address = signed_in(cast.mary), page("supervisions", held.supervision.pk, "sign-off")
    opened = client.get(address)
    assert "filed on each child of the episode: Mia Ash, Ben Ash" in text(opened)
    assert 'value="2026-12-11T10:00"' in text(opened)
    sent = {
        "form_key": KEY.search(opened.content.decode())[1], "version": VERSION.search(opened.content.decode())[1],
        "decision": "continue", "next_planned_for": "2026-12-11T10:00", "decision_because": "",
        f"left-out-{held.ben.pk}": "",
        f"left-out-{held.mia.pk}": "She lives with her father now.",
    }  # fmt: skip
    answer = text(client.post(address, sent, follow=True))
    assert "the next Workbook episode is open" in answer
    assert "left out, because She lives with her father now." in answer
    assert client.get(address).status_code == 409
    stale = client.post(address, sent | {"form_key": str(uuid4())})
    assert stale.status_code == 409


def test_sign_off_page_refuses_closing_without_a_reason_at_the_field(cast, held, page, signed_in):
    client, address = signed_in(cast.mary), page("supervisions", held.supervision.pk, "sign-off")
    opened = client.get(address).content.decode()
    sent = {"form_key": KEY.search(opened)[1], "version": VERSION.search(opened)[1],
        "fingerprint": FINGERPRINT.search(opened)[1],
            "decision": "close", "decision_because": ""}  # fmt: skip
    answer = text(client.post(address, sent))
    assert "Choose why the Workbook closes." in answer
    assert 'href="#id_closed_reason_0"' in answer
    sent |= {"closed_reason": "does_not_meet_criteria"}
    answer = text(client.post(address, sent))
    assert "Give the reason for closing the Workbook." in answer
    assert 'href="#id_decision_because"' in answer
    answer = text(client.post(address, sent | {"decision_because": "Goals reached."}, follow=True))
    assert "The supervision is signed off and the Workbook is closed." in answer
    assert "Closed because: Does not meet workbook criteria." in answer


def test_sign_off_page_lists_what_is_missing_instead_of_the_button(cast, prepared, page, signed_in):
    answer = text(signed_in(cast.mary).get(page("supervisions", prepared.supervision.pk, "sign-off")))
    assert "Say when the supervision was held." in answer
    assert "Sign off the supervision</button>" not in answer
